"""What the API says of itself: where its parts are, its OpenAPI document, and that document as a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import is_valid_path
from django.views.decorators.http import require_safe

from pshub.api.addresses import resource
from pshub.api.hub_api import document
from pshub.api.problems import not_found

LISTS = ("publications", "events", "inquiries", "records", "findings", "topics", "people", "organisations")


def root(request: HttpRequest) -> HttpResponse:
    """Say where the lists and the documentation are."""
    lists = {name: resource(name) for name in LISTS}
    return JsonResponse({"version": "1", "openapi": resource("openapi"), "docs": resource("docs"), **lists})


def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


def missing(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer for all addresses that lead to nothing; one that lacks its last slash leads on."""
    whole = f"{request.path}/"
    if not rest.endswith("/") and not rest.endswith("openapi.json/") and is_valid_path(whole) and _known(whole):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{whole}?{query}" if query else whole)
    return not_found()


def _known(path: str) -> bool:
    from django.urls import resolve

    return resolve(path).url_name != "missing"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as the page shows it."""

    name: str
    description: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """An address that can be asked, as the page shows it."""

    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    shape: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What an answer holds, as the page shows it."""

    name: str
    description: str
    fields: tuple[tuple[str, str, str], ...]


def _plain(name: str) -> str:
    """Return the name of a shape as people read it: ``Listing_Topic_`` is the name of a listing of topics."""
    return re.sub(r"^Listing_(\w+)_$", r"Listing of \1", name)


def _type(schema: dict[str, Any]) -> str:
    """Return the type of a field in words: "text", "list of Version", "date or nothing"."""
    if reference := schema.get("$ref"):
        return _plain(str(reference).rpartition("/")[2])
    if choices := schema.get("anyOf"):
        named = [_type(choice) for choice in choices if choice.get("type") != "null"]
        return " or ".join(named) + (" or nothing" if len(named) < len(choices) else "")
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    formats = {"date": "date", "date-time": "date and time", "uuid": "UUID"}
    names = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "yes or no",
        "object": "object",
    }
    return formats.get(schema.get("format", ""), names.get(schema.get("type", ""), "anything"))


def _shape_of(operation: dict[str, Any]) -> str:
    return _type(operation["responses"][200]["content"]["application/json"]["schema"])


@cache
def reference() -> tuple[dict[str, list[Operation]], list[Shape]]:
    """Return operations by resource, and shapes by name, as the page shows them."""
    schema = document()
    operations: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            parameters = tuple(
                Parameter(
                    given["name"],
                    given.get("description") or given["schema"].get("description", ""),
                    given.get("required", False),
                )
                for given in operation.get("parameters", ())
            )
            shown = Operation(path, operation.get("description", ""), parameters, _shape_of(operation))
            operations.setdefault(operation["tags"][0], []).append(shown)
    shapes = [
        Shape(
            _plain(name),
            shape.get("description", ""),
            tuple((field, _type(about), about.get("description", "")) for field, about in shape["properties"].items()),
        )
        for name, shape in sorted(schema["components"]["schemas"].items())
        if not name.endswith("Asked")
    ]
    return operations, shapes


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the OpenAPI document as a page."""
    operations, shapes = reference()
    context = {"operations": operations, "shapes": shapes, "root": resource("api-root"), "openapi": resource("openapi")}
    return render(request, "api/docs.html", context)
