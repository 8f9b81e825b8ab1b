"""The newsletter: its issues, whom it goes to, and what was sent."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, Revision
from wagtail.search import index

from pshub.delivery.models import SendList
from pshub.inquiries.models import Topic
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.publishing.newsletters.blocks import TEXT_FEATURES, IssueBody
from pshub.publishing.newsletters.fields import BodyField

#: Addresses below the archive that are not issues.
TAKEN_SLUGS = frozenset({"sign-up", "challenge", "confirm", "unsubscribe", "preferences", "your-link"})


class NewsletterIndexPage(Page):  # type: ignore[misc]
    """The archive, with the form to sign up."""

    introduction = models.TextField(_("introduction"), blank=True)

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["newsletters.NewsletterIssuePage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("introduction")]
    template = "newsletters/index.html"

    class Meta:
        """In words."""

        verbose_name = _("newsletter archive")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the issues and the form."""
        from pshub.publishing.newsletters.archive import listing

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | listing(self, request)


class NewsletterIssuePage(Page):  # type: ignore[misc]
    """One issue of the newsletter."""

    subject = models.CharField(
        _("subject"), max_length=120, blank=True, help_text=_("The subject of the e-mail. Empty takes the title.")
    )
    preheader = models.CharField(
        _("preheader"),
        max_length=150,
        blank=True,
        help_text=_("Mail programs show it beside the subject. Say what is inside."),
    )
    introduction = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    body = BodyField(IssueBody(), blank=True, verbose_name=_("body"))
    topics = ParentalManyToManyField(
        Topic,
        blank=True,
        related_name="+",
        verbose_name=_("topics"),
        help_text=_(
            "It goes to those who follow one of these topics, and to those who chose none. Empty: to everybody."
        ),
    )
    send_when_published = models.BooleanField(
        _("send when published"),
        default=False,
        help_text=_("As soon as the page goes live, by hand, by schedule or in a release, the e-mail goes out too."),
    )

    parent_page_types: ClassVar[list[str]] = ["newsletters.NewsletterIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    # A copy goes out only when somebody asks for that again.
    exclude_fields_in_copy: ClassVar[list[str]] = ["send_when_published"]
    template = "newsletters/issue.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("subject"), FieldPanel("preheader")], heading=_("In the inbox")),
        FieldPanel("introduction"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("topics"), FieldPanel("send_when_published")], heading=_("To whom, and when")),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    preview_modes: ClassVar[list[Any]] = [
        ("web", _("Web page")),
        ("email", _("E-mail")),
        ("text", _("E-mail as plain text")),
    ]

    class Meta:
        """In words."""

        verbose_name = _("newsletter issue")

    def clean(self) -> None:
        """Refuse a name in addresses that is taken by another page of the newsletter."""
        super().clean()
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": _("The newsletter has another page at this address. Choose another name.")})

    @property
    def email_subject(self) -> str:
        """Return the subject of the e-mail."""
        return str(self.subject or self.title)

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish a revision, and send the issue where it is marked so; every way that Wagtail has comes by here."""
        from pshub.publishing.newsletters.actions import issues

        issues.publish_from_wagtail(
            revision=revision,
            by=_actor(user),
            changed=changed,
            log_action=log_action,
            previous_revision=previous_revision,
        )

    def unpublish(
        self, set_expired: bool = False, commit: bool = True, user: Any = None, log_action: bool | str = True
    ) -> None:
        """Take the issue off the archive; every way that Wagtail has comes by here."""
        from pshub.publishing.newsletters.actions import issues

        issues.unpublish_from_wagtail(
            page=self, by=_actor(user), set_expired=set_expired, commit=commit, log_action=log_action
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the parts, and whether it was sent."""
        from pshub.publishing.newsletters.archive import reading

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading(self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show the issue as web page or as e-mail."""
        from pshub.publishing.newsletters.preview import as_mail

        if mode_name in {"email", "text"}:
            return as_mail(self, mode_name)
        response: HttpResponseBase = super().serve_preview(request, mode_name)
        return response


def _actor(user: User | None) -> Actor:
    """Return who acts where Wagtail names an account, or nobody: then it is its schedule."""
    return Actor.user(user) if user is not None else Actor.system("schedule")


class Mailing(models.Model):
    """An issue as it was sent: its words do not change any more, whatever becomes of the page."""

    issue = models.OneToOneField(NewsletterIssuePage, on_delete=models.PROTECT, related_name="mailing")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    send_list = models.OneToOneField(SendList, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=255)
    topics = models.JSONField(default=list)
    #: Empty until the pages that it shows are public too: a release makes them so in the same moment.
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    cards = models.JSONField(default=dict)
    queued_by = models.CharField(max_length=200)
    queued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-queued_at",)

    def __str__(self) -> str:
        """Subject."""
        return self.subject


class Subscriber(models.Model):
    """An address that the newsletter goes to, or went to."""

    class State(models.TextChoices):
        """Whether it gets the newsletter."""

        PENDING = "pending", _("Not confirmed yet")
        SUBSCRIBED = "subscribed", _("Subscribed")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        BOUNCED = "bounced", _("Cannot be reached")
        COMPLAINED = "complained", _("Reported it as unwanted")

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING, db_index=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    consent = models.CharField(_("how they agreed"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        """By address."""

        ordering = ("email",)
        verbose_name = _("subscriber")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="subscriber_once_whatever_the_case"),
            models.CheckConstraint(
                name="subscriber_confirmed_before_mail",
                condition=~models.Q(state="subscribed") | models.Q(confirmed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """Address."""
        return self.email
