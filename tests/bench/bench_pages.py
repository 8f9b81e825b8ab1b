"""Server time and queries of every public page of the sample hub. Run by ``make bench``."""

from __future__ import annotations

import time
import warnings

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pshub.cli.sample.loader import load_sample

ROUNDS = 7
MOST_QUERIES = 15


@pytest.mark.django_db
def test_server_time_and_queries_of_the_public_pages() -> None:
    with warnings.catch_warnings():
        # Wagtail leaves the temporary file of each size of a picture that it makes to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        hub = load_sample()
        talk, closed = f"/conversations/{hub.open.slug}/", f"/conversations/{hub.closed.slug}/"
        finding = hub.finding.get_absolute_url()
        addresses = [
            "/",
            "/inquiries/",
            hub.inquiry.get_absolute_url(),
            talk,
            f"{talk}vote/",
            f"{talk}statements/new/",
            f"{talk}yours/",
            f"{talk}results/",
            f"{talk}moderation/",
            f"{closed}results/",
            "/evidence/",
            finding,
            "/publications/",
            hub.report.url,
            hub.blog.url,
            f"/records/{hub.open.pk}/trail/",
        ]
        client = Client()
        for address in addresses:
            assert client.get(address).status_code == 200, address
    print(f"\nserver time of the sample hub's public pages, median of {ROUNDS}\n  queries      ms      kB  page")
    worst = 0
    for address in addresses:
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            response = client.get(address)
            times.append(time.perf_counter() - start)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        worst = max(worst, len(queries))
        middle = sorted(times)[ROUNDS // 2]
        shown = address if len(address) < 60 else f"{address[:40]}…"
        print(f"  {len(queries):7d} {1000 * middle:7.1f} {len(response.content) / 1000:7.1f}  {shown}")
    assert worst < MOST_QUERIES
