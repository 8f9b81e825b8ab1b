"""The formats in which a citation can be taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pshub.publishing.publications.citing.reference import Reference


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the ending of its files, its media type, what it is called, and who writes it."""

    ending: str
    media_type: str
    label: str | Promise
    write: Callable[[Reference], str]


# The writers come with parsers of their formats, so each is loaded when somebody takes such a file.
def _bibtex(reference: Reference) -> str:
    from pshub.publishing.publications.citing.bibtex import bibtex

    return bibtex(reference)


def _ris(reference: Reference) -> str:
    from pshub.publishing.publications.citing.ris import ris

    return ris(reference)


def _csl(reference: Reference) -> str:
    from pshub.publishing.publications.citing.csl import csl_json

    return csl_json(reference)


def _plain(reference: Reference) -> str:
    from pshub.publishing.publications.citing.plain import plain_text

    return plain_text(reference) + "\n"


FORMATS: dict[str, Format] = {
    made.ending: made
    for made in (
        Format("bib", "application/x-bibtex", "BibTeX", _bibtex),
        Format("ris", "application/x-research-info-systems", "RIS", _ris),
        Format("json", "application/vnd.citationstyles.csl+json", "CSL-JSON", _csl),
        Format("txt", "text/plain", _("Plain text"), _plain),
    )
}
