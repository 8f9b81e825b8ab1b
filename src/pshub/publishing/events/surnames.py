"""Names in the order of a list at the door: by surname, wherever that stands, without regard to accents."""

from __future__ import annotations

import unicodedata


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that belong to the surname after them: Ludwig van Beethoven stands under V.
_BEFORE = _words("al ap bin da de del della den der di dos du el ibn la le mac o st ter van von y")
#: Words that are no surname, after it: Ann Evans OBE stands under E.
_AFTER = _words("jr sr ii iii iv obe mbe cbe kc qc phd md msp ms mp am frs esq")


def folded(words: str) -> str:
    """Return words as they are compared: without capitals and accents."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def parts(name: str) -> tuple[str, str]:
    """Return the surname and the rest of a name; all of it is the surname where there is one word.

    Examples
    --------
    >>> parts("Ludwig van Beethoven"), parts("Evans, Ann"), parts("Ann Evans OBE")
    (('van Beethoven', 'Ludwig'), ('Evans', 'Ann'), ('Evans', 'Ann'))
    """
    if "," in name:
        last, _comma, first = name.partition(",")
        if folded(first).strip(" .") not in _AFTER:
            return last.strip(), first.strip()
        name = last
    words = name.split()
    while len(words) > 1 and folded(words[-1]).strip(".,()") in _AFTER:
        words.pop()
    start = len(words) - 1
    while start > 1 and folded(words[start - 1]).strip(".'") in _BEFORE:
        start -= 1
    return " ".join(words[max(start, 0) :]), " ".join(words[: max(start, 0)])


def by_surname(name: str) -> tuple[str, str]:
    """Return what a list by surname is sorted by."""
    last, first = parts(name)
    return folded(last), folded(first)
