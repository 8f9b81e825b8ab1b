"""What somebody typed into the search field, read forgivingly: there is no way to write it wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pshub.site.search.words import tokens

LONGEST = 200
MOST_WORDS = 20
#: An optional minus, then words in quotes (straight or curly, the last one may be missing) or anything up to a space.
_PART = re.compile(r"""(?P<minus>(?<!\S)[-−–])?(?:["“”„«](?P<phrase>[^"“”„«»]*)["“”»]?|(?P<word>[^\s"“”„«»]+))""")


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes
    ----------
    typed
        As it was typed, cut and without what cannot be shown.
    wanted
        What must all occur, each as alternatives of which one is enough: words, or several words one after the other.
    without
        What must not occur.
    """

    typed: str = ""
    wanted: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.wanted or self.without)

    @property
    def words(self) -> list[str]:
        """The single words that are wanted, in their order and each once."""
        found = [word for choices in self.wanted for choice in choices for word in choice.split()]
        return list(dict.fromkeys(found))

    def widened(self, near: Mapping[str, tuple[str, ...]]) -> Query:
        """Return the question with further spellings of some words allowed; phrases stay as they are."""
        wanted = tuple(
            (*choices, *near.get(choices[0], ())) if len(choices) == 1 else choices for choices in self.wanted
        )
        return replace(self, wanted=wanted)


def read(typed: str) -> Query:
    """Return what is looked for.

    Words must all occur; “words in quotes” one after the other; -word must not occur. Anything else is a gap between
    words, so that no input is an error.
    """
    shown = "".join(character if character.isprintable() else " " for character in typed[:LONGEST]).strip()
    wanted: dict[str, None] = {}
    without: dict[str, None] = {}
    for part in _PART.finditer(shown):
        minus = part["minus"] is not None
        said = tokens(part["phrase"] if part["phrase"] is not None else part["word"])
        if not said:
            continue
        # A word with a hyphen or an apostrophe is several words that stand together, as if in quotes.
        (without if minus else wanted)[said] = None
    return Query(
        typed=shown, wanted=tuple((said,) for said in list(wanted)[:MOST_WORDS]), without=tuple(without)[:MOST_WORDS]
    )
