"""What somebody who takes part has said here, what became of it, and their data to take out or erase."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pshub.inquiries.models import Derivation, Record
from pshub.inquiries.querysets import visible_records
from pshub.people.limits import limited
from pshub.people.requests import actor_of
from pshub.practice.conversations import actions
from pshub.practice.conversations.browser import Browser, browser_of, forget
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.forms import ErasureForm
from pshub.practice.conversations.models import Conversation, Statement, Vote
from pshub.practice.conversations.outcomes import people_on, released_of
from pshub.practice.conversations.querysets import accepted, public_finding_of
from pshub.practice.conversations.views.opening import conversation_or_404, crumbs


@never_cache
@require_safe
def yours(request: HttpRequest, slug: str) -> HttpResponse:
    """Show somebody's statements and what became of them, and their votes."""
    conversation = conversation_or_404(request, slug)
    return _page(request, conversation, ErasureForm())


@never_cache
@limited("export", methods=("GET", "HEAD"))
@require_safe
def data(request: HttpRequest, slug: str) -> JsonResponse:
    """Give somebody all that is kept of them in this conversation."""
    conversation = conversation_or_404(request, slug)
    browser = browser_of(request, conversation)
    content: dict[str, Any] = {
        "conversation": str(conversation),
        "question": conversation.question,
        "votes": [
            {
                "statement": row.statement.number,
                "text": row.statement.text,
                "vote": row.value,
                "cast_at": row.cast_at,
                "changes": row.changes,
            }
            for row in _votes(conversation, browser)
        ],
        "statements": [
            {
                "statement": row.number,
                "text": row.text,
                "state": row.state,
                "reason": row.reason.words if row.reason is not None else None,
                "added_at_hour": row.submitted_at,
            }
            for row in _statements(conversation, browser)
        ],
    }
    name = f"{conversation.slug}-my-data.json"
    return JsonResponse(
        content,
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@limited("export")
@require_http_methods(["POST"])
def erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Erase somebody's rows, once they have said that they are sure."""
    conversation = conversation_or_404(request, slug)
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _page(request, conversation, form, status=422)
    browser = browser_of(request, conversation)
    if browser.voter is not None:
        try:
            actions.erase_participant(conversation=conversation, by=browser.voter)
        except ConversationError as nothing:
            if nothing.code != "unknown-participant":
                raise
    if browser.author is not None:
        actions.erase_authorship(conversation=conversation, by=browser.author)
    messages.success(request, _("Your votes have been erased, and nothing joins you to your statements any more."))
    response = HttpResponseRedirect(reverse("conversations:yours", args=[conversation.slug]), status=303)
    forget(response, conversation)
    return response


def _page(request: HttpRequest, conversation: Conversation, form: ErasureForm, *, status: int = 200) -> HttpResponse:
    browser = browser_of(request, conversation)
    statements = _statements(conversation, browser)
    votes = _votes(conversation, browser)
    context = {
        "conversation": conversation,
        "breadcrumbs": crumbs(conversation),
        "takes_part": browser.takes_part,
        "votes_lost": browser.takes_part and browser.voter is None,
        "statements": _with_people(conversation, statements),
        "votes": votes,
        "total": accepted(conversation).count(),
        "finding": public_finding_of(conversation) if statements else None,
        "became": _became(request, conversation) if statements else [],
        "form": form,
    }
    return render(request, "conversations/yours.html", context, status=status)


def _statements(conversation: Conversation, browser: Browser) -> list[Statement]:
    if browser.author is None:
        return []
    own = conversation.statements.filter(author=browser.author.pseudonym)
    return list(own.select_related("reason", "record"))


def _with_people(conversation: Conversation, statements: list[Statement]) -> list[tuple[Statement, int | None]]:
    """Return each statement with about how many people voted on it."""
    released = released_of(conversation) if statements else None
    return [(row, people_on(released, row.number)) for row in statements]


def _votes(conversation: Conversation, browser: Browser) -> list[Vote]:
    if browser.voter is None:
        return []
    own = Vote.objects.filter(participant__conversation=conversation, participant__pseudonym=browser.voter.pseudonym)
    return list(own.select_related("statement").order_by("statement__number"))


def _became(request: HttpRequest, conversation: Conversation) -> list[Record]:
    """Return what came out of the conversation next, as far as this reader may see it."""
    next_records = Derivation.objects.filter(upstream=conversation.pk).values("downstream_id")
    return list(visible_records(actor_of(request)).filter(pk__in=next_records))
