"""Numerals that are bound to nothing are found; dates are told apart; bound ones are left out."""

from __future__ import annotations

import pytest

from pshub.publishing.publications.numerals import numerals, plain


def found(text: str) -> list[tuple[str, bool]]:
    return [(numeral.text, numeral.date) for numeral in numerals(plain(text), where="Here")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14 people", [("14", False)]),
        ("£3.5 million and 47% and 12,345", [("£3.5 million", False), ("47%", False), ("12,345", False)]),
        ("47 per cent", [("47 per cent", False)]),
        ("the 3rd time", [("3rd", False)]),
        ("on 3 May 2026", [("3 May 2026", True)]),
        ("on May 3, 2026 or 2026-05-03 or 3/5/2026", [("May 3, 2026", True), ("2026-05-03", True), ("3/5/2026", True)]),
        ("in 2026, and 2025/26", [("2026", True), ("2025/26", True)]),
        ("£2026 and 2,026 and 2026%", [("£2026", False), ("2,026", False), ("2026%", False)]),
        ("in 2011.", [("2011", True)]),
        ("no numbers at all", []),
        ("A4 paper and COVID-19", []),
        ("see https://example.org/2/3", []),
    ],
)
def test_numerals_in_a_text(text: str, expected: list[tuple[str, bool]]) -> None:
    assert found(text) == expected


def test_bound_numbers_and_markup_are_left_out() -> None:
    text = (
        '<p data-block-key="ab12">So {{ finding:3f2a9c0b17de/t/12/c }} and <b>1</b>2 and '
        '<span data-finding="3f2a9c0b17de" data-cell="t/1/c" data-format="">7</span></p><p>3</p>'
    )

    assert found(text) == [("12", False), ("3", False)]


def test_a_numeral_keeps_its_key_while_the_words_around_it_stay() -> None:
    first = next(numerals("We counted 21 things in the hall.", where="A"))
    moved = next(numerals("To begin with. We counted 21 things in the hall.", where="B"))
    changed = next(numerals("We counted 22 things in the hall.", where="A"))

    assert first.key.split("|")[1:] == moved.key.split("|")[1:]
    assert first.key != changed.key
