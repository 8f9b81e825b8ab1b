"""The text of a statement: what is kept of what somebody typed, and when two texts are the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata

#: Characters of a statement that somebody adds; enough for one idea, too little for a speech.
LONGEST = 500

_SPACE = re.compile(r"\s+")
#: Marks that turn the direction of the text around them. Browsers find the direction of each statement by themselves.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_PUNCTUATION_END = re.compile(r"[\s.!…。！]+$")


def clean(text: str) -> str:
    r"""Return a typed text in one line, composed, without control characters.

    Examples
    --------
    >>> clean("  Keep the\n library\x00 open ")
    'Keep the library open'
    >>> clean("\u200b\u200b")
    ''
    """
    composed = unicodedata.normalize("NFC", _DIRECTION.sub("", text))
    spaced = _SPACE.sub(" ", composed)
    # Format characters (Cf) join emoji and letters of some scripts, so only true controls go.
    kept = "".join(sign for sign in spaced if unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn")).strip()
    # Nothing but joiners and spaces of no width is nothing that can be read.
    return kept if any(unicodedata.category(sign) not in ("Cf", "Zs", "Mn") for sign in kept) else ""


def fingerprint(text: str) -> str:
    """Return a digest that texts share if they differ in case, spacing, Unicode form or a closing full stop only.

    Examples
    --------
    >>> fingerprint("Keep it OPEN.") == fingerprint("keep it  open")
    True
    >>> fingerprint("Keep it open") == fingerprint("Keep it closed")
    False
    """
    plain = _PUNCTUATION_END.sub("", _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip()).casefold()
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
