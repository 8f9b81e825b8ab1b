"""Publications, their authors, and each version as it was published."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, Revision
from wagtail.search import index

from pshub.inquiries.models import Inquiry, Record
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.publishing.publications.blocks import BodyBlock
from pshub.publishing.publications.fields import BodyField


def valid_orcid(value: str) -> None:
    """Refuse an ORCID iD whose check digit is wrong (ISO 7064 mod 11-2)."""
    digits = value.replace("-", "")
    total = 0
    if re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", value):
        for digit in digits[:-1]:
            total = (total + int(digit)) * 2
        check = (12 - total % 11) % 11
        if digits[-1] == ("X" if check == 10 else str(check)):
            return
    raise ValidationError(
        _("“%(value)s” is not an ORCID iD: copy the 16 figures as 0000-0002-1825-0097."),
        code="bad-orcid",
        params={"value": value},
    )


def _actor(user: User | None) -> Actor:
    """Return who acts where Wagtail names an account, or nobody: then it is its schedule."""
    return Actor.user(user) if user is not None else Actor.system("schedule")


class PublicationIndexPage(Page):  # type: ignore[misc]
    """The list of publications."""

    introduction = models.TextField(_("introduction"), blank=True)

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["publications.PublicationPage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("introduction")]
    template = "publications/index.html"

    class Meta:
        """In words."""

        verbose_name = _("list of publications")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the publications that the reader asked for."""
        from pshub.publishing.publications.listing import listing

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | listing(self, request)


class PublicationPage(Page):  # type: ignore[misc]
    """A publication: report, discussion paper, essay, evidence submission or blog."""

    class Kind(models.TextChoices):
        """What a publication is."""

        REPORT = "report", _("Report")
        DISCUSSION_PAPER = "discussion-paper", _("Discussion paper")
        ESSAY = "essay", _("Essay")
        EVIDENCE_SUBMISSION = "evidence-submission", _("Evidence submission")
        BLOG = "blog", _("Blog")

    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.REPORT)
    summary = models.TextField(
        _("summary"), max_length=800, help_text=_("What it says, in a few sentences. Lists and search show it too.")
    )
    published_on = models.DateField(_("date of publication"), default=timezone.localdate)
    inquiry = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("inquiry")
    )
    commissioned_by = models.CharField(_("commissioned by"), max_length=300, blank=True)
    partners = models.CharField(_("in partnership with"), max_length=300, blank=True)
    cover = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("cover"),
    )
    cover_description = models.CharField(
        _("what the cover shows"),
        max_length=300,
        blank=True,
        help_text=_("Read out to people who cannot see it. Leave empty where the cover is only decoration."),
    )
    body = BodyField(BodyBlock(), blank=True, verbose_name=_("body"))
    record = models.OneToOneField(
        Record, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="publication_page"
    )

    parent_page_types: ClassVar[list[str]] = ["publications.PublicationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["record"]
    template = "publications/publication.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("published_on"), FieldPanel("inquiry")], heading=_("What it is")
        ),
        FieldPanel("summary"),
        InlinePanel("authors", heading=_("Authors"), label=_("author")),
        MultiFieldPanel([FieldPanel("commissioned_by"), FieldPanel("partners")], heading=_("With whom")),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_description")], heading=_("Cover")),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("published_on"),
    ]

    class Meta:
        """In words."""

        verbose_name = _("publication")

    def clean(self) -> None:
        """Refuse a time at which the publication would vanish by itself."""
        super().clean()
        if self.expire_at is not None:
            message = _("A publication does not run out: leave this empty, and unpublish it if it has to go.")
            raise ValidationError({"expire_at": message}, code="does-not-expire")

    def with_content_json(self, content: dict[str, Any]) -> PublicationPage:
        """Keep the record: it belongs to the publication, not to one revision of it."""
        page: PublicationPage = super().with_content_json(content)
        page.record_id = self.record_id
        return page

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish a revision as a version of record; every way that Wagtail has of publishing comes by here."""
        # The action needs these models, so it can only be asked for once they are there.
        from pshub.publishing.publications import actions

        actions.publish_from_wagtail(
            revision=revision,
            by=_actor(user),
            changed=changed,
            log_action=log_action,
            previous_revision=previous_revision,
        )

    def unpublish(
        self, set_expired: bool = False, commit: bool = True, user: Any = None, log_action: bool | str = True
    ) -> None:
        """Take the publication, and its record, off the public site; every way that Wagtail has comes by here."""
        from pshub.publishing.publications import actions

        actions.unpublish_from_wagtail(
            page=self, by=_actor(user), set_expired=set_expired, commit=commit, log_action=log_action
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the version of record; what has none, such as a copy, is not public yet."""
        if not getattr(request, "is_preview", False) and self.record_id is None:
            raise Http404
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the page cites, its versions and its list of contents."""
        from pshub.publishing.publications.reading import reading

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading(self, preview=getattr(request, "is_preview", False))


class PublicationAuthor(Orderable):  # type: ignore[misc]
    """Somebody who wrote a publication, as they were when they wrote it."""

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=200, blank=True)
    orcid = models.CharField(
        _("ORCID iD"), max_length=19, blank=True, validators=[valid_orcid], help_text=_("Such as 0000-0002-1825-0097")
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )

    class Meta(Orderable.Meta):  # type: ignore[misc]
        """In the order given."""

    def __str__(self) -> str:
        """Name."""
        return self.name


class PublishingCheck(models.Model):
    """What somebody confirmed of a revision before it is published: why it changed, and numerals bound to nothing."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")
    change_note = models.TextField(_("what changed"), blank=True)
    confirmed = models.JSONField(default=list)
    checked_by = models.CharField(max_length=200)
    checked_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        """Who confirmed."""
        return self.checked_by


class PublicationVersion(models.Model):
    """The version of record: one published revision, and the digests of the findings that it shows.

    The revision is protected: while the version stands, nothing can delete the words that were published.
    """

    page = models.ForeignKey(PublicationPage, on_delete=models.PROTECT, related_name="versions")
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.CharField(max_length=200)
    change_note = models.TextField(blank=True)
    digests = models.JSONField(default=list)
    confirmed = models.JSONField(default=list)

    class Meta:
        """Newest first; numbers run without repeats."""

        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["page", "number"], name="version_number_once_per_publication"),
            models.CheckConstraint(
                name="change_said_from_version_2", condition=models.Q(number=1) | ~models.Q(change_note="")
            ),
        )

    def __str__(self) -> str:
        """Title and number."""
        return f"{self.page} ({self.number})"
