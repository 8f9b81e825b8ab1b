"""Publications as search, feeds, topic pages and newsletters read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.catalogue import Entry, Person, Source
from pshub.publishing.publications.content import passages
from pshub.publishing.publications.kinds import PUBLICATION
from pshub.publishing.publications.listing import COVER, kind_words, published, with_covers
from pshub.publishing.publications.models import PublicationAuthor, PublicationPage, PublicationVersion
from pshub.publishing.publications.numerals import BOUND, plain

#: Publications whose words are in memory at a time; each batch costs the same few queries.
BATCH = 500
#: When the first and the newest version of a publication came out.
Times = tuple[datetime | None, datetime | None]


def entries(keys: Collection[str] | None) -> Iterator[Entry]:
    """Yield those of some publications, or of all, that everybody may read; essays in collections are among them."""
    pages = published(PublicationPage.objects.all()).order_by("pk")
    numbers = (
        list(pages.values_list("pk", flat=True)) if keys is None else [int(key) for key in keys if key.isdecimal()]
    )
    for start in range(0, len(numbers), BATCH):
        some = pages.filter(pk__in=numbers[start : start + BATCH])
        yield from _batch(list(with_covers(some).select_related("cover", "inquiry__place")))


def _batch(pages: Sequence[PublicationPage]) -> Iterator[Entry]:
    keys = [page.pk for page in pages]
    authors: dict[int, list[Person]] = defaultdict(list)
    for row in PublicationAuthor.objects.filter(page__in=keys).select_related("profile").order_by("sort_order"):
        authors[row.page_id].append(Person(row.name, row.profile.slug if row.profile else ""))
    topics: dict[int, list[str]] = defaultdict(list)
    for key, slug in PublicationPage.topics.through.objects.filter(publicationpage__in=keys).values_list(
        "publicationpage", "topic__slug"
    ):
        topics[key].append(slug)
    versions = PublicationVersion.objects.filter(page__in=keys).order_by().values("page")
    said = versions.annotate(first=Min("published_at"), last=Max("published_at"))
    times: dict[int, Times] = {row["page"]: (row["first"], row["last"]) for row in said}
    for page in pages:
        yield _entry(page, authors[page.pk], topics[page.pk], times.get(page.pk))


def _entry(page: PublicationPage, authors: list[Person], topics: list[str], times: Times | None) -> Entry:
    first, updated = times or (page.first_published_at, page.last_published_at)
    if page.withdrawn_at is not None:
        updated = max(updated or page.withdrawn_at, page.withdrawn_at)
    inquiry = page.inquiry if page.inquiry is not None and page.inquiry.public else None
    words = " ".join(plain(passage.html) for passage in passages(page)).replace(BOUND, "")
    return Entry(
        kind=PUBLICATION.name,
        key=str(page.pk),
        title=page.title,
        url=page.get_url() or "",
        label=kind_words(page),
        summary=page.summary,
        text=words,
        date=page.published_on,
        published_at=first,
        updated_at=updated,
        topics=tuple(sorted(topics)),
        authors=tuple(authors),
        inquiry=inquiry.slug if inquiry else "",
        place=inquiry.place.slug if inquiry and inquiry.place else "",
        picture=page.cover.get_rendition(COVER).url if page.cover else "",
    )


SOURCE = Source(PUBLICATION.name, _("Publication"), _("Publications"), entries=entries, order=10)
