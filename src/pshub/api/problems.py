"""What went wrong, as RFC 9457 has it: ``application/problem+json``, for every answer that is not data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

MEDIA_TYPE = "application/problem+json"


class Fault(Schema):
    """One part of a request that could not be understood."""

    place: str
    name: str
    message: str


class Problem(Schema):
    """Why a request was not answered with data."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    faults: list[Fault] = []


class BadRequest(ValueError):
    """A request asks for something that cannot be."""

    code = "bad-request"

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        super().__init__(message)


def problem(
    status: int, detail: str, *, faults: list[dict[str, str]] | None = None, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return an answer that says what was wrong and what to do."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "faults": faults or [],
    }
    content = json.dumps(body, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def not_found(
    detail: str = "There is nothing public at this address. /api/v1/docs/ lists what there is.",
) -> HttpResponse:
    """Return the answer where there is nothing, or nothing that everybody may see."""
    return problem(404, detail)


def _missing(_request: HttpRequest, _error: Any) -> HttpResponse:
    return not_found()


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, str(error))


def _bad(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(400, str(error), faults=[{"place": "query", "name": error.name, "message": str(error)}])


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    faults = [
        {
            "place": str(fault["loc"][0]),
            "name": str(fault["loc"][-1]),
            "message": str(fault["msg"]),
        }
        for fault in error.errors
    ]
    names = ", ".join(sorted({fault["name"] for fault in faults}))
    return problem(400, f"Put right what is wrong with: {names}.", faults=faults)


def handle_with(api: NinjaAPI) -> None:
    """Let an API answer errors with problems."""
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(HttpError, _refused)
    api.add_exception_handler(BadRequest, _bad)
    api.add_exception_handler(ValidationError, _invalid)
