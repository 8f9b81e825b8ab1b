"""Which addresses a browser can visit: those of our own URLconf, found by walking it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

#: Signed in as an administrator; all else is visited as somebody without an account.
SIGNED_IN = (
    "people:account",
    "people:my-data",
    "account_logout",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_activate_totp",
)
#: Signed in as an analyst who has a password and has set up the second step.
SECOND_STEP = (
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
)
#: Takes nothing but a form: opening the address is refused with 405.
FORMS_ONLY = (
    "people:download-my-data",
    "people:erase-my-account",
    "conversations:erase",
    "evidence:recompute",
    "studio_conversations:step",
    "studio_conversations:polis",
    "studio_conversations:exact",
    "studio_findings:restricted",
)
#: What else than 200 an address may answer, and why.
ANSWERS = {
    "people:demo-sign-in": (200, 400, 403),  # without a link that was printed for it
    "publication_studio:number_chooser": (200, 400),  # without the question it is asked
}


@dataclass(frozen=True, slots=True)
class Route:
    """An address of ours: its name, its pattern, and the view behind it."""

    name: str
    pattern: str
    view: Any
    model: Any

    @property
    def audience(self) -> str:
        """Who visits it."""
        if self.name in SECOND_STEP:
            return "analyst"
        signed_in = self.pattern.startswith("studio/") or self.name in (*SIGNED_IN, *FORMS_ONLY)
        return "administrator" if signed_in else "visitor"


def is_ours(thing: Any) -> bool:
    """Return whether a view or model is defined in this project."""
    return getattr(thing, "__module__", "").startswith("pshub.")


def walk(resolver: Any, prefix: str = "", names: tuple[str, ...] = ()) -> Iterator[Route]:
    """Yield every pattern below a resolver."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from walk(pattern, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            model = getattr(pattern.callback, "view_initkwargs", {}).get("model")
            yield Route(":".join((*names, pattern.name or "")), prefix + str(pattern.pattern), view, model)


def our_routes() -> list[Route]:
    """Return the routes that a person can open: our own, the account pages, and what we add to the studio."""
    found: dict[str, Route] = {}
    for route in walk(get_resolver()):
        if is_ours(route.view) or is_ours(route.model) or route.pattern.startswith("account/"):
            found.setdefault(route.name, route)
    return [found[name] for name in sorted(found)]


def our_page_types() -> list[Any]:
    """Return the kinds of Wagtail page that we define."""
    from wagtail.models import get_page_models

    return sorted((model for model in get_page_models() if is_ours(model)), key=lambda model: str(model._meta.label))
