"""Names of authors, parted into family and given names where that can be told, and left whole where it cannot.

An editor types a name as it is said: “Ursula von der Leyen”, “Ministry of Housing, Communities and Local Government”,
“山田太郎”. Citation formats want the family name apart. A wrong guess follows a person into other people's lists of
references, so the rules are few, and whoever knows better types “García Márquez, Gabriel”.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

#: Words that stand before names and are not part of them.
_TITLES = frozenset(
    [
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "baroness",
        "baron",
        "mr",
        "mrs",
        "ms",
        "mx",
        "miss",
        "rev",
        "reverend",
        "cllr",
        "councillor",
        "hon",
    ]
)
#: Letters after names.
_HONOURS = frozenset(
    [
        "cbe",
        "obe",
        "mbe",
        "kbe",
        "dbe",
        "kc",
        "qc",
        "mp",
        "ms",
        "msp",
        "mla",
        "phd",
        "frs",
        "fba",
        "fracgp",
        "frsa",
        "frcp",
        "jp",
        "dl",
        "ceng",
    ]
)
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
#: Words that tell a body from a person.
_BODIES = frozenset(
    [
        "academy",
        "agency",
        "alliance",
        "alliances",
        "association",
        "authority",
        "board",
        "bureau",
        "centre",
        "center",
        "charity",
        "coalition",
        "collective",
        "college",
        "commission",
        "committee",
        "company",
        "cooperative",
        "corporation",
        "council",
        "department",
        "directorate",
        "federation",
        "forum",
        "foundation",
        "fund",
        "group",
        "hub",
        "inquiry",
        "institute",
        "institution",
        "laboratory",
        "lab",
        "library",
        "ltd",
        "limited",
        "llp",
        "ministry",
        "museum",
        "network",
        "office",
        "organisation",
        "organization",
        "panel",
        "partnership",
        "party",
        "plc",
        "programme",
        "project",
        "school",
        "secretariat",
        "service",
        "services",
        "society",
        "team",
        "trust",
        "union",
        "university",
        "and",
        "the",
        "of",
        "for",
        "&",
        "+",
        "/",
    ]
)
#: Written with a capital, these still begin a family name of more than one word.
_CAPITAL_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "du",
        "van",
        "von",
        "st",
        "st.",
        "ter",
        "ten",
        "ibn",
        "bin",
        "ben",
    ]
)
_JOINING = frozenset({"y", "e", "i"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name as typed, and its parts. Without a family name it is to be taken whole."""

    full: str
    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    orcid: str = ""

    @property
    def whole(self) -> bool:
        """Whether the name is not parted: of a body, or of somebody with one name."""
        return not self.family

    @property
    def sorted(self) -> str:
        """The name with the family name first, as lists of references have it."""
        if self.whole:
            return self.full
        family = f"{self.particle} {self.family}".strip()
        return ", ".join(part for part in (family, self.suffix, self.given) if part)


def _plain(word: str) -> str:
    return word.casefold().rstrip(".,")


def small(word: str) -> bool:
    """Return whether the first letter of a word is a small one."""
    return next((letter for letter in word if letter.isalpha()), "").islower()


def is_particle(word: str) -> bool:
    """Return whether a word can stand between given and family name, as “von” and “'t” do."""
    letters = word.strip("'’")
    return letters.isalpha() and letters.islower()


def _family_first(words: list[str]) -> bool:
    """Return whether a name is in a script that puts the family name first."""
    letters = "".join(words)
    return bool(letters) and all(
        unicodedata.name(letter, "").startswith(("CJK", "HANGUL", "HIRAGANA", "KATAKANA")) for letter in letters
    )


def one_line(words: str) -> str:
    """Return words on one line, without characters that no format can hold."""
    kept = "".join(
        letter if unicodedata.category(letter) not in {"Cc", "Cs", "Cn", "Co"} else " "
        for letter in words
        if unicodedata.category(letter) != "Cf" or letter in "\u200c\u200d"
    )
    return " ".join(kept.split())


def _by_comma(full: str) -> Name | None:
    """Read “Family, Given”; a list of words that a body's name holds is none."""
    parts = [part.strip() for part in full.split(",")]
    words = full.replace(",", " ").split()
    if not all(parts) or len(parts) > 3 or {_plain(word) for word in words} & _BODIES:
        return None
    family, *middle, given = parts
    if middle and _plain(middle[0]) not in _SUFFIXES:
        return None
    particles: list[str] = []
    rest = family.split()
    while len(rest) > 1 and is_particle(rest[0]):
        particles.append(rest.pop(0))
    return Name(
        full, family=" ".join(rest), given=given, particle=" ".join(particles), suffix=middle[0] if middle else ""
    )


def _where_family_begins(words: list[str]) -> int:
    """Return the place of the first word of the family name, particles left out."""
    begin = len(words) - 1
    if begin >= 3 and words[begin - 1] in _JOINING:
        begin -= 2
    while begin > 1 and words[begin - 1][:1].isupper() and _plain(words[begin - 1]) in _CAPITAL_PARTICLES:
        begin -= 1
    return begin


def split_name(typed: str, *, orcid: str = "", body: bool = False) -> Name:
    """Part a name.

    Parameters
    ----------
    typed
        The name as somebody typed it.
    body
        Whether it is known to be the name of a body.
    """
    full = one_line(typed)
    whole = Name(full, orcid=orcid)
    if body:
        return whole
    without_honours = full
    while "," in without_honours:
        before, _comma, after = without_honours.rpartition(",")
        if not before or not all(_plain(word) in _HONOURS for word in after.split()):
            break
        without_honours = before
    if "," in without_honours:
        by_comma = _by_comma(without_honours)
        return replace(by_comma, full=full, orcid=orcid) if by_comma else whole
    words = without_honours.split()
    while len(words) > 2 and _plain(words[0]) in _TITLES:
        words.pop(0)
    while len(words) > 2 and words[-1].isupper() and _plain(words[-1]) in _HONOURS:
        words.pop()
    suffix = words.pop() if len(words) > 2 and _plain(words[-1]) in _SUFFIXES else ""
    if len(words) < 2 or _plain(words[0]) in _TITLES or {_plain(word) for word in words} & _BODIES:
        return whole
    if any(not re.search(r"[^\W\d_]", word) for word in words) or re.search(r"\d", without_honours):
        return whole
    if _family_first(words):
        return replace(whole, family=words[0], given=" ".join(words[1:]))
    begin = _where_family_begins(words)
    family, before_family = " ".join(words[begin:]), words[:begin]
    particles: list[str] = []
    while len(before_family) > 1 and is_particle(before_family[-1]):
        particles.insert(0, before_family.pop())
    return replace(whole, family=family, given=" ".join(before_family), particle=" ".join(particles), suffix=suffix)
