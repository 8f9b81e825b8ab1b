"""Who registered for an event, who was invited, and when and where people were told that it takes place."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pshub.publishing.events.models.pages import EventPage


class Arrangement(models.Model):
    """When and where an event takes place, as it was published. A new row follows whenever that changes.

    Its number is the SEQUENCE of the event in everybody's calendar.
    """

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="arrangements")
    number = models.PositiveIntegerField()
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    time_zone = models.CharField(max_length=64)
    words = models.CharField(max_length=120, blank=True)
    called_off = models.BooleanField(default=False)
    #: A digest of the place and of how to take part: enough to see that it changed, without keeping it twice.
    where = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField(max_length=200, blank=True)

    class Meta:
        """Newest first; numbers run without repeats."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["event", "number"], name="arrangement_number_once_per_event"),)

    def __str__(self) -> str:
        """Event and number."""
        return f"{self.event} ({self.number})"


class Registration(models.Model):
    """Somebody who wants to come to an event.

    A seat is a number from 1 upwards, unique in its event: two registrations can never hold the same one.
    """

    class State(models.TextChoices):
        """How a registration stands."""

        WAITING_APPROVAL = "waiting-approval", _("Waiting for approval")
        CONFIRMED = "confirmed", _("Confirmed")
        WAITING = "waiting", _("On the waiting list")
        OFFERED = "offered", _("Offered a seat")
        DECLINED = "declined", _("Declined")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Offer expired")

    #: States that hold a seat, and states in which somebody still means to come.
    SEATED = (State.CONFIRMED, State.OFFERED)
    LIVE = (State.WAITING_APPROVAL, State.CONFIRMED, State.WAITING, State.OFFERED)

    event = models.ForeignKey(EventPage, on_delete=models.PROTECT, related_name="registrations")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State)
    seat = models.PositiveIntegerField(null=True, blank=True)
    turn = models.PositiveIntegerField(null=True, blank=True)
    offer_ends_at = models.DateTimeField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)
    registered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    checked_in_by = models.CharField(max_length=200, blank=True)

    class Meta:
        """In the order in which people registered."""

        ordering = ("id",)
        indexes = (
            models.Index(fields=["event", "state"], name="registration_event_state"),
            models.Index(fields=["state", "offer_ends_at"], name="registration_offer"),
            models.Index(fields=["email"], name="registration_email"),
        )
        constraints = (
            models.UniqueConstraint(fields=["event", "seat"], name="seat_once_per_event"),
            models.UniqueConstraint(fields=["event", "turn"], name="turn_once_per_event"),
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(state__in=["waiting-approval", "confirmed", "waiting", "offered"]) & ~Q(email=""),
                name="one_live_registration_per_address",
            ),
            models.CheckConstraint(
                name="seat_held_when_seated",
                condition=Q(state__in=["confirmed", "offered"], seat__gte=1)
                | (~Q(state__in=["confirmed", "offered"]) & Q(seat__isnull=True)),
            ),
            models.CheckConstraint(
                name="offer_ends_when_offered",
                condition=Q(state="offered", offer_ends_at__isnull=False)
                | (~Q(state="offered") & Q(offer_ends_at__isnull=True)),
            ),
            models.CheckConstraint(name="turn_when_waiting", condition=~Q(state="waiting") | Q(turn__isnull=False)),
            models.CheckConstraint(
                name="checked_in_when_confirmed",
                condition=Q(checked_in_at__isnull=True) | Q(state="confirmed"),
            ),
        )

    def __str__(self) -> str:
        """Name."""
        return self.name


class NeedsNote(models.Model):
    """What somebody needs to take part. Kept apart, seen by those who run the event, and erased soon after it."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="needs")
    access = models.TextField(_("access needs"), max_length=1000, blank=True)
    dietary = models.TextField(_("dietary needs"), max_length=1000, blank=True)

    class Meta:
        """Not empty."""

        constraints = (models.CheckConstraint(name="needs_say_something", condition=~Q(access="", dietary="")),)

    def __str__(self) -> str:
        """Whose they are is not said."""
        return "needs"


class Invitation(models.Model):
    """A link for one person to register once. Only a hash of the link is kept."""

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    registration = models.OneToOneField(
        Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitation"
    )

    class Meta:
        """Oldest first; one for each address."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["event", "email"], condition=~Q(email=""), name="invitation_once_per_address"
            ),
        )

    def __str__(self) -> str:
        """Who is invited."""
        return self.name or self.email
