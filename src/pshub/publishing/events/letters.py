"""The letters to those who register, written by the worker when they are sent.

A letter is written from how things stand then: a letter with an offer that has run out meanwhile is not sent. Each is
posted under the key of what asked for it, so that a worker that was killed and does it again sends nothing twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from pshub.delivery import letters, outbox
from pshub.delivery.letters import Attachment, Letter
from pshub.publishing.events import attached_calendars as calendars
from pshub.publishing.events.links import invitation_address, registration_address
from pshub.publishing.events.models import Arrangement, EventPage, Invitation, Registration
from pshub.publishing.events.reading import clock_in_words, in_words, moment_in_words, where_in_words
from pshub.publishing.events.seats import place_in_line
from pshub.publishing.events.topics import INVITATION, LETTER, NEWS, REMINDER

State = Registration.State

#: A letter that makes sense only while a registration stands in one of these.
ONLY_WHILE = {
    "received": (State.WAITING_APPROVAL,),
    "confirmed": (State.CONFIRMED,),
    "waiting": (State.WAITING,),
    "offered": (State.OFFERED,),
    "again": Registration.LIVE,
    "changed": Registration.LIVE,
    "reminder-before": (State.CONFIRMED,),
    "reminder-after": (State.CONFIRMED,),
}
WITH_CALENDAR = frozenset({"confirmed", "changed", "cancelled", "called-off"})


def _subject(kind: str, title: str) -> str:
    subjects = {
        "received": _("We have your registration: %(title)s"),
        "confirmed": _("You have a seat: %(title)s"),
        "waiting": _("You are on the waiting list: %(title)s"),
        "offered": _("A seat for you: %(title)s"),
        "declined": _("Your registration: %(title)s"),
        "cancelled": _("Your registration is cancelled: %(title)s"),
        "expired": _("Your offer has run out: %(title)s"),
        "again": _("Your registration: %(title)s"),
        "changed": _("Changed: %(title)s"),
        "called-off": _("Called off: %(title)s"),
        "reminder-before": _("Reminder: %(title)s"),
        "reminder-after": _("After the event: %(title)s"),
        "invitation": _("Invitation: %(title)s"),
    }
    return subjects[kind] % {"title": title}


def _about(event: EventPage) -> dict[str, Any]:
    return {
        "event": event,
        "when": in_words(event),
        "clock": clock_in_words(event),
        "where": where_in_words(event),
        "address": event.full_url or settings.BASE_URL,
        "hub_name": settings.HUB_NAME,
    }


def _sequence(event: EventPage) -> int:
    last = Arrangement.objects.filter(event=event).first()
    return last.number if last is not None else 0


def _calendar(registration: Registration, kind: str, was_confirmed: bool) -> tuple[Attachment, ...]:
    event = registration.event
    gone = kind in ("cancelled", "called-off")
    if (
        kind not in WITH_CALENDAR
        or (gone and not was_confirmed)
        or (not gone and registration.state != State.CONFIRMED)
    ):
        return ()
    content = calendars.calendar_file(
        event, sequence=_sequence(event), link=registration_address(registration), cancelled=gone
    )
    if content is None:
        return ()
    method = calendars.CANCEL if gone else calendars.PUBLISH
    return (Attachment.of("event.ics", content, f"text/calendar; method={method}"),)


def letter_for(registration: Registration, kind: str, *, was_confirmed: bool = False) -> Letter | None:
    """Return the letter of a kind to somebody; None where it says nothing true any more, or the address is erased."""
    if not registration.email or registration.state not in ONLY_WHILE.get(kind, State.values):
        return None
    event = registration.event
    context = _about(event) | {
        "registration": registration,
        "link": registration_address(registration),
        "confirmed": registration.state == State.CONFIRMED,
        "place": calendars.private_place(event),
        "line": place_in_line(registration) if registration.state == State.WAITING else 0,
        "offer_ends": moment_in_words(registration.offer_ends_at, event) if registration.offer_ends_at else "",
    }
    return Letter(
        to=registration.email,
        subject=_subject(kind, event.title),
        text=render_to_string(f"events/letters/{kind}.txt", context).strip() + "\n",
        headers={"Auto-Submitted": "auto-generated"},
        attachments=_calendar(registration, kind, was_confirmed),
    )


def _post(registration: Registration, kind: str, *, key: str, was_confirmed: bool = False) -> None:
    letter = letter_for(registration, kind, was_confirmed=was_confirmed)
    if letter is not None:
        letters.post(letter, key=f"events:{key}")


@outbox.handler(LETTER)
def write(payload: Mapping[str, Any]) -> None:
    """Write to one person who registered."""
    registration = Registration.objects.filter(pk=payload["registration"]).select_related("event").first()
    if registration is not None:
        kind, once = payload["kind"], payload.get("once", "")
        key = f"{registration.pk}:{kind}:{once}"
        _post(registration, kind, key=key, was_confirmed=payload.get("was_confirmed", False))


@outbox.handler(INVITATION)
def invite(payload: Mapping[str, Any]) -> None:
    """Write to one person who is invited. The link is worked out here, so that it stands in no row but the letter."""
    invitation = Invitation.objects.filter(pk=payload["invitation"]).select_related("event").first()
    if invitation is None or invitation.used_at is not None or invitation.nonce.hex != payload["nonce"]:
        return
    event = invitation.event
    context = _about(event) | {
        "invitation": invitation,
        "link": invitation_address(invitation),
        "expires": moment_in_words(invitation.expires_at, event),
        "note": payload.get("note", ""),
    }
    letter = Letter(
        to=invitation.email,
        subject=_subject("invitation", event.title),
        text=render_to_string("events/letters/invitation.txt", context).strip() + "\n",
    )
    letters.post(letter, key=f"events:invitation:{invitation.pk}:{invitation.nonce.hex}")


@outbox.handler(NEWS)
def tell_all(payload: Mapping[str, Any]) -> None:
    """Write to all who are registered that time or place changed, or that the event is called off."""
    told = Arrangement.objects.select_related("event").get(pk=payload["arrangement"])
    kind = "called-off" if told.called_off else "changed"
    # Whoever was told of a seat after the change was told of the new time with it.
    known = Registration.objects.filter(event=told.event, state__in=Registration.LIVE)
    for registration in known.filter(changed_at__lt=told.published_at).select_related("event"):
        confirmed = registration.state == State.CONFIRMED
        _post(registration, kind, key=f"{registration.pk}:{kind}:{told.number}", was_confirmed=confirmed)


@outbox.handler(REMINDER)
def remind_all(payload: Mapping[str, Any]) -> None:
    """Remind all who come, and who knew of it before the reminder was due."""
    event = EventPage.objects.filter(pk=payload["event"], live=True, called_off=False).first()
    if event is None:
        return
    kind = "reminder-before" if payload["before"] else "reminder-after"
    coming = Registration.objects.filter(event=event, state=State.CONFIRMED, changed_at__lte=payload["due_at"])
    for registration in coming.select_related("event"):
        _post(registration, kind, key=f"{registration.pk}:{payload['key']}")
