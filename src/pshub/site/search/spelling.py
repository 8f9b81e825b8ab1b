"""What a misspelt word may have meant: the nearest of the words that occur."""

from __future__ import annotations

from collections.abc import Iterable

from pshub.site.search.models import IndexWord
from pshub.site.search.queries import Query
from pshub.site.search.words import SHORTEST

#: Spellings that are tried for a word that does not occur.
TRIED = 3
#: From this length on two letters may be wrong; up to it, one.
LONG = 8
#: Words that are compared with a misspelt one at most: those in the most entries.
COMPARED = 60_000


def unknown(words: Iterable[str]) -> list[str]:
    """Return those of some words that do not occur, as far as they are long enough to be told from others."""
    candidates = [word for word in words if len(word) > SHORTEST and word.isalpha()]
    known = set(IndexWord.objects.filter(word__in=candidates).values_list("word", flat=True))
    return [word for word in candidates if word not in known]


def nearest(word: str) -> tuple[str, ...]:
    """Return words that occur and differ from a word by a slip or two, the nearest and most frequent first.

    A slip is a letter that is missing, too many, another, or two in the wrong order.
    """
    # Loaded where it is needed only: most searches have no word that is unknown.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    slips = 2 if len(word) >= LONG else 1
    rows = IndexWord.objects.filter(length__range=(len(word) - slips, len(word) + slips)).order_by("-entries", "word")
    entries = dict(rows.values_list("word", "entries")[:COMPARED])
    found = process.extract(word, list(entries), scorer=OSA.distance, score_cutoff=slips, limit=50)
    # People seldom get the first letter wrong.
    ranked = sorted(found, key=lambda near: (near[1] + (near[0][0] != word[0]), -entries[near[0]], near[0]))
    return tuple(near for near, _distance, _index in ranked[:TRIED])


def near_spellings(query: Query) -> dict[str, tuple[str, ...]]:
    """Return near spellings of the words of a question that do not occur; words without any are left out."""
    return {word: near for word in unknown(query.words) if (near := nearest(word))}


def corrected(query: Query, near: dict[str, tuple[str, ...]]) -> str:
    """Return what was typed with each word that has a near spelling replaced by the nearest; "" where none has."""
    if not near:
        return ""
    said = [f'"{choices[0]}"' if " " in choices[0] else near.get(choices[0], choices)[0] for choices in query.wanted]
    return " ".join([*said, *(f'-"{phrase}"' if " " in phrase else f"-{phrase}" for phrase in query.without)])
