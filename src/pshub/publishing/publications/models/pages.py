"""The pages: the list of publications, and a publication."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page, Revision
from wagtail.search import index

from pshub.inquiries.imprecise_fields import ImpreciseDateField
from pshub.inquiries.models import Inquiry, Record, Topic
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.publishing.publications.blocks import BodyBlock
from pshub.publishing.publications.fields import BodyField
from pshub.publishing.publications.languages import language_choices
from pshub.publishing.publications.licences import Licence
from pshub.publishing.publications.models.series import Series

#: Addresses below the list that are taken: `series/` lists series, `versions/` stands below each publication.
TAKEN_SLUGS = frozenset({"series", "versions"})
#: What belongs to the publication and not to one revision of it.
KEPT = ("record_id", "withdrawn_at", "withdrawn_because", "superseded_by_id")


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
    """A publication: report, discussion paper, essay or collection of essays, evidence submission or blog."""

    class Kind(models.TextChoices):
        """What a publication is."""

        REPORT = "report", _("Report")
        DISCUSSION_PAPER = "discussion-paper", _("Discussion paper")
        ESSAY_COLLECTION = "essay-collection", _("Essay collection")
        ESSAY = "essay", _("Essay")
        EVIDENCE_SUBMISSION = "evidence-submission", _("Evidence submission")
        BLOG = "blog", _("Blog")

    class Availability(models.TextChoices):
        """Where a publication can be read."""

        HERE = "here", _("Here")
        FORTHCOMING = "forthcoming", _("Forthcoming: announced, not published yet")
        ELSEWHERE = "elsewhere", _("Elsewhere: published by somebody else")

    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.REPORT)
    availability = models.CharField(
        _("where it can be read"), max_length=12, choices=Availability, default=Availability.HERE
    )
    summary = models.TextField(
        _("summary"), max_length=800, help_text=_("What it says, in a few sentences. Lists and search show it too.")
    )
    published_on = models.DateField(_("date of publication"), default=timezone.localdate)
    expected = ImpreciseDateField(_("expected"), null=True, blank=True)
    external_url = models.URLField(
        _("address elsewhere"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Where to read it, starting with https://"),
    )
    publisher = models.CharField(_("publisher elsewhere"), max_length=200, blank=True)
    inquiry = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("inquiry")
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="publications", verbose_name=_("topics"))
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("series")
    )
    edition = models.CharField(
        _("edition"), max_length=60, blank=True, help_text=_("Within the series, such as 2026, or 2nd.")
    )
    commissioned_by = models.CharField(
        _("commissioned by"), max_length=300, blank=True, help_text=_("Those who are not among the organisations here.")
    )
    partners = models.CharField(
        _("in partnership with"),
        max_length=300,
        blank=True,
        help_text=_("Those who are not among the organisations here."),
    )
    licence = models.CharField(_("licence"), max_length=30, choices=Licence, default=Licence.CC_BY)
    language = models.CharField(_("language"), max_length=12, choices=language_choices, default="en")
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
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_because = models.TextField(blank=True, editable=False)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="supersedes"
    )

    parent_page_types: ClassVar[list[str]] = ["publications.PublicationIndexPage", "publications.PublicationPage"]
    subpage_types: ClassVar[list[str]] = ["publications.PublicationPage"]
    exclude_fields_in_copy: ClassVar[list[str]] = ["record", "withdrawn_at", "withdrawn_because", "superseded_by"]
    template = "publications/publication.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("published_on"), FieldPanel("inquiry"), FieldPanel("topics")],
            heading=_("What it is"),
        ),
        FieldPanel("summary"),
        InlinePanel("authors", heading=_("Authors"), label=_("author")),
        InlinePanel("editors", heading=_("Editors"), label=_("editor")),
        MultiFieldPanel(
            [
                InlinePanel("organisations", label=_("organisation")),
                FieldPanel("commissioned_by"),
                FieldPanel("partners"),
            ],
            heading=_("For whom, and with whom"),
        ),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_description")], heading=_("Cover")),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("series"), FieldPanel("edition")], heading=_("Series")),
        MultiFieldPanel([FieldPanel("licence"), FieldPanel("language")], heading=_("Licence and language")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("availability", "expected", "external_url", "publisher")],
            heading=_("Forthcoming, or published elsewhere"),
        ),
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
        indexes = (
            models.Index(fields=["published_on"], name="publication_date"),
            models.Index(fields=["kind", "published_on"], name="publication_kind_date"),
        )
        constraints = (
            models.CheckConstraint(
                name="publication_withdrawn_with_reason",
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_because=""),
            ),
            models.CheckConstraint(
                name="publication_not_superseded_by_itself",
                condition=models.Q(superseded_by=None) | ~models.Q(superseded_by=models.F("page_ptr")),
            ),
        )

    @property
    def collection(self) -> PublicationPage | None:
        """The collection that an essay is in; None for all else."""
        if self.kind != self.Kind.ESSAY:
            return None
        parent = self.get_parent()
        above = parent.specific_deferred if parent is not None else None
        return PublicationPage.objects.get(pk=above.pk) if isinstance(above, PublicationPage) else None

    @property
    def announced_only(self) -> bool:
        """Whether there is nothing to read here: it is forthcoming, or published elsewhere."""
        return bool(self.availability != self.Availability.HERE)

    @classmethod
    def can_exist_under(cls, parent: Page) -> bool:
        """Return whether a publication may stand below a page: the list, or a collection of essays."""
        above = parent.specific
        fits = not isinstance(above, PublicationPage) or above.kind == cls.Kind.ESSAY_COLLECTION
        return fits and bool(super().can_exist_under(parent))

    def clean(self) -> None:
        """Refuse a time at which the publication would vanish by itself, and an address that is taken."""
        super().clean()
        if self.expire_at is not None:
            message = _("A publication does not run out: leave this empty, and unpublish it if it has to go.")
            raise ValidationError({"expire_at": message}, code="does-not-expire")
        if self.slug in TAKEN_SLUGS:
            message = _("The hub uses the address “%(slug)s” itself: choose another, such as “%(slug)s-report”.")
            raise ValidationError({"slug": message % {"slug": self.slug}}, code="slug-taken")

    def with_content_json(self, content: dict[str, Any]) -> PublicationPage:
        """Keep what belongs to the publication, not to one revision of it."""
        page: PublicationPage = super().with_content_json(content)
        for name in KEPT:
            setattr(page, name, getattr(self, name))
        return page

    def get_route_paths(self) -> list[str]:
        """Return what lies below the page and must be found after a move: its versions."""
        return ["/", *(f"/versions/{version.label}/" for version in self.versions.all())]

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
        from pshub.publishing.publications.linking.signposting import put_links

        return put_links(super().serve(request, *args, **kwargs))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the page cites, its versions and its list of contents."""
        from pshub.publishing.publications.reading import reading

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading(self, preview=getattr(request, "is_preview", False))
