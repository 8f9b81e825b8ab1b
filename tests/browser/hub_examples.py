"""An example of every address, taken from the hub that the browser visits."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.urls import NoReverseMatch, reverse
from hub_routes import Route, our_page_types, our_routes

from pshub.evidence import kinds as finding_kinds
from pshub.evidence.models import Finding, Provisional
from pshub.inquiries.models import Inquiry, Record
from pshub.practice.conversations.models import Conversation, Statement
from pshub.publishing.publications.models import PublicationPage

Arguments = Mapping[str, Any]


def open_conversation() -> Conversation:
    """Return a conversation that takes votes."""
    found = [conversation for conversation in Conversation.objects.all() if conversation.is_open]
    return found[0]


def _conversation() -> Arguments:
    return {"slug": open_conversation().slug}


def _statement() -> Arguments:
    statement = Statement.objects.filter(conversation=open_conversation()).order_by("number").first()
    assert statement is not None
    return {"slug": statement.conversation.slug, "number": statement.number}


def _provisional_table() -> Arguments:
    provisional = Provisional.objects.get(key=open_conversation().provisional_key)
    tables = finding_kinds.get(provisional.kind).tables(json.loads(provisional.released_json))
    return {"slug": open_conversation().slug, "name": tables[0].name}


def _provisional_figure() -> Arguments:
    provisional = Provisional.objects.get(key=open_conversation().provisional_key)
    return {"slug": open_conversation().slug, "name": sorted(provisional.figures)[0]}


def _finding() -> Finding:
    return Finding.objects.filter(states__state="current").earliest("pk")


def _digest() -> Arguments:
    return {"digest": _finding().digest}


def _table() -> Arguments:
    finding = _finding()
    return {
        "digest": finding.digest,
        "name": finding_kinds.get(finding.kind).tables(json.loads(finding.released_json))[0].name,
    }


def _figure() -> Arguments:
    finding = _finding()
    figure = finding_kinds.get(finding.kind).figures(json.loads(finding.released_json))[0]
    return {"digest": finding.digest, "name": figure.name, "picture_format": "svg"}


def _record() -> Arguments:
    return {"key": Record.objects.filter(kind="conversation").earliest("created_at").pk}


def _upload() -> Arguments:
    inquiry = Inquiry.objects.exclude(picture="").earliest("created_at")
    return {"path": inquiry.picture.name}


EXAMPLES: dict[str, Callable[[], Arguments]] = {
    "inquiries:detail": lambda: {"slug": Inquiry.objects.filter(public=True).earliest("created_at").slug},
    "inquiries:record": _record,
    "inquiries:trail": _record,
    "inquiries:trail-json": _record,
    "conversations:detail": _conversation,
    "conversations:vote": _conversation,
    "conversations:propose": _conversation,
    "conversations:statement": _statement,
    "conversations:yours": _conversation,
    "conversations:data": _conversation,
    "conversations:erase": _conversation,
    "conversations:results": _conversation,
    "conversations:figure": _provisional_figure,
    "conversations:table": _provisional_table,
    "conversations:moderation": _conversation,
    "evidence:detail": _digest,
    "evidence:verdict": _digest,
    "evidence:recompute": _digest,
    "evidence:table": _table,
    "evidence:data": _digest,
    "evidence:figure": _figure,
    "evidence:package": _digest,
    "media": _upload,
    "account_confirm_email": lambda: {"key": "no-such-key"},
    "account_reset_password_from_key": lambda: {"uidb36": "0", "key": "no-such-key"},
    "publications:detail": lambda: {"slug": PublicationPage.objects.live().earliest("pk").slug},
    "studio_conversations:step": lambda: {"pk": open_conversation().pk, "step": "recompute"},
    "studio_conversations:polis": lambda: {"pk": open_conversation().pk},
    "studio_conversations:exact": lambda: {"pk": open_conversation().pk},
    "studio_findings:restricted": lambda: {"pk": _finding().pk},
    "studio_findings:withdraw": lambda: {"pk": _finding().pk},
    "publication_studio:check": lambda: {"page_id": PublicationPage.objects.earliest("pk").pk},
}


def _any_of(model: Any) -> Arguments:
    """Return the key of some object of a model, under the name that Wagtail's views give it."""
    return {"pk": model._default_manager.order_by("pk").values_list("pk", flat=True)[0]}


def example(route: Route) -> str | None:
    """Return the path of an example of a route, or None where there is none."""
    given = EXAMPLES.get(route.name)
    if given is not None:
        try:
            return reverse(route.name, kwargs=dict(given()))
        except (LookupError, ObjectDoesNotExist):
            return None
    try:
        return reverse(route.name)
    except NoReverseMatch:
        pass
    if route.model is None:
        return None
    try:
        arguments = _any_of(route.model)
    except IndexError:
        return None
    for attempt in ({"kwargs": dict(arguments)}, {"args": list(arguments.values())}):
        try:
            return reverse(route.name, **attempt)  # type: ignore[arg-type]
        except NoReverseMatch:
            continue
    return None


def all_examples() -> dict[str, str | None]:
    """Return a path for each route, by its name."""
    return {route.name: example(route) for route in our_routes()}


def live_pages() -> dict[str, str | None]:
    """Return the path of a live page of each of our kinds."""
    found: dict[str, str | None] = {}
    for model in our_page_types():
        page = model.objects.live().order_by("-pk").first()
        found[model._meta.label] = page.get_url() if page is not None else None
    return found
