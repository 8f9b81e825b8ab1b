"""Bound numbers in a text: read, replaced, and refused where they cannot be read."""

from __future__ import annotations

import html

from hypothesis import given
from hypothesis import strategies as st

from pshub.publishing.publications.numbers import CellReference, references, replace
from pshub.publishing.publications.problems import NumberProblem

DIGEST = "3f2a9c0b17de" + "0" * 52
names = st.text(st.characters(codec="utf-8", exclude_characters="/|{}<>", exclude_categories=["C", "Z"]), min_size=1)


def test_tokens_and_spans_are_read_alike() -> None:
    text = (
        "<p>{{ finding:3f2a9c0b17de/statements/12/agree|percent }}, {{finding:3f2a9c0b17de/groups/A &amp; B/size}}, "
        f'<span data-cell="groups/A/size" class="x" data-finding="{DIGEST}" data-format="words">999</span></p>'
    )

    assert list(references(text)) == [
        CellReference("3f2a9c0b17de", "statements/12/agree", "percent"),
        CellReference("3f2a9c0b17de", "groups/A & B/size"),
        CellReference(DIGEST, "groups/A/size", "words"),
    ]


def test_what_stands_inside_a_span_is_never_shown() -> None:
    text = f'<p>A <span data-finding="{DIGEST}" data-cell="t/r/c" data-format=""><b>999</b></span> b</p>'

    assert replace(text, lambda reference: f"[{reference.cell}]") == "<p>A [t/r/c] b</p>"


@given(st.lists(names, min_size=3, max_size=3), st.sampled_from(["", "number", "percent", "words"]))
def test_a_token_reads_back_as_the_reference_it_was_written_for(parts: list[str], style: str) -> None:
    reference = CellReference("3f2a9c0b17de", "/".join(parts), style)

    assert list(references(html.escape(reference.token))) == [reference]


def test_tokens_that_cannot_be_read_are_named() -> None:
    text = (
        "{{ finding:xyz/a/b/c }} {{ finding:3f2a9c0b/a/b }} {{ finding:3f2a9c0b/a/b/c|big }} {{ finding:3f2a<b>9c}}</b>"
    )

    problems = list(references(text))

    assert [problem.code for problem in problems if isinstance(problem, NumberProblem)] == [
        "bad-digest",
        "bad-cell",
        "bad-format",
        "broken-token",
    ]
    assert "{{ finding:3f2a9c0b/a/b }}" in str(problems[1])
    assert replace("a {{ finding:xyz/a/b/c }} b", lambda _reference: "!") == "a  b"
