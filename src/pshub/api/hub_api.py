"""Version 1 of the API: its resources, and the document that describes them."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from pshub.api.problems import MEDIA_TYPE, handle_with
from pshub.api.resources import events, findings, inquiries, organisations, people, publications, topics

DESCRIPTION = (
    "Everything that the public pages of a hub show, as data. Read only, open to everybody, no key needed. "
    "Lists are read page by page: follow the address in “next”. Errors are problems as RFC 9457 has them."
)

api = NinjaAPI(
    title="Open data of a public services hub",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
for prefix, router in (
    ("publications", publications.router),
    ("events", events.router),
    ("inquiries", inquiries.inquiry_router),
    ("records", inquiries.record_router),
    ("findings", findings.router),
    ("topics", topics.router),
    ("people", people.router),
    ("organisations", organisations.router),
):
    api.add_router(prefix, router)
handle_with(api)


def document() -> dict[str, Any]:
    """Return the OpenAPI document, with errors in the media type in which they are sent."""
    schema: dict[str, Any] = dict(api.get_openapi_schema())
    for operations in schema["paths"].values():
        for operation in operations.values():
            # The function's name, without where it stands in the code.
            operation["operationId"] = operation["operationId"].rpartition("_")[2]
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    parameter["description"] = _NAMES[parameter["name"]]
            for status, answer in operation["responses"].items():
                content = answer.get("content", {})
                if int(status) >= 400 and "application/json" in content:
                    content[MEDIA_TYPE] = content.pop("application/json")
                answer["description"] = _WORDS.get(int(status), answer["description"])
    return schema


_NAMES = {
    "key": "The UUID of the record.",
    "slug": "The name in addresses.",
    "digest": "The address of the finding, 64 hexadecimal digits.",
}
_WORDS = {
    200: "What was asked for.",
    400: "The request could not be understood; “faults” says where.",
    404: "There is nothing public at this address.",
    429: "Too many requests; “Retry-After” says when to ask again.",
}
