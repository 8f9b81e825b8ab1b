"""What the worker does about DOIs: it sends them, and looks again until the registrar shows what was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from pshub.delivery import outbox, schedule
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.publishing.publications.doi import planning
from pshub.publishing.publications.doi.metadata import problems, shows
from pshub.publishing.publications.doi.models import DoiRecord
from pshub.publishing.publications.doi.problems import Refused, Unreachable
from pshub.publishing.publications.doi.registrar import Registrar, Shown
from pshub.publishing.publications.doi.topics import PLAN, SEND
from pshub.publishing.publications.models import PublicationPage
from pshub.publishing.publications.oai import keeping

WORKER = Actor.system("worker")
STATES = frozenset(DoiRecord.State.values)
#: After a message was sent, and then twice as long each time, the registrar is asked what it shows.
FIRST_CHECK = timedelta(minutes=5)
LATEST_CHECK = timedelta(days=1)
ROUND = 100
#: What brings a DOI from one state to another; a draft is made first, so that what is refused is refused early.
EVENTS = {
    ("draft", "findable"): "publish",
    ("draft", "registered"): "register",
    ("registered", "findable"): "publish",
    ("findable", "registered"): "hide",
}


@outbox.handler(PLAN)
def plan_asked(payload: Mapping[str, Any]) -> None:
    """Bring the DOIs of a publication in line with it."""
    page = PublicationPage.objects.filter(pk=payload["page"]).first()
    if page is not None:
        planning.plan(page)


@outbox.handler(SEND)
def send_asked(payload: Mapping[str, Any]) -> None:
    """Send a DOI."""
    record = DoiRecord.objects.filter(pk=payload["record"]).first()
    if record is not None and not record.settled:
        send(record)


def dry_run_folder() -> Path:
    """Return where dry runs write to."""
    return Path(settings.DATA) / "doi-dry-run"


def _write(record: DoiRecord) -> None:
    """Write what would be sent to a file."""
    folder = dry_run_folder()
    folder.mkdir(parents=True, exist_ok=True)
    request = {
        "method": "PUT",
        "url": f"{settings.DATACITE_URL.rstrip('/')}/dois/{record.doi}",
        "body": {"data": {"type": "dois", "id": record.doi, "attributes": {**record.payload, "event": "publish"}}},
    }
    path = folder / f"{record.doi.replace('/', '_')}.json"
    half = path.with_suffix(".part")
    half.write_text(json.dumps(request, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    half.replace(path)
    if record.state == DoiRecord.State.NEW:
        DoiRecord.objects.filter(pk=record.pk).update(state=DoiRecord.State.WRITTEN)
    DoiRecord.objects.filter(pk=record.pk).update(error_code="", error="", sent_at=timezone.now())


def send(record: DoiRecord) -> None:
    """Send a DOI to the registrar, or write it to a file in a dry run. Doing it again changes nothing.

    Raises
    ------
    Unreachable
        Where it should be tried again.
    """
    try:
        if wrong := problems(record.payload):
            raise Refused("invalid", "; ".join(wrong))
        if settings.DOI_DRY_RUN:
            _write(record)
            return
        registrar = Registrar.configured()
        shown = registrar.put(record.doi, record.payload)
        _keep(record, shown)
        if event := EVENTS.get((shown.state, record.wanted)):
            shown = registrar.put(record.doi, record.payload, event=event)
            _keep(record, shown)
    except Refused as refused:
        _refuse(record, refused)
        return
    except Unreachable as error:
        _trouble(record, error)
        raise
    now = timezone.now()
    DoiRecord.objects.filter(pk=record.pk).update(
        sent_digest=record.digest, sent_at=now, error_code="", error="", next_check_at=now + FIRST_CHECK
    )


def _keep(record: DoiRecord, shown: Shown) -> None:
    """Keep the state that the registrar names; tell of one that is new."""
    if shown.state not in STATES or shown.state == record.state:
        return
    with transaction.atomic():
        changed = DoiRecord.objects.filter(pk=record.pk).exclude(state=shown.state).update(state=shown.state)
        if changed:
            audit(WORKER, verb=f"doi.{shown.state}", target=record, detail={"doi": record.doi})
            # Those who harvest are told of it.
            keeping.changed(record.page_id)
    record.state = shown.state


def _refuse(record: DoiRecord, refused: Refused) -> None:
    with transaction.atomic():
        DoiRecord.objects.filter(pk=record.pk).update(error_code=refused.code, error=refused.reason)
        audit(WORKER, verb="doi.refused", target=record, detail={"doi": record.doi, "reason": refused.reason[:500]})


def _trouble(record: DoiRecord, error: Unreachable) -> None:
    wait = min(FIRST_CHECK * 2 ** min(record.checks, 10), LATEST_CHECK)
    DoiRecord.objects.filter(pk=record.pk).update(
        error_code=error.code, error=str(error)[:1000], checks=F("checks") + 1, next_check_at=timezone.now() + wait
    )


@schedule.every(minutes=5, name="publications.doi")
def look_again() -> int:
    """Ask the registrar about DOIs that do not stand as they should; return about how many."""
    if settings.DOI_DRY_RUN or not settings.DOI_PREFIX:
        return 0
    unsettled = ~Q(shown_digest=F("digest")) | ~Q(state=F("wanted"))
    # What was refused waits for somebody to put it right.
    waiting = DoiRecord.objects.filter(unsettled, next_check_at__lte=timezone.now(), error_code__in=["", "unreachable"])
    records = list(waiting.exclude(digest="").order_by("next_check_at")[:ROUND])
    for record in records:
        if _named_before(record):
            planning.plan(record.page)
        elif record.sent_digest != record.digest or record.state != record.wanted:
            with transaction.atomic():
                _later(record)
                planning.send_soon(record)
        else:
            check(record)
    return len(records)


def _named_before(record: DoiRecord) -> bool:
    """Return whether a DOI that no registrar has seen was named before there was a prefix, as in a dry run."""
    unseen = record.state in {DoiRecord.State.NEW, DoiRecord.State.WRITTEN}
    return unseen and not record.doi.startswith(f"{settings.DOI_PREFIX}/")


def _later(record: DoiRecord) -> None:
    wait = min(FIRST_CHECK * 2 ** min(record.checks, 10), LATEST_CHECK)
    DoiRecord.objects.filter(pk=record.pk).update(
        checks=F("checks") + 1, checked_at=timezone.now(), next_check_at=timezone.now() + wait
    )


def check(record: DoiRecord) -> bool:
    """Ask the registrar what it shows; where that is not what was sent, it will be sent again. Return whether it is."""
    try:
        shown = Registrar.configured().get(record.doi)
    except Refused as refused:
        _refuse(record, refused)
        return False
    except Unreachable as error:
        _trouble(record, error)
        return False
    if shown is not None:
        _keep(record, shown)
    if shown is not None and shown.state == record.wanted and shows(record.payload, shown.attributes):
        DoiRecord.objects.filter(pk=record.pk, digest=record.digest).update(
            shown_digest=record.digest, checked_at=timezone.now(), error_code="", error=""
        )
        return True
    with transaction.atomic():
        DoiRecord.objects.filter(pk=record.pk).update(sent_digest="")
        _later(record)
    return False
