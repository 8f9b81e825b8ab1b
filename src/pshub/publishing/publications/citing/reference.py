"""What a citation says of a publication: read from its page in one place, and written by every format from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from pshub.publishing.publications import licences
from pshub.publishing.publications.citing.names import Name, one_line, split_name

if TYPE_CHECKING:
    from pshub.publishing.publications.models import PublicationPage, PublicationVersion


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication, or one version of it, as others cite it. Addresses are whole; what is not known is empty.

    Attributes
    ----------
    kind, kind_label
        What it is, for programs and in words.
    issued
        Day of publication.
    version, version_date
        Number (2, or 2.1) and day of the version that is shown.
    url, pdf_url, elsewhere
        The page here, the PDF beside it, and where it is read if that is not here.
    doi
        Registered name, without a resolver's address.
    collection, collection_url
        Title and address of what it is a part of.
    status
        “forthcoming”, “superseded” or “withdrawn”, where it is.
    """

    title: str
    kind: str
    kind_label: str
    url: str
    publisher: str
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    issued: date | None = None
    modified: datetime | None = None
    version: str = ""
    version_date: date | None = None
    pdf_url: str = ""
    elsewhere: str = ""
    doi: str = ""
    series: str = ""
    edition: str = ""
    collection: str = ""
    collection_url: str = ""
    licence: str = ""
    rights: str = ""
    language: str = "en"
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    picture: str = ""
    status: str = ""

    @property
    def doi_url(self) -> str:
        """Address that the registered name leads from."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def address(self) -> str:
        """The address to cite: the lasting one where there is one."""
        return self.doi_url or self.read_at

    @property
    def read_at(self) -> str:
        """The address to read it at."""
        return self.elsewhere or self.url

    @property
    def creators(self) -> tuple[Name, ...]:
        """Who made it: authors, else editors, else the publisher."""
        return self.authors or self.editors or (Name(self.publisher),)

    @property
    def key(self) -> str:
        """A short name in ASCII, such as okafor2026libraries."""
        first = self.creators[0]
        name = slugify(first.family or first.full.split()[0]).replace("-", "") or "hub"
        words = [word for word in slugify(self.title).split("-") if len(word) > 3]
        return f"{name}{self.issued.year if self.issued else ''}{words[0] if words else ''}"


def absolute(path: str) -> str:
    """Return a path on this site as an address that works from anywhere."""
    return path if path.startswith(("http://", "https://")) or not path else f"{settings.BASE_URL}{path}"


def page_path(page: PublicationPage) -> str:
    """Return where a publication is read, as a path; empty for one that has no place yet."""
    parts = page.get_url_parts() if page.pk else None
    return str(parts[2] or "") if parts else ""


def _names(people: Iterable[Any]) -> tuple[Name, ...]:
    return tuple(split_name(person.name, orcid=person.orcid) for person in people if person.name.strip())


def _status(page: PublicationPage) -> str:
    if page.withdrawn_at is not None:
        return "withdrawn"
    if page.superseded_by_id is not None:
        return "superseded"
    return "forthcoming" if page.availability == page.Availability.FORTHCOMING else ""


def reference_of(
    page: PublicationPage,
    version: PublicationVersion | None = None,
    *,
    pinned: bool = False,
    authors: Iterable[Any] | None = None,
    stands: PublicationPage | None = None,
    doi: str | None = None,
) -> Reference:
    """Return what citations say of a publication.

    Parameters
    ----------
    version
        The version to speak of.
    pinned
        Cite that version itself, at its own address and with its own DOI, rather than the publication.
    authors, stands
        The page's authors, and the publication as it was in that version, where the caller has them already.
    doi
        The registered name, where the caller knows it; empty for none. It is looked up where this is None.
    """
    if stands is None:
        old = version is not None and pinned and version.revision_id != page.live_revision_id
        stands = version.revision.as_object() if version is not None and old else page
    path = page_path(page)
    if pinned and version is not None:
        path = f"{path}versions/{version.label}/"
    if doi is None:
        # It stands on models which need what this module gives.
        from pshub.publishing.publications.doi.registered import doi_of

        doi = doi_of(page, version if pinned else None) if page.pk else ""
    collection = stands.collection
    terms = licences.terms(stands.licence)
    return Reference(
        title=one_line(stands.title),
        kind=str(stands.kind),
        kind_label=str(stands.get_kind_display()),
        url=absolute(path),
        elsewhere=stands.external_url if stands.availability == page.Availability.ELSEWHERE else "",
        pdf_url=absolute(f"{path}{page.slug}.pdf") if version is not None and version.pdf_state == "made" else "",
        publisher=stands.publisher or settings.HUB_NAME,
        authors=_names(stands.authors.all() if authors is None else authors),
        editors=_names(stands.editors.all()),
        issued=None if stands.availability == page.Availability.FORTHCOMING else stands.published_on,
        modified=page.last_published_at,
        version=version.label if version is not None else "",
        version_date=timezone.localdate(version.published_at) if version is not None else None,
        doi=doi,
        series=str(stands.series or ""),
        edition=stands.edition,
        collection=one_line(collection.title) if collection else "",
        collection_url=absolute(page_path(collection)) if collection else "",
        licence=terms.url,
        rights=terms.name,
        language=stands.language,
        abstract=one_line(stands.summary),
        keywords=tuple(topic.name for topic in stands.topics.all()),
        status=_status(page),
    )
