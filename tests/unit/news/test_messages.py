"""Words of a post within a network's limit, the bytes that links cover, and record keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pshub.publishing.news.networks.bluesky import LIMIT, record_key
from pshub.publishing.news.networks.messages import Message, fitted, length, links

NOW = datetime(2026, 3, 7, 12, 30, tzinfo=UTC)
WORDS = st.lists(
    st.sampled_from(["so", "café", "🏛️", "libraries", "https://a.example/ü?x=1", "(open)", "\n\n", "x" * 90])
)


def message(text: str, link: str = "") -> Message:
    return Message(text=text, link=link, address="https://hub.example/posts/1/", key="k", number=1, created_at=NOW)


@given(WORDS, st.sampled_from(["", "https://example.org/plan"]), st.sampled_from([(300, None), (500, 23)]))
def test_words_fit_and_lead_to_the_whole_where_they_were_cut(
    words: list[str], link: str, limits: tuple[int, int | None]
) -> None:
    text = " ".join(words)
    limit, link_length = limits

    sent = fitted(message(text, link), limit, link_length)

    assert length(sent, link_length) <= limit
    whole = sent.startswith(text) and (not link or link in sent)
    assert whole or sent.endswith("…\n\nhttps://hub.example/posts/1/")


@given(WORDS)
def test_each_link_covers_its_own_bytes(words: list[str]) -> None:
    text = " ".join(words)

    found = links(text)

    assert [text.encode()[span.start : span.end].decode() for span in found] == [span.url for span in found]
    assert len(found) == text.count("https://")


def test_a_link_ends_before_the_mark_that_ends_the_sentence() -> None:
    assert [span.url for span in links("Read https://a.example/b. (Or https://c.example!)")] == [
        "https://a.example/b",
        "https://c.example",
    ]


@given(st.integers(0, 10**12), st.integers(0, 2000))
def test_record_keys_are_valid_and_sort_by_time(micros: int, number: int) -> None:
    moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)

    key = record_key(moment, number)
    later = record_key(moment + timedelta(milliseconds=2), number)

    # The first digit holds the sign and the highest bit, which the specification keeps at nought.
    assert len(key) == 13
    assert key[0] in "234567abcdefghij"
    assert set(key) <= set("234567abcdefghijklmnopqrstuvwxyz")
    assert key < later
    assert LIMIT == 300
