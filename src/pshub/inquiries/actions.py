"""What can be done to inquiries, records and the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from pshub.evidence.models import Finding
from pshub.inquiries import kinds
from pshub.inquiries.models import Derivation, Inquiry, InquiryRole, Partnership, Place, Record, RecordFinding
from pshub.inquiries.scopes import INQUIRY_ROLES
from pshub.inquiries.trail import downstream_of, lock_trail
from pshub.people.actions import PeopleError
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.models import Organisation, User
from pshub.people.permissions import require


class TrailError(ValueError):
    """Two records cannot be joined in the way asked."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def _change(row: Model, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def create_place(*, name: str, slug: str, by: Actor, **fields: Any) -> Place:
    """Add a place that inquiries can be about."""
    require(by, "inquiries.manage")
    with transaction.atomic():
        place = Place.objects.create(name=name, slug=slug, **fields)
        audit(by, verb="place.created", target=place)
    return place


def change_place(*, place: Place, by: Actor, **fields: Any) -> Place:
    """Change what is kept of a place."""
    require(by, "inquiries.manage")
    with transaction.atomic():
        _change(place, fields)
        audit(by, verb="place.changed", target=place, detail={"fields": sorted(fields)})
    return place


def create_inquiry(*, title: str, slug: str, question: str, by: Actor, **fields: Any) -> Inquiry:
    """Open an inquiry: a question, in a place."""
    require(by, "inquiries.manage")
    with transaction.atomic():
        inquiry = Inquiry.objects.create(title=title, slug=slug, question=question, **fields)
        audit(by, verb="inquiry.created", target=inquiry)
    return inquiry


def change_inquiry(*, inquiry: Inquiry, by: Actor, **fields: Any) -> Inquiry:
    """Change what an inquiry says of itself."""
    require(by, "inquiries.manage", scope=inquiry)
    with transaction.atomic():
        _change(inquiry, fields)
        audit(by, verb="inquiry.changed", target=inquiry, detail={"fields": sorted(fields)})
    return inquiry


def add_partner(
    *, inquiry: Inquiry, organisation: Organisation, part: str = "", order: int = 0, by: Actor
) -> Partnership:
    """Name an organisation as a partner; naming it again changes its part."""
    require(by, "inquiries.manage", scope=inquiry)
    with transaction.atomic():
        partnership, _ = Partnership.objects.update_or_create(
            inquiry=inquiry, organisation=organisation, defaults={"part": part, "order": order}
        )
        audit(by, verb="inquiry.partner_added", target=inquiry, detail={"organisation": organisation.name})
    return partnership


def change_partner(*, partnership: Partnership, by: Actor, **fields: Any) -> Partnership:
    """Change what a partner does in an inquiry, or where it stands in the list."""
    require(by, "inquiries.manage", scope=partnership.inquiry)
    with transaction.atomic():
        _change(partnership, fields)
        audit(by, verb="inquiry.partner_changed", target=partnership.inquiry, detail={"fields": sorted(fields)})
    return partnership


def remove_partner(*, partnership: Partnership, by: Actor) -> None:
    """Take an organisation off an inquiry's partners."""
    require(by, "inquiries.manage", scope=partnership.inquiry)
    with transaction.atomic():
        audit(
            by,
            verb="inquiry.partner_removed",
            target=partnership.inquiry,
            detail={"organisation": partnership.organisation.name},
        )
        partnership.delete()


def give_inquiry_role(*, inquiry: Inquiry, user: User, role: str, by: Actor) -> InquiryRole:
    """Give somebody a role in one inquiry.

    Raises
    ------
    PeopleError
        ``unknown-role``.
    """
    require(by, "people.manage")
    wanted = next((known for known in INQUIRY_ROLES if known.value == role), None)
    if wanted is None:
        known_roles = ", ".join(known.value for known in INQUIRY_ROLES)
        raise PeopleError("unknown-role", f"“{role}” cannot be given in one inquiry: choose one of {known_roles}")
    with transaction.atomic():
        given, created = InquiryRole.objects.get_or_create(inquiry=inquiry, user=user, role=wanted)
        if created:
            audit(by, verb="inquiry.role_given", target=inquiry, detail={"user": user.pk, "role": wanted.value})
    return given


def take_inquiry_role(*, given: InquiryRole, by: Actor) -> None:
    """Take a role in one inquiry from somebody."""
    require(by, "people.manage")
    with transaction.atomic():
        audit(by, verb="inquiry.role_taken", target=given.inquiry, detail={"user": given.user_id, "role": given.role})
        given.delete()


def create_record(
    *,
    kind: str,
    title: str,
    inquiry: Inquiry | None,
    by: Actor,
    summary: str = "",
    status: str = "",
    visibility: str = Record.Visibility.PUBLIC,
    happened_on: date | None = None,
    created_at: datetime | None = None,
) -> Record:
    """Give something its identity on the trail. Permission is checked by the action of the area that calls this.

    `created_at` is given where the moment itself must not be kept. What a participant makes leaves no audit entry: its
    time beside a vote of the same time would undo the pseudonym.
    """
    kinds.get(kind)
    with transaction.atomic():
        record = Record.objects.create(
            kind=kind,
            title=title[:300],
            inquiry=inquiry,
            summary=summary,
            status=status,
            visibility=visibility,
            happened_on=happened_on,
            created_by_id=by.user_id,
        )
        if created_at is not None:
            Record.objects.filter(pk=record.pk).update(created_at=created_at)
            record.created_at = created_at
        if by.kind != "participant":
            audit(by, verb="record.created", target=record, detail={"kind": kind})
    return record


def derive(*, upstream: Record, downstream: Record, label: str, by: Actor) -> Derivation:
    """Say that one record came out of another.

    Raises
    ------
    TrailError
        Where the kind of the downstream record does not know that label (``unknown-relation``), may not derive from
        such a record (``kind-not-allowed``), or where the link would close a circle (``cycle``).
    """
    require(by, "records.derive", scope=downstream.inquiry)
    relation = kinds.get(downstream.kind).derives_from.get(label)
    if relation is None:
        raise TrailError("unknown-relation", f"a {downstream.kind} has no relation {label!r} to what it came from")
    if upstream.kind not in relation.upstream:
        allowed = ", ".join(sorted(relation.upstream))
        raise TrailError(
            "kind-not-allowed", f"{label!r} joins a {downstream.kind} to: {allowed}; not to a {upstream.kind}"
        )
    with transaction.atomic():
        lock_trail()
        if upstream.pk == downstream.pk or upstream.pk in downstream_of([downstream.pk]):
            raise TrailError(
                "cycle", f"“{upstream}” already came out of “{downstream}”: the trail cannot run in a circle"
            )
        link, created = Derivation.objects.get_or_create(upstream=upstream, downstream=downstream, label=label)
        if created:
            audit(by, verb="record.derived", target=downstream, detail={"upstream": str(upstream.pk), "label": label})
    return link


def attach_finding(*, record: Record, finding: Finding, by: Actor) -> RecordFinding:
    """Join a finding to the record that it is about."""
    require(by, "evidence.seal", scope=record.inquiry)
    with transaction.atomic():
        link, created = RecordFinding.objects.get_or_create(record=record, finding=finding)
        if created:
            audit(by, verb="record.finding_attached", target=record, detail={"finding": finding.digest})
    return link
