"""Talking to DataCite's REST API. Only the worker does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from pshub.publishing.publications.doi.problems import Refused, Unreachable

#: Seconds to connect, and to wait for an answer.
TIMEOUT = (10, 30)
_JSON = {"content-type": "application/vnd.api+json", "accept": "application/vnd.api+json"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A DOI as the registrar has it."""

    state: str
    attributes: dict[str, Any]


class Registrar:
    """DataCite, or a test system of its kind."""

    def __init__(self, url: str, user: str, password: str, *, timeout: tuple[float, float] = TIMEOUT) -> None:
        # The package brings a good part of its validators along, which web processes do without.
        from datacite.request import DataCiteRequest  # type: ignore[import-untyped]

        self._request = DataCiteRequest(
            base_url=f"{url.rstrip('/')}/", username=user, password=password, timeout=timeout
        )

    @classmethod
    def configured(cls) -> Registrar:
        """Return the one that the settings name."""
        return cls(settings.DATACITE_URL, settings.DATACITE_USER, settings.DATACITE_PASSWORD)

    def put(self, doi: str, attributes: dict[str, Any], *, event: str = "") -> Shown:
        """Create or change a DOI. Asking again with the same values changes nothing.

        Raises
        ------
        Refused, Unreachable
        """
        told = attributes | ({"event": event} if event else {})
        body = json.dumps({"data": {"type": "dois", "id": doi, "attributes": told}}, ensure_ascii=False)
        shown = self._ask("PUT", doi, body)
        return cast(Shown, shown)

    def get(self, doi: str) -> Shown | None:
        """Return a DOI; None where the registrar has none of that name.

        Raises
        ------
        Refused, Unreachable
        """
        return self._ask("GET", doi, None)

    def _ask(self, method: str, doi: str, body: str | None) -> Shown | None:
        from datacite.errors import HttpError  # type: ignore[import-untyped]

        try:
            answer = self._request.request(
                f"dois/{quote(doi, safe='/')}", method=method, body=body, params={"publisher": "true"}, headers=_JSON
            )
        except HttpError as error:
            raise Unreachable(str(error)) from error
        status = answer.status_code
        if status in {200, 201}:
            try:
                attributes = answer.json()["data"]["attributes"]
                return Shown(str(attributes["state"]), attributes)
            except (ValueError, KeyError, TypeError) as error:
                raise Unreachable(_("The registrar's answer cannot be read.")) from error
        if status == 404 and method == "GET":
            return None
        if status in {401, 403, 404}:
            raise Refused("credentials", _said(answer.text, status))
        if 400 <= status < 500 and status not in {408, 425, 429}:
            raise Refused("refused", _said(answer.text, status))
        raise Unreachable(_said(answer.text, status))


def _said(text: str, status: int) -> str:
    """Return what the registrar says is wrong, in its own words."""
    try:
        errors = json.loads(text)["errors"]
        said = "; ".join(
            f"{error['source']}: {error['title']}" if error.get("source") else str(error["title"]) for error in errors
        )
    except (ValueError, KeyError, TypeError):
        said = " ".join(text.split())[:500]
    return f"{said} ({status})".strip()
