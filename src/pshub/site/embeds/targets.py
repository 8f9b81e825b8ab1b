"""What can be shown elsewhere, found by the address of its page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import Resolver404, resolve, reverse

from pshub.evidence.embedding import EmbeddedFinding, embedded
from pshub.publishing.events.listing import published
from pshub.publishing.events.models import EventPage

WIDTH = 640
#: Room around a figure for the title, the words below it and the table when it is opened.
AROUND_FIGURE = 260
EVENT_HEIGHT = 300


@dataclass(frozen=True, slots=True)
class Target:
    """Something to show elsewhere: its title, the path of the bare page, and how tall that is."""

    title: str
    path: str
    height: int

    @property
    def address(self) -> str:
        """The whole address of the bare page."""
        return settings.BASE_URL + self.path


def public_finding(digest: str) -> EmbeddedFinding:
    """Return a finding that everybody may know of, or raise `Http404`."""
    found = embedded([digest]).get(digest)
    if found is None or not found.finding.public:
        raise Http404
    return found


def public_event(slug: str) -> EventPage:
    """Return an event that everybody may read, or raise `Http404`."""
    found = published(EventPage.objects.filter(slug=slug)).select_related("inquiry").first()
    if found is None:
        raise Http404
    return found


def of_figure(found: EmbeddedFinding, name: str) -> Target | None:
    """Return a figure of a finding; None where it has no such figure."""
    figure = found.shown_figure(name)
    if figure is None:
        return None
    height = round(figure.height * WIDTH / figure.width) if figure.width else 320
    path = reverse("site:embed-finding", args=[found.finding.digest, name])
    return Target(figure.title, path, height + AROUND_FIGURE)


def of_event(event: EventPage) -> Target:
    """Return an event."""
    return Target(event.title, reverse("site:embed-event", args=[event.slug]), EVENT_HEIGHT)


def target_of(address: str) -> Target | None:
    """Return what is shown of a page of this site, given its whole address; None where there is nothing."""
    parts, here = urlsplit(address), urlsplit(settings.BASE_URL)
    if parts.scheme not in ("http", "https") or parts.netloc != here.netloc:
        return None
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    try:
        match found.view_name:
            case "evidence:detail":
                finding = public_finding(found.kwargs["digest"])
                return of_figure(finding, finding.figures[0].name) if finding.figures else None
            case "site:embed-finding":
                return of_figure(public_finding(found.kwargs["digest"]), found.kwargs["figure"])
            case "site:embed-event":
                return of_event(public_event(found.kwargs["slug"]))
    except Http404:
        return None
    return _event_at(parts.path)


def _event_at(path: str) -> Target | None:
    event = published(EventPage.objects.filter(slug=path.rstrip("/").rpartition("/")[2])).first()
    return of_event(event) if event is not None and event.url == path else None
