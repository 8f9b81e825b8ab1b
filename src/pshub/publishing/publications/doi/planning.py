"""Which DOIs there are to be, and what they are to say."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pshub.delivery import outbox
from pshub.methods.canonical import digest_json
from pshub.publishing.publications.citing.reference import absolute, page_path, reference_of
from pshub.publishing.publications.doi.metadata import Related, payload
from pshub.publishing.publications.doi.models import DoiRecord
from pshub.publishing.publications.doi.topics import PLAN, SEND
from pshub.publishing.publications.models import PublicationPage, PublicationVersion

#: The prefix that stands for no registrar's account, for dry runs.
NOBODYS_PREFIX = "10.5072"


def name_of(page: PublicationPage, version: PublicationVersion | None) -> str:
    """Return the DOI of a publication or a version: of letters that say nothing, so nothing in it can become wrong."""
    letters = base64.b32encode(hashlib.sha256(str(page.record_id).encode()).digest()).decode().lower()
    ending = f".v{version.number}" if version is not None else ""
    return f"{settings.DOI_PREFIX or NOBODYS_PREFIX}/hub.{letters[:10]}{ending}"


def changed(page: PublicationPage) -> None:
    """Say, in the transaction of a change, that a publication's DOIs may have to say something else."""
    if DoiRecord.objects.filter(page=page).exists():
        outbox.enqueue(PLAN, {"page": page.pk}, key=f"{PLAN}:{uuid.uuid4()}")


def send_soon(record: DoiRecord) -> None:
    """Queue the sending of a DOI."""
    outbox.enqueue(SEND, {"record": record.pk}, key=f"{SEND}:{record.pk}:{uuid.uuid4()}")


def plan(page: PublicationPage) -> list[DoiRecord]:
    """Bring a publication's DOIs in line with it, and queue those that have to say something new.

    A publication has DOIs once somebody asked for them: one for itself, and one for each version that is not minor.
    """
    with transaction.atomic():
        own = DoiRecord.objects.select_for_update(of=("self",)).filter(page=page, version=None).first()
        if own is None:
            return []
        versions = list(page.versions.filter(minor=0).select_related("revision").order_by("number"))
        DoiRecord.objects.bulk_create(
            [
                DoiRecord(page=page, version=version, doi=name_of(page, version), requested_by=own.requested_by)
                for version in versions
            ],
            ignore_conflicts=True,
        )
        records = {record.version_id: record for record in DoiRecord.objects.filter(page=page)}
        own = records[None]
        for record in records.values():
            _rename_unsent(record, page)
        ordered = [records[version.pk] for version in versions]
        public = PublicationPage.objects.live().public().filter(pk=page.pk).exists()
        current = page.versions.filter(revision_id=page.live_revision_id).first()
        told = {own.pk: _payload(page, current, own, [("HasVersion", record.doi) for record in ordered])}
        for place, (version, record) in enumerate(zip(versions, ordered, strict=True)):
            related = [("IsVersionOf", own.doi), *_neighbours(ordered, place)]
            told[record.pk] = _payload(page, version, record, related)
        different = [record for record in records.values() if _put(record, told[record.pk], public=public)]
        for record in different:
            send_soon(record)
    return different


def _rename_unsent(record: DoiRecord, page: PublicationPage) -> None:
    """Give what no registrar has seen the name that the settings ask for now."""
    if record.state in {DoiRecord.State.NEW, DoiRecord.State.WRITTEN} and not record.sent_digest:
        record.doi = name_of(page, record.version)


def _neighbours(ordered: list[DoiRecord], place: int) -> Iterable[Related]:
    if place:
        yield "IsNewVersionOf", ordered[place - 1].doi
    if place + 1 < len(ordered):
        yield "IsPreviousVersionOf", ordered[place + 1].doi


def _payload(
    page: PublicationPage, version: PublicationVersion | None, record: DoiRecord, related: Iterable[Related]
) -> dict[str, Any]:
    reference = reference_of(page, version, pinned=record.version_id is not None, doi=record.doi)
    around: list[Related] = list(related)
    collection = page.collection
    if collection is not None:
        around.append(("IsPartOf", absolute(page_path(collection))))
    if page.superseded_by is not None:
        around.append(("IsObsoletedBy", absolute(page_path(page.superseded_by))))
    return payload(reference, doi=record.doi, related=around)


def _put(record: DoiRecord, told: dict[str, Any], *, public: bool) -> bool:
    """Keep what a DOI is to say; return whether that is something new."""
    known = record.state in {DoiRecord.State.FINDABLE, DoiRecord.State.REGISTERED}
    wanted = DoiRecord.State.FINDABLE if public or not known else DoiRecord.State.REGISTERED
    digest = digest_json(told)
    if (record.digest, record.wanted) == (digest, wanted):
        return False
    record.payload, record.digest, record.wanted = told, digest, wanted
    record.error_code = record.error = ""
    record.checks, record.next_check_at = 0, timezone.now()
    record.save()
    return True
