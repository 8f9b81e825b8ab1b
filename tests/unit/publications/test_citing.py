"""What a citation says reaches whoever reads it, in every format."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from pshub.publishing.publications.citing.bibtex import bibtex
from pshub.publishing.publications.citing.csl import csl_json
from pshub.publishing.publications.citing.names import Name, one_line, split_name
from pshub.publishing.publications.citing.plain import plain_text
from pshub.publishing.publications.citing.reference import Reference
from pshub.publishing.publications.citing.ris import ris

KINDS = ("report", "discussion-paper", "essay-collection", "essay", "evidence-submission", "blog")
TYPED = (
    "Ursula von der Leyen",
    "Sandy and Sons",
    "Ministry of Housing, Communities and Local Government",
    "O'Neill, Onóra",
    "{Curly} B{race",
    "\\input{x} 100% & #1 ~tilde^ $_",
    "山田 太郎",
    "Владимир Вернадский",
    "محمد علي",
    "Martin Luther King Jr.",
    "Gerard 't Hooft",
    "José Ortega y Gasset",
    "Plato",
    "others",
)


def reference(**fields: Any) -> Reference:
    defaults: dict[str, Any] = {
        "title": "What libraries are for",
        "kind": "report",
        "kind_label": "Report",
        "url": "https://hub.example.org/publications/libraries/",
        "publisher": "Hub of the North",
        "issued": date(2026, 5, 4),
        "authors": (split_name("Ada Okafor"),),
    }
    return Reference(**(defaults | fields))


def from_latex(written: str) -> str:
    """Read LaTeX as far as BibTeX's special characters go: written apart from what writes it."""
    named = {"textbackslash": "\\", "textbraceleft": "\x01", "textbraceright": "\x02"}
    named |= {"textasciitilde": "~", "textasciicircum": "^"}
    read = re.sub(r"\{\\(text[a-z]+)\}", lambda found: named[found[1]].replace("\\", "\x03"), written)
    read = re.sub(r"\\([&%$#_])", r"\1", read)
    return read.replace("{", "").replace("}", "").replace("\x01", "{").replace("\x02", "}").replace("\x03", "\\")


typed_names = st.one_of(st.sampled_from(TYPED), st.text(min_size=1, max_size=40)).filter(lambda name: one_line(name))
words = st.text(max_size=60)


@settings(max_examples=40)
@given(st.lists(typed_names, min_size=1, max_size=4), words.filter(lambda title: one_line(title)))
def test_names_and_titles_survive_bibtex(typed: list[str], title: str) -> None:
    names = [split_name(name) for name in typed]
    entries = parse_string(bibtex(reference(authors=tuple(names), title=one_line(title))), "bibtex").entries

    assert len(entries) == 1
    (entry,) = entries.values()
    assert from_latex(entry.fields["title"]) == one_line(title)
    parts = [
        tuple(
            from_latex(" ".join(getattr(person, f"{part}_names")))
            for part in ("bibtex_first", "prelast", "last", "lineage")
        )
        for person in entry.persons["author"]
    ]
    assert parts == [(name.given, name.particle, name.family or name.full, name.suffix) for name in names]


@settings(max_examples=40)
@given(st.lists(typed_names, min_size=1, max_size=4), words, words)
def test_names_and_words_survive_ris(typed: list[str], title: str, abstract: str) -> None:
    names = [split_name(name) for name in typed]
    title, abstract = one_line(title) or "Untitled", one_line(abstract)
    (read,) = rispy.loads(ris(reference(authors=tuple(names), title=title, abstract=abstract)), newline="\r\n")

    assert read["authors"] == [name.sorted for name in names]
    assert read["title"] == title
    assert read.get("abstract", "") == abstract
    assert read["urls"] == ["https://hub.example.org/publications/libraries/"]


@cache
def csl_words(kind: str) -> set[str]:
    """Return what the published schema of styles calls its types or variables."""
    schema = files("citeproc") / "data" / "schema" / "schemas" / "styles" / f"csl-{kind}.rnc"
    return set(re.findall(r'"([^"]+)"', schema.read_text(encoding="utf-8")))


@settings(max_examples=40)
@given(st.lists(typed_names, min_size=1, max_size=3), st.sampled_from(KINDS))
def test_names_survive_csl_and_types_and_variables_are_those_of_the_schema(typed: list[str], kind: str) -> None:
    names = tuple(split_name(name) for name in typed)
    cited = reference(kind=kind, authors=names, editors=names[:1], version="2", keywords=("a",), doi="10.5072/x.1")
    (item,) = json.loads(csl_json(cited))

    assert item["type"] in csl_words("types")
    assert set(item) - {"id", "type"} <= csl_words("variables")
    read = [
        (name.get("literal", ""), name.get("given", ""), name.get("non-dropping-particle", ""), name.get("family", ""))
        for name in item["author"]
    ]
    assert read == [("" if name.family else name.full, name.given, name.particle, name.family) for name in names]


def test_a_citation_processor_makes_a_reference_of_the_csl_item() -> None:
    cited = reference(
        authors=(split_name("Ada Okafor"), split_name("Ursula von der Leyen"), split_name("Office for Local Inquiry")),
        doi="10.5072/hub.1",
    )
    source = CiteProcJSON(json.loads(csl_json(cited)))
    style = CitationStylesStyle(
        str(files("citeproc") / "data" / "styles" / "harvard-cite-them-right.csl"), validate=False
    )
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Citation([CitationItem(cited.key)]))
    (shown,) = [str(entry) for entry in bibliography.bibliography()]

    assert "Okafor, A." in shown
    assert "von der Leyen, U." in shown
    assert "Office for Local Inquiry" in shown
    assert "2026" in shown
    assert "What libraries are for" in shown


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Ada Okafor", ("Okafor", "Ada", "", "")),
        ("Professor Dame Ada B. Okafor, DBE", ("Okafor", "Ada B.", "", "")),
        ("Ursula von der Leyen", ("Leyen", "Ursula", "von der", "")),
        ("Gerard 't Hooft", ("Hooft", "Gerard", "'t", "")),
        ("Martin Luther King Jr.", ("King", "Martin Luther", "", "Jr.")),
        ("José Ortega y Gasset", ("Ortega y Gasset", "José", "", "")),
        ("Robert De Niro", ("De Niro", "Robert", "", "")),
        ("García Márquez, Gabriel", ("García Márquez", "Gabriel", "", "")),
        ("van den Berg, Anna", ("Berg", "Anna", "van den", "")),
        ("山田 太郎", ("山田", "太郎", "", "")),
        ("Plato", ("", "", "", "")),
        ("Office for Local Inquiry", ("", "", "", "")),
        ("Ministry of Housing, Communities and Local Government", ("", "", "", "")),
        ("Northgate Borough Council", ("", "", "", "")),
    ],
)
def test_names_are_parted_where_that_can_be_told(typed: str, parts: tuple[str, str, str, str]) -> None:
    name = split_name(typed)

    assert (name.family, name.given, name.particle, name.suffix) == parts
    assert name.full == typed


def test_the_plain_reference_reads_like_one() -> None:
    plain = plain_text(
        reference(
            authors=(Name("Ada Okafor"), Name("Ben Li"), Name("Hub of the North")),
            version="2",
            version_date=date(2026, 6, 1),
            doi="10.5072/hub.1",
        )
    )

    assert plain == (
        "Ada Okafor, Ben Li and Hub of the North (2026). What libraries are for. "
        "Version 2, 1 June 2026. https://doi.org/10.5072/hub.1"
    )
