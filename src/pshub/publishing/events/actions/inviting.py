"""Inviting people to an event."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.delivery import outbox
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.events import seats
from pshub.publishing.events.links import hash_of, invitation_token
from pshub.publishing.events.models import EventPage, Invitation, Registration
from pshub.publishing.events.problems import EventRefused, LinesRefused
from pshub.publishing.events.topics import INVITATION

MOST = 1000


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to invite."""

    name: str
    email: str


def read_invitees(text: str) -> list[Invitee]:
    """Read one address a line, with or without a name: ``Ada Byron <ada@example.org>``.

    Raises
    ------
    LinesRefused
        Naming every line that cannot be used.
    """
    found: dict[str, Invitee] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, address = parseaddr(line.strip())
        address = address.strip().lower()
        try:
            validate_email(address)
        except ValidationError:
            problems.append((number, _("“%(line)s” holds no e-mail address") % {"line": line.strip()[:80]}))
            continue
        if address in found:
            problems.append((number, _("%(address)s stands there twice") % {"address": address}))
        found[address] = Invitee(name.strip()[:200], address)
    if not found and not problems:
        problems.append((1, _("there is nobody to invite: write one address a line")))
    if len(found) > MOST:
        problems.append((MOST + 1, _("no more than %(most)d people can be invited at once") % {"most": MOST}))
    if problems:
        raise LinesRefused(problems)
    return list(found.values())


def invite(
    *, event: EventPage, people: Iterable[Invitee], expires_at: datetime, by: Actor, note: str = ""
) -> list[Invitation]:
    """Invite people, all of them or nobody. Whoever was invited before gets a new link, and the old one ends.

    Raises
    ------
    EventRefused
        ``no-time`` where the invitations would have run out already, ``called-off``, or ``unpublished``.
    """
    require(by, "events.manage", scope=event.inquiry)
    now = timezone.now()
    if expires_at <= now:
        raise EventRefused("no-time", _("The invitations must run out at a time to come."))
    with transaction.atomic():
        locked = seats.lock(event.pk)
        if locked.called_off or not locked.live or locked.registration == EventPage.Mode.NONE:
            raise EventRefused(
                "not-open", _("Publish the event, and let people register for it, before you invite anybody.")
            )
        sent = [row for person in people if (row := _invite(locked, person, expires_at, now=now, by=by)) is not None]
        for row in sent:
            payload = {"invitation": row.pk, "nonce": row.nonce.hex, "note": note.strip()}
            outbox.enqueue(INVITATION, payload, key=f"{INVITATION}:{row.pk}:{row.nonce.hex}")
        audit(by, verb="event.invited", target=event, detail={"people": len(sent)})
    return sent


def _invite(event: EventPage, person: Invitee, expires_at: datetime, *, now: datetime, by: Actor) -> Invitation | None:
    """Return a new link for somebody; None for whoever is registered already."""
    live = Registration.objects.filter(event=event, email=person.email, state__in=Registration.LIVE)
    if live.exists():
        return None
    fields = {
        "name": person.name,
        "nonce": uuid.uuid4(),
        "sent_at": now,
        "sent_by": by.label[:200],
        "expires_at": expires_at,
        "used_at": None,
        "registration": None,
    }
    draft = Invitation(event=event, email=person.email, **fields)
    fields["token_hash"] = hash_of(invitation_token(draft))
    row, _created = Invitation.objects.update_or_create(event=event, email=person.email, defaults=fields)
    return row


def withdraw_invitation(*, invitation: Invitation, by: Actor) -> None:
    """Let an invitation that was not used end now."""
    require(by, "events.manage", scope=invitation.event.inquiry)
    with transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk, used_at=None).update(expires_at=timezone.now())
        audit(by, verb="event.invitation_withdrawn", target=invitation.event, detail={"invitation": invitation.pk})
