"""BibTeX, for LaTeX and for the reference managers that read it."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from pybtex.database import BibliographyData, Entry, Person  # type: ignore[import-untyped]
from pybtex.database.output.bibtex import Writer  # type: ignore[import-untyped]

from pshub.publishing.publications.citing.names import Name, one_line, small
from pshub.publishing.publications.citing.reference import Reference

#: The entry types that fit; what is in none of them is of the type “misc”.
TYPES = {
    "report": "techreport",
    "discussion-paper": "techreport",
    "evidence-submission": "techreport",
    "essay-collection": "book",
}
# A brace counts in BibTeX even after a backslash, so braces have names too.
_ESCAPES = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{letter: f"\\{letter}" for letter in "&%$#_"},
    }
)


def escaped(words: str) -> str:
    """Return words on one line in which LaTeX and BibTeX find nothing to obey."""
    return one_line(words).translate(_ESCAPES)


class _Writer(Writer):  # type: ignore[misc]
    """Writes values between braces, and takes them to be escaped: the writer's own way knows fewer characters."""

    def quote(self, s: str) -> str:
        """Put a value between braces."""
        self.check_braces(s)
        return f"{{{s}}}"

    def _encode(self, text: str) -> str:
        return text


def _kept(words: str) -> str:
    """Hold several words together as one name."""
    return f"{{{escaped(words)}}}"


def person(name: Name) -> Person:
    """Return a name such that a reader parts it as we did."""
    if name.whole:
        return Person(last=_kept(name.full))
    clear = not any(small(word) or word.casefold() == "and" for word in name.family.split())
    return Person(
        first=escaped(name.given),
        prelast=escaped(name.particle),
        last=escaped(name.family) if clear else _kept(name.family),
        lineage=escaped(name.suffix),
    )


def _fields(reference: Reference, entry_type: str) -> Iterator[tuple[str, str]]:
    # Braces keep the capitals of a title, which styles would make small.
    yield "title", _kept(reference.title)
    if reference.issued:
        yield "year", str(reference.issued.year)
        yield "month", str(reference.issued.month)
        yield "date", reference.issued.isoformat()
    yield "institution" if entry_type == "techreport" else "publisher", _kept(reference.publisher)
    if entry_type == "incollection":
        yield "booktitle", _kept(reference.collection)
    if entry_type == "techreport" and reference.kind != "report":
        yield "type", escaped(reference.kind_label)
    if entry_type == "misc":
        yield "howpublished", escaped(reference.kind_label)
    yield "series", escaped(reference.series)
    yield "edition", escaped(reference.edition)
    yield "version", reference.version
    yield "doi", escaped(reference.doi)
    yield "url", escaped(reference.read_at)
    yield "note", escaped(reference.status.capitalize())
    yield "abstract", escaped(reference.abstract)
    yield "keywords", escaped(", ".join(reference.keywords))
    yield "langid", escaped(reference.language)


def bibtex(reference: Reference) -> str:
    """Return the entry of a publication."""
    entry_type = "incollection" if reference.collection else TYPES.get(reference.kind, "misc")
    persons = {"author": reference.authors, "editor": reference.editors}
    if not reference.authors and not reference.editors:
        persons["author"] = reference.creators
    entry = Entry(
        entry_type,
        fields=[(name, value) for name, value in _fields(reference, entry_type) if value],
        persons={role: [person(name) for name in names] for role, names in persons.items() if names},
    )
    written = StringIO()
    _Writer(encoding="utf-8").write_stream(BibliographyData({reference.key: entry}), written)
    return written.getvalue()
