"""The work of the link checker: which links there are, and trying some of them at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

from pshub.delivery import schedule
from pshub.site.links.extraction import links_in
from pshub.site.links.models import Link, LinkUse
from pshub.site.links.trying import problem_with

#: After how long a link is tried again, and one that failed.
AGAIN, FAILED_AGAIN = timedelta(days=7), timedelta(days=1)
#: Links that one round tries, of one site, and seconds after which it begins no other: the worker has more to do.
ROUND, OF_ONE_SITE, SECONDS = 40, 2, 20.0
PAGES_AT_ONCE = 50

Try = Callable[[str], str]


def gather() -> int:
    """Bring the list of links in step with the published pages; return how many uses there are."""
    uses = 0
    keys = list(Page.objects.live().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), PAGES_AT_ONCE):
        pages = Page.objects.live().filter(pk__in=keys[start : start + PAGES_AT_ONCE]).specific()
        found = {page.pk: links_in(page) for page in pages}
        uses += _store(found)
    LinkUse.objects.exclude(page__in=Page.objects.live()).delete()
    Link.objects.filter(uses__isnull=True).delete()
    return uses


def _store(found: dict[int, set[str]]) -> int:
    addresses = sorted({address for links in found.values() for address in links})
    with transaction.atomic():
        Link.objects.bulk_create([Link(url=address) for address in addresses], ignore_conflicts=True)
        keys = dict(Link.objects.filter(url__in=addresses).values_list("url", "pk"))
        wanted = {(page, keys[address]) for page, links in found.items() for address in links}
        held = {(use.page_id, use.link_id): use.pk for use in LinkUse.objects.filter(page__in=found)}
        LinkUse.objects.filter(pk__in=[pk for pair, pk in held.items() if pair not in wanted]).delete()
        new = [LinkUse(page_id=page, link_id=link) for page, link in sorted(wanted - held.keys())]
        LinkUse.objects.bulk_create(new, ignore_conflicts=True)
    return len(wanted)


def due(now: datetime) -> list[Link]:
    """Return links to try now: those never tried first, then those tried longest ago, few of any one site."""
    waiting = Link.objects.filter(
        Q(checked_at__isnull=True)
        | Q(checked_at__lt=now - AGAIN)
        | (~Q(problem="") & Q(checked_at__lt=now - FAILED_AGAIN))
    ).order_by(F("checked_at").asc(nulls_first=True), "pk")
    chosen: list[Link] = []
    sites: dict[str, int] = {}
    for link in waiting[: ROUND * 20]:
        site = urlsplit(link.url).netloc
        sites[site] = sites.get(site, 0) + 1
        if not site or sites[site] <= OF_ONE_SITE:
            chosen.append(link)
        if len(chosen) == ROUND:
            break
    return chosen


def note(link: Link, problem: str, *, now: datetime) -> None:
    """Keep how a link was found: one that fails keeps the time since when it does."""
    link.problem = problem[:300]
    link.failing_since = (link.failing_since or now) if problem else None
    link.checked_at = now
    link.save(update_fields=["problem", "failing_since", "checked_at"])


def check_some(*, now: datetime | None = None, attempt: Try = problem_with) -> int:
    """Try the links that are due; return how many were tried."""
    moment = now or timezone.now()
    started, tried = time.monotonic(), 0
    for link in due(moment):
        if time.monotonic() - started > SECONDS:
            break
        note(link, attempt(link.url), now=moment)
        tried += 1
    return tried


@schedule.every(minutes=6 * 60, name="site.links.gather")
def gather_regularly() -> int:
    """Look through the published pages a few times a day."""
    return gather()


@schedule.every(minutes=10, name="site.links.check")
def check_regularly() -> int:
    """Try some links every ten minutes."""
    return check_some()
