"""Issues in the catalogue: search, feeds and topic pages read them there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.catalogue import Entry, Source
from pshub.publishing.newsletters.kinds import ENTRY


def _entries(keys: Collection[str] | None) -> Iterator[Entry]:
    from pshub.publishing.newsletters.models import NewsletterIssuePage

    found = NewsletterIssuePage.objects.live().public().select_related("mailing")
    if keys is not None:
        found = found.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    for issue in found.prefetch_related("topics"):
        mailing = getattr(issue, "mailing", None)
        at = mailing.queued_at if mailing else issue.first_published_at
        text = " ".join([strip_tags(issue.introduction), strip_tags(mailing.text if mailing else "")])
        yield Entry(
            kind=ENTRY,
            key=str(issue.pk),
            title=issue.title,
            url=issue.get_url() or "",
            summary=issue.preheader or strip_tags(issue.introduction)[:300],
            text=text,
            date=timezone.localtime(at).date() if at else None,
            published_at=mailing.queued_at if mailing else None,
            updated_at=issue.last_published_at,
            topics=tuple(topic.slug for topic in issue.topics.all()),
        )


ISSUES = Source(ENTRY, _("Newsletter"), _("Newsletters"), entries=_entries, order=50)
