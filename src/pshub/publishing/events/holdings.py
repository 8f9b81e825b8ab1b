"""What events hold about an account: its registrations and invitations, by its e-mail address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pshub.people import personal_data
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.people.personal_data import Holding
from pshub.publishing.events import actions
from pshub.publishing.events.models import Arrangement, Invitation, PrintedSheet, Registration


def _registrations(user: User) -> list[dict[str, Any]]:
    rows = Registration.objects.filter(email=user.email.lower()).select_related("event", "needs")
    return [
        {
            "event": row.event.title,
            "name": row.name,
            "organisation": row.organisation,
            "state": row.state,
            "registered": row.registered_at.isoformat(),
            "checked_in": row.checked_in_at.isoformat() if row.checked_in_at else None,
            "access_needs": row.needs.access if hasattr(row, "needs") else "",
            "dietary_needs": row.needs.dietary if hasattr(row, "needs") else "",
        }
        for row in rows
    ]


def _invitations(user: User) -> list[dict[str, Any]]:
    rows = Invitation.objects.filter(email=user.email.lower()).select_related("event")
    return [{"event": row.event.title, "sent": row.sent_at.isoformat()} for row in rows]


def _erase(user: User) -> None:
    actions.erase_person(user=user, by=Actor.system("erasure of an account"))


def _nothing_more(_user: User) -> None:
    """Invitations go with the registrations."""


def _no_sheets(_user: User) -> None:
    # Somebody's name may stand on any of them; they are made again in a moment.
    actions.forget_sheets(by=Actor.system("erasure of an account"), older_than=timedelta())


#: Sheets are looked up by event, not by person, so none is given out.
SHEETS = Holding(name="event_sheets", export=lambda _user: [], erase=_no_sheets)
REGISTRATIONS = Holding(name="event_registrations", export=_registrations, erase=_erase)
INVITATIONS = Holding(name="event_invitations", export=_invitations, erase=_nothing_more)
#: What people of the hub did for events, by the name that stands there.
BY_NAME = tuple(
    personal_data.named_in(name, model._default_manager.all, field=field, shown=shown)
    for name, model, field, shown in (
        ("events_told", Arrangement, "told_by", ("event__title", "told_at")),
        ("invitations_sent", Invitation, "sent_by", ("event__title", "sent_at")),
        ("check_ins_made", Registration, "checked_in_by", ("event__title", "checked_in_at")),
        ("event_sheets_asked_for", PrintedSheet, "asked_by", ("event__title", "asked_at")),
    )
)
