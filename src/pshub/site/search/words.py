"""Words as searching sees them: small letters without marks, everything else a gap."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Words that are kept for near spellings: long enough to be misspelt, short enough to be words.
SHORTEST, LONGEST = 3, 40
_GAP = re.compile(r"[\W_]+")
_LETTERS = re.compile(rf"[^\W\d_]{{{SHORTEST},{LONGEST}}}")


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    # Exactly one character for each, so that places in a folded text are places in the text itself.
    base = unicodedata.normalize("NFKD", character)[:1].lower()
    return base if len(base) == 1 and base.isprintable() else " "


def fold(text: str) -> str:
    """Return a text of the same length in small letters without marks: “Wärme” is “warme”."""
    if text.isascii():
        return text.lower().replace("\0", " ")
    return "".join(map(_plain, text))


def tokens(text: str) -> str:
    """Return the words of a text with single spaces between them, folded: what both databases index and look for.

    Marks that stand apart from their letter are joined to it first.
    """
    return _GAP.sub(" ", fold(unicodedata.normalize("NFC", text))).strip()


def vocabulary(*texts: str) -> set[str]:
    """Return the words of some texts that are worth offering where one is misspelt."""
    return {word for text in texts for word in _LETTERS.findall(fold(unicodedata.normalize("NFC", text)))}


#: Endings that a word may take on or lose; longest first.
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "es", "ed", "er", "ly", "s", "y", "e")


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return about what two forms of a word have in common; for marking words in a text, not for finding them."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word
