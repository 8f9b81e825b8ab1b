"""The first difference of two values, found whatever they are."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pshub.evidence.comparison import first_difference
from pshub.methods.canonical import canonical_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, JSON)
def test_values_are_the_same_exactly_if_their_canonical_bytes_are(left: object, right: object) -> None:
    left, right = json.loads(canonical_json(left)), json.loads(canonical_json(right))
    same = canonical_json(left) == canonical_json(right)
    assert (first_difference(left, right, part="result") is None) == same


@pytest.mark.parametrize(
    ("stored", "recomputed", "path"),
    [
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, "$.a[1].b"),
        ({"a": 1}, {}, "$.a"),
        ([1], [1, 2], "$[1]"),
        ({"a": 1}, {"a": 1.0}, "$.a"),
        ({"a": True}, {"a": 1}, "$.a"),
        ("x", ["x"], "$"),
    ],
)
def test_the_path_leads_to_the_first_difference(stored: object, recomputed: object, path: str) -> None:
    found = first_difference(stored, recomputed, part="result")
    assert found is not None
    assert found.path == path


def test_long_values_are_cut() -> None:
    found = first_difference("a" * 1000, "b", part="result")
    assert found is not None
    assert len(found.stored) < 200
