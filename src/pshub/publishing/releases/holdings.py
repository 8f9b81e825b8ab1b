"""What bundles hold about an account: which ones it approved."""

from __future__ import annotations

from pshub.people.models import User
from pshub.people.personal_data import Holding
from pshub.publishing.releases.models import Bundle


def _approved(user: User) -> list[dict[str, str | None]]:
    rows = Bundle.objects.filter(approved_by=user)
    return [{"name": row.name, "at": row.approved_at.isoformat() if row.approved_at else None} for row in rows]


def _erase(user: User) -> None:
    # A bundle that waits for its time is released in the name of whoever approved it: it has to be approved anew.
    waiting = Bundle.objects.filter(approved_by=user, state=Bundle.State.APPROVED)
    waiting.update(state=Bundle.State.DRAFT, approved_at=None)
    Bundle.objects.filter(approved_by=user).update(approved_by=None)


BUNDLES = Holding(name="bundles_approved", export=_approved, erase=_erase)
