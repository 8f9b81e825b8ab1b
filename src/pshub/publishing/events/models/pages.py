"""The pages of events."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable, Page, Revision
from wagtail.search import index

from pshub.inquiries.imprecise import ImpreciseDate, ImpreciseDateError
from pshub.inquiries.models import Inquiry, Place, Record, Topic
from pshub.people.actors import Actor
from pshub.people.models import Organisation, User
from pshub.publishing.events import panels
from pshub.publishing.events.blocks import BodyBlock
from pshub.publishing.events.clock import hub_time_zone, valid_time_zone
from pshub.publishing.events.fields import BodyField
from pshub.publishing.events.forms import EventPageForm
from pshub.publishing.events.material_blocks import MaterialsBlock
from pshub.publishing.events.reminders import valid_reminders


def _actor(user: User | None) -> Actor:
    """Return who acts where Wagtail names an account, or nobody: then it is its schedule."""
    return Actor.user(user) if user is not None else Actor.system("schedule")


class EventIndexPage(Page):  # type: ignore[misc]
    """The list of events."""

    introduction = models.TextField(_("introduction"), blank=True)

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["events.EventPage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *panels.INDEX]
    template = "events/index.html"

    class Meta:
        """In words."""

        verbose_name = _("list of events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the events that the reader asked for."""
        from pshub.publishing.events.listing import listing

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | listing(self, request)


class EventPage(Page):  # type: ignore[misc]
    """An event: what it is about, when and where, who speaks, how to come, and what came of it."""

    class Kind(models.TextChoices):
        """What an event is."""

        DELIBERATIVE = "deliberative-event", _("Deliberative event")
        ROUNDTABLE = "roundtable", _("Roundtable")
        SEMINAR = "seminar", _("Seminar")
        WORKSHOP = "workshop", _("Workshop")
        LAUNCH = "launch", _("Launch")

    class Mode(models.TextChoices):
        """Who may register."""

        NONE = "none", _("Nobody: there is no registration")
        OPEN = "open", _("Everybody")
        APPROVAL = "approval", _("Everybody, and we approve each")
        INVITATION = "invitation", _("Those we invite")

    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.SEMINAR)
    summary = models.TextField(
        _("summary"), max_length=800, help_text=_("What it is about, in a few sentences. Lists and search show it too.")
    )
    body = BodyField(BodyBlock(), blank=True, verbose_name=_("description"))
    begins_at = models.DateTimeField(_("begins"), null=True, blank=True, help_text=_("By the clock of its time zone."))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default=hub_time_zone, validators=[valid_time_zone])
    date_text = models.CharField(
        _("date in words"),
        max_length=120,
        blank=True,
        help_text=_("Where the time is not known: such as “late June 2011”, “spring 2027” or “12 May 2027”."),
    )
    #: Always filled: what lists sort by, and what tells past from coming.
    first_day = models.DateField(editable=False, null=True, db_index=True)
    last_day = models.DateField(editable=False, null=True, db_index=True)
    called_off = models.BooleanField(
        _("called off"), default=False, help_text=_("Keep the page and say so on it. Then tell those registered.")
    )
    venue = models.CharField(_("name of the place"), max_length=200, blank=True, help_text=_("Everybody sees this."))
    town = models.CharField(_("town"), max_length=120, blank=True, help_text=_("Everybody sees this."))
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("place in the hub")
    )
    online = models.BooleanField(_("people can take part online"), default=False)
    address = models.TextField(_("address"), max_length=500, blank=True)
    room = models.CharField(_("room"), max_length=200, blank=True)
    online_link = models.URLField(_("link to take part online"), max_length=500, blank=True)
    joining = models.TextField(_("how to find it or join"), max_length=2000, blank=True)
    inquiry = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("inquiry")
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_description = models.CharField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("Read out to people who cannot see it. Leave empty where the picture is only decoration."),
    )
    materials = BodyField(MaterialsBlock(), blank=True, verbose_name=_("materials"))
    registration = models.CharField(_("who may register"), max_length=12, choices=Mode, default=Mode.NONE)
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True, help_text=_("Empty: when the event begins.")
    )
    capacity = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("Empty: no limit. When all are taken, people join the waiting list."),
    )
    offer_hours = models.PositiveIntegerField(
        _("hours to take up an offer"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 30)],
        help_text=_("A seat that becomes free is offered to the first on the waiting list for so long."),
    )
    ask_needs = models.BooleanField(_("ask about access and dietary needs"), default=True)
    reminders = models.CharField(
        _("reminders"),
        max_length=120,
        blank=True,
        default="-7d -1d +1d",
        validators=[valid_reminders],
        help_text=_("Days or hours before it begins (-7d, -2h) and after it ends (+1d)."),
    )
    record = models.OneToOneField(
        Record, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="event_page"
    )

    parent_page_types: ClassVar[list[str]] = ["events.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["record"]
    base_form_class = EventPageForm
    template = "events/event.html"
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *panels.EVENT]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("first_day"),
    ]

    class Meta:
        """In words, and what no event can be."""

        verbose_name = _("event")
        constraints = (
            models.CheckConstraint(
                name="event_ends_after_it_begins",
                condition=Q(ends_at__isnull=True) | Q(begins_at__isnull=False, ends_at__gt=F("begins_at")),
            ),
            models.CheckConstraint(
                name="event_last_day_not_before_first",
                condition=Q(first_day__isnull=True) | Q(last_day__gte=F("first_day")),
            ),
            models.CheckConstraint(
                name="event_has_some_seats", condition=Q(capacity__isnull=True) | Q(capacity__gte=1)
            ),
        )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone by whose clock it takes place."""
        return ZoneInfo(self.time_zone)

    @property
    def over_at(self) -> datetime | None:
        """The moment at which it is over, as far as that is known."""
        if self.ends_at or self.begins_at:
            return self.ends_at or (self.begins_at + timedelta(hours=2) if self.begins_at else None)
        if self.last_day is None:
            return None
        return datetime.combine(self.last_day + timedelta(days=1), time(), tzinfo=self.zone).astimezone(UTC)

    @property
    def is_over(self) -> bool:
        """Whether it is over."""
        return self.over_at is not None and self.over_at <= timezone.now()

    def clean(self) -> None:
        """Refuse times that contradict each other; work out the days from the time or the words."""
        super().clean()
        if self.expire_at is not None:
            message = _now("An event does not run out: leave this empty, and unpublish it if it has to go.")
            raise ValidationError({"expire_at": message}, code="does-not-expire")
        problems: dict[str, str] = {}
        if self.ends_at and not self.begins_at:
            problems["begins_at"] = _now("Say when it begins, or leave out when it ends.")
        elif self.begins_at and self.ends_at and self.ends_at <= self.begins_at:
            problems["ends_at"] = _now("It must end after it begins.")
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            problems["registration_closes_at"] = _now("Registration must close after it opens.")
        if problems:
            raise ValidationError(problems)
        self._set_days()

    def _set_days(self) -> None:
        if self.begins_at is not None:
            valid_time_zone(self.time_zone)
            self.first_day = self.begins_at.astimezone(self.zone).date()
            # Something that ends at midnight is over on the day before.
            last = (self.ends_at or self.begins_at) - timedelta(seconds=1 if self.ends_at else 0)
            self.last_day = last.astimezone(self.zone).date()
        elif self.date_text:
            try:
                known = ImpreciseDate.parse(self.date_text)
            except ImpreciseDateError as error:
                raise ValidationError({"date_text": str(error)}, code=error.code) from None
            self.date_text, self.first_day, self.last_day = known.canonical, known.earliest, known.latest
        else:
            message = _now("Say when it begins, or write the date in words.")
            raise ValidationError({"begins_at": message}, code="no-date")

    def with_content_json(self, content: dict[str, Any]) -> EventPage:
        """Keep the record: it belongs to the event, not to one revision of it."""
        page: EventPage = super().with_content_json(content)
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
        """Publish a revision; every way that Wagtail has of publishing comes by here."""
        # The action needs these models, so it can only be asked for once they are there.
        from pshub.publishing.events import actions

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
        """Take the event, and its record, off the public site; every way that Wagtail has comes by here."""
        from pshub.publishing.events import actions

        actions.unpublish_from_wagtail(
            page=self, by=_actor(user), set_expired=set_expired, commit=commit, log_action=log_action
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the event; what has not been published as one, such as a copy, is not public yet."""
        if not getattr(request, "is_preview", False) and self.record_id is None:
            raise Http404
        from pshub.publishing.events.materials import with_policy

        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return with_policy(request, response)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add when and where, who takes part, and the form to register."""
        from pshub.publishing.events.aftermath import aftermath
        from pshub.publishing.events.reading import reading
        from pshub.publishing.events.registration_box import registering

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading(self, request) | registering(self) | aftermath(self, request)


class EventPerson(Orderable):  # type: ignore[misc]
    """Somebody who has a part in an event, as they were then."""

    class Part(models.TextChoices):
        """What somebody does at an event."""

        CHAIR = "chair", _("Chair")
        SPEAKER = "speaker", _("Speaker")
        RESPONDENT = "respondent", _("Respondent")

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="people")
    part = models.CharField(_("part"), max_length=12, choices=Part, default=Part.SPEAKER)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=200, blank=True)
    profile = models.ForeignKey(
        "people.Profile",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("profile"),
    )

    class Meta(Orderable.Meta):  # type: ignore[misc]
        """In the order given."""

    def __str__(self) -> str:
        """Name."""
        return self.name


class EventHost(Orderable):  # type: ignore[misc]
    """An organisation that holds the event with the hub."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="hosts")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )

    class Meta(Orderable.Meta):  # type: ignore[misc]
        """In the order given."""

    def __str__(self) -> str:
        """Organisation."""
        return str(self.organisation)
