"""Two hundred people who register at the same moment for twenty seats. Run by ``make bench``."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.publishing.events import actions
from pshub.publishing.events.models import EventIndexPage, EventPage, Registration

PEOPLE, SEATS = 200, 20


def at_once(work: Callable[[int], object]) -> tuple[float, list[float], list[Exception]]:
    """Do something in 200 threads that begin together; return all seconds, those of each, and what failed."""
    start, times, failures = threading.Barrier(PEOPLE + 1), [], []

    def run(number: int) -> None:
        connection.ensure_connection()
        start.wait()
        began = time.perf_counter()
        try:
            work(number)
        except Exception as failure:
            failures.append(failure)
        finally:
            times.append(time.perf_counter() - began)
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, sorted(times), failures


@pytest.mark.django_db(transaction=True)
def test_registrations_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # The worker of a hub writes the letters, beside the web processes.
    monkeypatch.setattr("pshub.delivery.tasks.deliver", SimpleNamespace(enqueue=lambda message: None))
    index = Page.objects.get(depth=2).add_child(instance=EventIndexPage(title="Events", slug="events"))
    begins = timezone.now() + timedelta(days=20)
    page = EventPage(title="Talk", slug="talk", summary="Talk.", begins_at=begins, registration="open", capacity=SEATS)
    event = index.add_child(instance=page)
    event.save_revision()
    event = actions.publish(page=event, by=Actor.system("bench"))

    def bare(number: int) -> None:
        with transaction.atomic():
            audit(Actor.visitor(), verb="bench", detail={"number": number})

    def register(number: int) -> None:
        actions.register(event=event, name=f"P {number}", email=f"p{number}@example.org", by=Actor.visitor())

    one_row, _each, _failures = at_once(bare)
    everybody, each, failures = at_once(register)
    states = list(Registration.objects.order_by("id").values_list("state", flat=True))
    print(f"\n{PEOPLE} people at once for {SEATS} seats ({connection.vendor})")
    print(f"  all done in {everybody:.2f} s: median {each[len(each) // 2]:.2f} s, longest {each[-1]:.2f} s")
    print(f"  failed {len(failures)}; confirmed {states.count('confirmed')}, waiting {states.count('waiting')}")
    print(f"  {everybody / one_row:.1f} times as long as writing one bare row each ({one_row:.2f} s)")
    assert failures == []
    assert states == ["confirmed"] * SEATS + ["waiting"] * (PEOPLE - SEATS)
