"""What inquiries tell the catalogue: the public ones, and public records that have a page of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pshub.inquiries import catalogue, kinds
from pshub.inquiries.models import Inquiry, Record
from pshub.inquiries.querysets import visible_inquiries, visible_records, with_partners
from pshub.people.actors import Actor


def _inquiry(inquiry: Inquiry) -> catalogue.Entry:
    partners = " · ".join(str(partnership.organisation) for partnership in inquiry.partnerships.all())
    return catalogue.Entry(
        kind="inquiry",
        key=str(inquiry.pk),
        title=inquiry.title,
        url=inquiry.get_absolute_url(),
        summary=inquiry.question,
        text=f"{inquiry.introduction}\n{partners}",
        date=timezone.localdate(inquiry.created_at),
        published_at=inquiry.created_at,
        topics=tuple(topic.slug for topic in inquiry.topics.all()),
        inquiry=inquiry.slug,
        place=inquiry.place.slug if inquiry.place else "",
        picture=inquiry.picture.url if inquiry.picture else "",
        picture_description=inquiry.picture_description,
    )


def inquiry_entries(keys: Collection[str] | None) -> Iterator[catalogue.Entry]:
    """Yield the public inquiries."""
    found = with_partners(visible_inquiries(Actor.visitor())).prefetch_related("topics")
    yield from map(_inquiry, found if keys is None else found.filter(pk__in=keys))


def _record(record: Record, kind: kinds.RecordKind) -> catalogue.Entry | None:
    url = kind.address(record)
    if url is None or not kind.listed(record):
        return None
    return catalogue.Entry(
        kind="record",
        key=str(record.pk),
        title=record.title,
        url=url,
        label=capfirst(str(kind.singular)),
        summary=record.summary,
        date=record.happened_on or timezone.localdate(record.created_at),
        inquiry=record.inquiry.slug if record.inquiry else "",
        place=record.inquiry.place.slug if record.inquiry and record.inquiry.place else "",
        topics=tuple(topic.slug for topic in record.inquiry.topics.all()) if record.inquiry else (),
    )


def record_entries(keys: Collection[str] | None) -> Iterator[catalogue.Entry]:
    """Yield the public records that have a page, of kinds that no other source tells of."""
    told = {source.kind for source in catalogue.registered()}
    visible = visible_records(Actor.visitor())
    if keys is not None:
        visible = visible.filter(pk__in=keys)
    for kind in kinds.registered():
        if kind.name in told:
            continue
        records = visible.filter(kind=kind.name).select_related("inquiry__place", *kind.fetched)
        for record in records.prefetch_related("inquiry__topics"):
            entry = _record(record, kind)
            if entry is not None:
                yield entry


INQUIRY = catalogue.Source("inquiry", _("Inquiry"), _("Inquiries"), inquiry_entries, order=50)
#: There are many statements, and they are short: what was written about them comes first.
RECORD = catalogue.Source(
    "record", _("Record"), _("Statements and conversations"), record_entries, order=90, weight=0.3
)
