"""What the worker does about events at set times."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from pshub.delivery import outbox, schedule
from pshub.people.actors import Actor
from pshub.publishing.events import actions
from pshub.publishing.events.models import EventPage
from pshub.publishing.events.reminders import Reminder, read_reminders
from pshub.publishing.events.topics import REMINDER

#: A reminder that could not go out for so long, since no worker ran, is left out.
LATEST = timedelta(days=3)


def _worker() -> Actor:
    return Actor.system("worker")


@schedule.every(minutes=1, name="events.offers")
def expire_offers() -> int:
    """Pass on seats whose offer has run out."""
    return actions.expire_offers(by=_worker())


@schedule.every(minutes=10, name="events.reminders")
def remind() -> int:
    """Ask for the reminders that are due; return of how many events."""
    today = timezone.localdate()
    near = Q(last_day__gte=today - timedelta(days=370), first_day__lte=today + timedelta(days=370))
    events = EventPage.objects.filter(near, live=True, called_off=False, begins_at__isnull=False).exclude(reminders="")
    return sum(_remind(event) for event in events.exclude(registration=EventPage.Mode.NONE))


def _remind(event: EventPage) -> bool:
    """Ask for the latest reminder that is due, if it is not too late for it."""
    begins, over, now = event.begins_at, event.over_at, timezone.now()
    if begins is None or over is None:
        return False
    due: list[tuple[Reminder, str]] = []
    for reminder in read_reminders(event.reminders):
        moment = reminder.due_at(begins, over)
        too_late = moment + LATEST <= now or (reminder.before and begins <= now)
        if moment <= now and not too_late:
            due.append((reminder, moment.isoformat()))
    if not due:
        return False
    reminder, moment_text = due[-1]
    # An event that is moved to another day is worth another reminder; one moved by an hour is not.
    key = f"{reminder.text}:{begins.astimezone(event.zone).date()}"
    payload = {"event": event.pk, "before": reminder.before, "key": key, "due_at": moment_text}
    outbox.enqueue(REMINDER, payload, key=f"{REMINDER}:{event.pk}:{key}")
    return True


@schedule.every(minutes=12 * 60, name="events.tidy")
def tidy() -> int:
    """Erase what people needed, and the addresses of those who came, once it is time."""
    return actions.erase_needs(by=_worker()) + actions.erase_addresses(by=_worker())


@schedule.every(minutes=6 * 60, name="events.sheets")
def forget_sheets() -> int:
    """Throw away sheets with names."""
    return actions.forget_sheets(by=_worker())
