"""What can be done to subscribers, by themselves and by others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.delivery import troubles
from pshub.delivery.letters import post
from pshub.delivery.models import AddressTrouble, SendRow
from pshub.delivery.troubles import Verdict
from pshub.inquiries.models import Topic
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.newsletters import letters
from pshub.publishing.newsletters.models import Mailing, Subscriber

READ = "site.read"
SEND = "newsletters.send"
State = Subscriber.State


class BadAddress(ValidationError):
    """Something is not an e-mail address."""

    def __init__(self, address: str) -> None:
        super().__init__(
            _("“%(address)s” is not an e-mail address. Enter one like name@example.org."),
            code="bad-address",
            params={"address": address[:100]},
        )


def normalised(address: str) -> str:
    """Return an address in the one form that it is kept in, or raise `BadAddress`."""
    kept = address.strip().lower()
    try:
        validate_email(kept)
    except ValidationError:
        raise BadAddress(address.strip()) from None
    if len(kept) > 254:
        raise BadAddress(address.strip())
    return kept


def subscribe(*, email: str, topics: Iterable[Topic] = (), language: str = "en-gb", by: Actor) -> None:
    """Ask an address to confirm that it wants the newsletter.

    Whether the address is known shows only in the letter that it gets: one a day, however often somebody asks.

    Raises
    ------
    BadAddress
        Where it is none; nothing is written.
    """
    require(by, READ)
    address = normalised(email)
    with transaction.atomic():
        Subscriber.objects.bulk_create([Subscriber(email=address, language=language)], ignore_conflicts=True)
        subscriber = Subscriber.objects.select_for_update().get(email=address)
        if subscriber.state == State.SUBSCRIBED:
            letter = letters.already_subscribed(subscriber)
        else:
            # What somebody chooses counts once they have confirmed it; until then the last choice stands.
            subscriber.topics.set(topics)
            letter = letters.confirmation(subscriber)
        day = timezone.localdate().isoformat()
        post(letter, key=f"newsletter.sign-up:{subscriber.pk}:{subscriber.state}:{day}")
        audit(by, verb="subscriber.asked", target=subscriber)


def confirm(*, key: int, by: Actor) -> Subscriber | None:
    """Put the owner of a confirmation on the list; None where they have been erased since."""
    require(by, READ)
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().filter(pk=key).first()
        if subscriber is None or subscriber.state == State.SUBSCRIBED:
            return subscriber
        subscriber.state = State.SUBSCRIBED
        subscriber.confirmed_at = timezone.now()
        subscriber.left_at = None
        subscriber.consent = _("Confirmed by a link sent to the address")
        subscriber.save()
        # Mail arrived there and is wanted: what went wrong before does not count any more.
        troubles.forgive(subscriber.email)
        audit(by, verb="subscriber.confirmed", target=subscriber)
    return subscriber


def unsubscribe(*, key: int, by: Actor) -> Subscriber | None:
    """Take somebody off the list; None where they have been erased. Again changes nothing."""
    require(by, READ)
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().filter(pk=key).first()
        if subscriber is None or subscriber.state not in {State.SUBSCRIBED, State.PENDING}:
            return subscriber
        _leave(subscriber, State.UNSUBSCRIBED)
        audit(by, verb="subscriber.unsubscribed", target=subscriber)
    return subscriber


def _leave(subscriber: Subscriber, state: State) -> None:
    subscriber.state = state
    subscriber.left_at = timezone.now()
    subscriber.paused_until = None
    subscriber.save(update_fields=["state", "left_at", "paused_until"])


def change_preferences(
    *, subscriber: Subscriber, topics: Iterable[Topic], paused_until: date | None = None, by: Actor
) -> Subscriber:
    """Change what somebody follows, or let them have a rest until a day."""
    require(by, READ)
    with transaction.atomic():
        held = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
        held.paused_until = paused_until
        held.save(update_fields=["paused_until"])
        held.topics.set(topics)
        audit(by, verb="subscriber.changed", target=held)
    return held


def send_own_link(*, email: str, by: Actor) -> None:
    """Send somebody the link to their preferences; an address that is not known gets nothing, and nobody learns it."""
    require(by, READ)
    address = normalised(email)
    with transaction.atomic():
        subscriber = Subscriber.objects.filter(email=address).first()
        if subscriber is not None:
            day = timezone.localdate().isoformat()
            post(letters.own_link(subscriber), key=f"newsletter.own-link:{subscriber.pk}:{day}")


def held_about(address: str) -> dict[str, Any]:
    """Return all that the newsletter holds about an address, as JSON values."""
    subscriber = Subscriber.objects.filter(email=address.strip().lower()).first()
    if subscriber is None:
        return {}
    lists = Mailing.objects.filter(send_list__isnull=False).values_list("send_list", "subject")
    subjects = dict(lists)
    rows = SendRow.objects.filter(send_list__in=subjects, recipient=str(subscriber.pk)).order_by("pk")
    wrong = AddressTrouble.objects.filter(address=subscriber.email)
    return {
        "email": subscriber.email,
        "state": subscriber.state,
        "topics": [topic.name for topic in subscriber.topics.all()],
        "paused_until": subscriber.paused_until and subscriber.paused_until.isoformat(),
        "consent": subscriber.consent,
        "asked_at": subscriber.asked_at.isoformat(),
        "confirmed_at": subscriber.confirmed_at and subscriber.confirmed_at.isoformat(),
        "left_at": subscriber.left_at and subscriber.left_at.isoformat(),
        "sent": [
            {
                "subject": subjects[row.send_list_id],
                "state": row.state,
                "at": row.finished_at and row.finished_at.isoformat(),
            }
            for row in rows
        ],
        "bounces": [{"kind": row.kind, "at": row.at.isoformat(), "detail": row.detail} for row in wrong],
    }


def erase_subscriber(*, subscriber: Subscriber, by: Actor) -> None:
    """Delete all that is held about a subscriber. The rows of what was sent stay, without the address, as counts."""
    require(by, READ if by.kind == "visitor" else SEND)
    _erase(subscriber, by=by)


def erase_own(*, key: int, by: Actor) -> None:
    """Delete all that is held about the owner of a link; whoever is gone stays gone."""
    require(by, READ)
    subscriber = Subscriber.objects.filter(pk=key).first()
    if subscriber is not None:
        _erase(subscriber, by=by)


def _erase(subscriber: Subscriber, *, by: Actor) -> None:
    with transaction.atomic():
        SendRow.objects.filter(address=subscriber.email).update(address="", error="")
        troubles.forgive(subscriber.email)
        audit(by, verb="subscriber.erased", target=subscriber)
        subscriber.delete()


def give_up(address: str, verdict: Verdict) -> None:
    """Send nothing more to an address that cannot be reached or whose reader complained."""
    state = State.COMPLAINED if verdict == "complained" else State.BOUNCED
    subscriber = Subscriber.objects.filter(email=address, state__in=(State.SUBSCRIBED, State.PENDING)).first()
    if subscriber is not None:
        _leave(subscriber, state)
        audit(Actor.system("delivery"), verb=f"subscriber.{state.value}", target=subscriber)
