"""Keeping what is told to harvesters in step with what is published."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from pshub.delivery import outbox, schedule
from pshub.publishing.publications.citing.reference import reference_of
from pshub.publishing.publications.doi.registered import dois_of
from pshub.publishing.publications.linking.dublin_core import dublin_core
from pshub.publishing.publications.models import PublicationPage, PublicationVersion
from pshub.publishing.publications.oai.models import HarvestRecord
from pshub.publishing.publications.oai.sets import joined, kind_set, topic_set

REFRESH = "publications.harvest"
AT_ONCE = 200
#: Names the lock under which datestamps are given, among all locks of the database.
_LOCK = 0x0A1_0001


def changed(*pages: int) -> None:
    """Say, in the transaction of a change, that what is told of some publications may have changed."""
    if pages:
        outbox.enqueue(REFRESH, {"pages": list(pages)}, key=f"{REFRESH}:{uuid.uuid4()}")


@outbox.handler(REFRESH)
def refresh_asked(payload: Mapping[str, Any]) -> None:
    """Refresh what a message names."""
    refresh(payload["pages"])


@schedule.every(minutes=6 * 60, name="publications.harvest")
def refresh_all() -> int:
    """Refresh everything: names of topics and of people change without their publications being published again."""
    known = HarvestRecord.objects.values_list("page_id", flat=True)
    pages = PublicationPage.objects.filter(record__isnull=False).values_list("pk", flat=True)
    return refresh(sorted({*pages} | {key for key in known if key is not None}))


def refresh(pages: Iterable[int]) -> int:
    """Write down what is told of some publications now; return for how many that differs from before."""
    keys = list(pages)
    return sum(_refresh(keys[start : start + AT_ONCE]) for start in range(0, len(keys), AT_ONCE))


def _refresh(keys: Collection[int]) -> int:
    told = {row.key: row for row in _as_told(keys)}
    with transaction.atomic():
        _one_at_a_time()
        stored = {row.key: row for row in HarvestRecord.objects.filter(page__in=keys)}
        different = [row for key, row in told.items() if _differs(row, stored.get(key))]
        # Given under the lock, so of two that can be seen the one that was first to be seen has the earlier one.
        now = timezone.now()
        for row in different:
            row.datestamp = now
        HarvestRecord.objects.bulk_create(
            different,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["page", "datestamp", "deleted", "sets", "elements"],
        )
    return len(different)


def _one_at_a_time() -> None:
    """Keep other writers waiting until the end of the transaction; SQLite's take turns by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _differs(row: HarvestRecord, stored: HarvestRecord | None) -> bool:
    if stored is None:
        # What was never told of cannot be deleted.
        return not row.deleted
    if row.deleted and stored.deleted:
        return False
    return (row.deleted, row.sets, row.elements) != (stored.deleted, stored.sets, stored.elements)


def _as_told(keys: Collection[int]) -> Iterator[HarvestRecord]:
    public = set(PublicationPage.objects.live().public().filter(pk__in=keys).values_list("pk", flat=True))
    versions = {version.revision_id: version for version in PublicationVersion.objects.filter(page__in=keys)}
    dois = dois_of(keys)
    pages = PublicationPage.objects.filter(pk__in=keys, record__isnull=False).select_related("series")
    for page in pages.prefetch_related("authors", "editors", "topics"):
        sets = [kind_set(page.kind), *sorted(topic_set(topic.slug) for topic in page.topics.all())]
        told: list[tuple[str, str]] = []
        if page.pk in public:
            told = dublin_core(reference_of(page, versions.get(page.live_revision_id), doi=dois.get(page.pk, "")))
        yield HarvestRecord(
            key=page.record_id,
            page=page,
            deleted=page.pk not in public,
            sets=joined(sets),
            elements=[list(pair) for pair in told],
        )
