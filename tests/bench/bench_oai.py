"""A harvest of 5,000 publications by OAI-PMH while more are being added. Run by ``make bench``."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from pshub.inquiries.models import Record
from pshub.publishing.publications.models import (
    HarvestRecord,
    PublicationAuthor,
    PublicationIndexPage,
    PublicationPage,
)
from pshub.publishing.publications.oai import keeping
from support.harvester import Harvester

MANY = 5_000
KINDS = ("report", "blog", "discussion-paper", "evidence-submission")


def add_publications(shelf: PublicationIndexPage, start: int, count: int) -> list[int]:
    """Put published publications there, row by row as the database has them; return their keys."""
    kind = ContentType.objects.get_for_model(PublicationPage)
    records = [
        Record(kind="publication", title=f"Publication {number}", visibility=Record.Visibility.PUBLIC)
        for number in range(start, start + count)
    ]
    Record.objects.bulk_create(records)
    Page.objects.bulk_create(
        [
            Page(
                title=f"What we learnt, part {number}",
                slug=f"part-{number}",
                path=f"{shelf.path}{Page._int2str(number + 1).rjust(4, '0')}",
                url_path=f"{shelf.url_path}part-{number}/",
                content_type=kind,
                depth=shelf.depth + 1,
                live=True,
                locale_id=shelf.locale_id,
            )
            for number in range(start, start + count)
        ]
    )
    made = {page.slug: page for page in Page.objects.child_of(shelf)}
    for number, record in enumerate(records, start):
        page = made[f"part-{number}"]
        publication = PublicationPage(
            page_ptr=page,
            kind=KINDS[number % len(KINDS)],
            summary=f"In {number} places people told us what they make of their library, and what should come next.",
            published_on=date(2020, 1, 1) + timedelta(days=number % 2000),
            record=record,
        )
        publication.__dict__ |= {name: value for name, value in page.__dict__.items() if not name.startswith("_")}
        publication.save_base(raw=True)
    keys = [made[f"part-{number}"].pk for number in range(start, start + count)]
    PublicationAuthor.objects.bulk_create(
        [
            PublicationAuthor(page_id=key, sort_order=order, name=name)
            for key in keys
            for order, name in enumerate(("Ada Okafor", "Ursula von der Leyen"))
        ]
    )
    Page.objects.filter(pk=shelf.pk).update(numchild=start + count)
    return keys


@pytest.mark.django_db
def test_a_harvest_of_many_records_while_more_are_added(settings: Any) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"harvest": (1_000_000, 60)}
    home = Page.objects.get(depth=2)
    shelf = home.add_child(instance=PublicationIndexPage(title="Publications", slug="publications"))
    add_publications(shelf, 0, MANY)
    start = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        assert keeping.refresh_all() == MANY
    writing, asked = time.perf_counter() - start, len(queries)
    start = time.perf_counter()
    assert keeping.refresh_all() == 0
    looking = time.perf_counter() - start
    # The records that were there are older than those that come meanwhile, and many are of one moment.
    HarvestRecord.objects.update(datestamp=datetime(2026, 1, 1, tzinfo=UTC))

    client = Client()
    times: list[float] = []
    added: set[str] = set()
    number = MANY

    class Timed(Harvester):
        def _request(self, kwargs: dict[str, str]) -> Any:
            nonlocal number
            begin = time.perf_counter()
            answer = super()._request(kwargs)
            times.append(time.perf_counter() - begin)
            # What comes after the last answer is in the next harvest.
            if len(added) < 60 and b"</resumptionToken>" in answer.content:
                keeping.refresh(add_publications(shelf, number, 3))
                number += 3
                added.update(str(key) for key in HarvestRecord.objects.values_list("key", flat=True)[MANY:])
            return answer

    got = [record.header.identifier.rpartition(":")[2] for record in Timed(client).ListRecords(metadataPrefix="oai_dc")]
    with CaptureQueriesContext(connection) as queries:
        client.get("/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"})

    assert len(got) == len(set(got))
    assert set(got) == {str(key) for key in HarvestRecord.objects.values_list("key", flat=True)}
    middle = sorted(times)[len(times) // 2]
    print(f"\nOAI-PMH, {MANY} publications")
    print(f"  written down the first time: {writing:6.1f} s, {asked} queries ({1000 * writing / MANY:.2f} ms each)")
    print(f"  looked through, none changed:{looking:6.1f} s")
    print(
        f"  harvest: {len(got)} records in {len(times)} answers, {len(added)} added meanwhile, none twice, none missing"
    )
    print(f"  {sum(times):.2f} s in all, an answer {1000 * middle:.0f} ms (median) with {len(queries)} queries")
