"""What inquiries hold about an account: its roles, and which records it made."""

from __future__ import annotations

from typing import Any

from pshub.inquiries.models import InquiryRole, Record
from pshub.people.models import User
from pshub.people.personal_data import Holding


def _roles(user: User) -> list[dict[str, Any]]:
    rows = InquiryRole.objects.filter(user=user).select_related("inquiry")
    return [{"inquiry": str(row.inquiry), "role": row.role} for row in rows]


def _records(user: User) -> list[dict[str, Any]]:
    rows = Record.objects.filter(created_by=user)
    return [{"kind": row.kind, "title": row.title, "made": row.created_at.isoformat()} for row in rows]


def _take_roles(user: User) -> None:
    InquiryRole.objects.filter(user=user).delete()


def _unname(user: User) -> None:
    Record.objects.filter(created_by=user).update(created_by=None)


ROLES = Holding(name="roles_in_inquiries", export=_roles, erase=_take_roles)
RECORDS = Holding(name="records_made", export=_records, erase=_unname)
