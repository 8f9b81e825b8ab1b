"""All routes of the URLconf, with example addresses."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """A route of the URLconf: its name, its address with examples in it, and whose it is."""

    name: str
    address: str
    module: str

    @property
    def ours(self) -> bool:
        return self.module.startswith("pshub.") or self.name.startswith(("studio_", "wagtailusers_"))


#: What stands for a part of an address, by the type of the part.
EXAMPLES = {
    "int": "1",
    "slug": "example",
    "str": "example",
    "path": "example",
    "uuid": str(uuid.UUID(int=0)),
    "digest": "0" * 64,
    "picture_format": "svg",
}


#: Stands for the page of the examples.
PAGE = 987654321


def address_of(pattern: str) -> str:
    """Put examples into the pattern of an address."""
    if pattern.startswith("studio/publications/"):
        pattern = pattern.replace("<int:page_id>", str(PAGE))
    pattern = pattern.replace("<slug:step>", "open")
    made = re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found.group(1) or "str"], pattern)
    if "(?" not in made and "^" not in made and "(" not in made:
        return f"/{made}"
    made = re.sub(r"\(\?P<\w+>live\|[^)]*\)|\(live\|[^)]*\)", "live", made)
    made = re.sub(r"\(\?P<\w+>earliest\|[^)]*\)|\(\?P<\w+>latest\|[^)]*\)", "1", made)
    made = re.sub(r"\(\?:studio/login\|.*\)", "studio/login", made)
    made = re.sub(r"\(\(\?:.*\)\*\)", "", made)
    made = re.sub(r"\((?:\?P<\w+>)?[^)]*\)", "1", made)
    return "/" + re.sub(r"[\^$]|\\Z", "", made).replace("\\.", ".").replace(r"\/", "/")


def walk(resolver: URLResolver, names: tuple[str, ...] = (), pattern: str = "") -> Iterator[Route]:
    """Yield all routes below a resolver."""
    for entry in resolver.url_patterns:
        below = pattern + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, names + ((entry.namespace,) if entry.namespace else ()), below)
        elif isinstance(entry, URLPattern):
            module = getattr(entry.callback, "view_class", entry.callback).__module__
            yield Route(":".join((*names, str(entry.name))), address_of(below), module)


def all_routes() -> list[Route]:
    return list(walk(get_resolver()))
