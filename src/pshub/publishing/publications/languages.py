"""The languages that a publication can be written in."""

from __future__ import annotations

from django.conf.locale import LANG_INFO

#: Of the two forms of a language that Django tells apart, one is enough for saying what a text is written in.
_LEFT_OUT = frozenset({"en-au", "en-gb", "es-ar", "es-co", "es-mx", "es-ni", "es-ve", "zh-cn", "zh-tw"})


def language_choices() -> list[tuple[str, str]]:
    """Return the codes (BCP 47) and names of languages, by code, English first."""
    known = sorted(code for code, info in LANG_INFO.items() if "name_local" in info and code not in _LEFT_OUT)
    known.sort(key=lambda code: code != "en")
    return [(code, f"{LANG_INFO[code]['name_local']} ({code})") for code in known]


def direction(code: str) -> str:
    """Return how a language is written: ``ltr`` or ``rtl``."""
    return "rtl" if LANG_INFO.get(code, {}).get("bidi") else "ltr"
