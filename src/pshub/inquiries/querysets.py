"""Reads: which inquiries and records a reader may see, and the lists that pages show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from pshub.inquiries.models import Inquiry, InquiryRole, Partnership, Place, Record
from pshub.inquiries.scopes import INQUIRY_ROLES
from pshub.people.actors import Actor
from pshub.people.models import Organisation
from pshub.people.permissions import may


def sees_everything(viewer: Actor) -> bool:
    """Return whether a reader works in the studio and so sees what is not public yet."""
    return may(viewer, "studio.enter")


def own_inquiries(viewer: Actor) -> QuerySet[InquiryRole, Any]:
    """Return the keys of the inquiries in which a reader works."""
    if viewer.user_id is None or not viewer.proven:
        return InquiryRole.objects.none().values("inquiry_id")
    return InquiryRole.objects.filter(user_id=viewer.user_id, role__in=INQUIRY_ROLES).values("inquiry_id")


def visible_inquiries(viewer: Actor) -> QuerySet[Inquiry]:
    """Return the inquiries that a reader may see."""
    if sees_everything(viewer):
        return Inquiry.objects.all()
    condition = Q(public=True)
    if viewer.user_id is not None and viewer.proven:
        condition |= Q(pk__in=own_inquiries(viewer))
    return Inquiry.objects.filter(condition)


def visible_records(viewer: Actor) -> QuerySet[Record]:
    """Return the records that a reader may see."""
    if sees_everything(viewer):
        return Record.objects.all()
    condition = Q(visibility=Record.Visibility.PUBLIC) & (Q(inquiry=None) | Q(inquiry__public=True))
    if viewer.user_id is not None and viewer.proven:
        condition |= Q(inquiry__in=own_inquiries(viewer))
    return Record.objects.filter(condition)


def with_partners(inquiries: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """Fetch place and partners along with the inquiries: two queries, whatever the number of rows."""
    partnerships = Partnership.objects.select_related("organisation")
    return inquiries.select_related("place").prefetch_related(Prefetch("partnerships", queryset=partnerships))


def filtered(inquiries: QuerySet[Inquiry], asked: Mapping[str, str]) -> QuerySet[Inquiry]:
    """Narrow inquiries to a status, a partner and a place, each given by its name in an address."""
    if asked.get("status"):
        inquiries = inquiries.filter(status=asked["status"])
    if asked.get("partner"):
        inquiries = inquiries.filter(partnerships__organisation__slug=asked["partner"])
    if asked.get("place"):
        inquiries = inquiries.filter(place__slug=asked["place"])
    return inquiries


def places_of(inquiries: QuerySet[Inquiry]) -> QuerySet[Place]:
    """Return the places that these inquiries are about."""
    return Place.objects.filter(pk__in=inquiries.order_by().values("place"))


def partners_of(inquiries: QuerySet[Inquiry]) -> QuerySet[Organisation]:
    """Return the organisations that take part in these inquiries."""
    return Organisation.objects.filter(partnerships__inquiry__in=inquiries.order_by()).distinct()
