"""Pages that only tell: what a conversation is, how it is moderated, one statement."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pshub.people.permissions import may
from pshub.people.requests import actor_of
from pshub.practice.conversations.browser import browser_of
from pshub.practice.conversations.models import Conversation, ModerationReason, Statement
from pshub.practice.conversations.outcomes import people_on, released_of
from pshub.practice.conversations.querysets import accepted, provisional_of, public_finding_of
from pshub.practice.conversations.views.opening import conversation_or_404, crumbs

PAGE = 50


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is asked, how long, how statements are moderated, what is kept and how the result is made."""
    conversation = conversation_or_404(request, slug)
    context = {
        "conversation": conversation,
        "breadcrumbs": crumbs(conversation, inside=False),
        "reasons": list(conversation.reasons.all()),
        "statements": accepted(conversation).count(),
        "takes_part": browser_of(request, conversation).takes_part,
        "has_result": provisional_of(conversation) is not None or public_finding_of(conversation) is not None,
    }
    return render(request, "conversations/detail.html", context)


@require_safe
def moderation(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how statements are moderated, how many were accepted, and which were turned down for what reason."""
    conversation = conversation_or_404(request, slug)
    states = dict(
        conversation.statements.order_by().values_list("state").annotate(rows=Count("pk")).values_list("state", "rows")
    )
    reasons = list(ModerationReason.objects.filter(conversation=conversation).annotate(rows=Count("statements")))
    rejected = (
        conversation.statements.filter(state=Statement.State.REJECTED)
        .select_related("reason")
        .order_by("reason__order", "number")
    )
    context = {
        "conversation": conversation,
        "breadcrumbs": crumbs(conversation),
        "reasons": reasons,
        "accepted": states.get(Statement.State.ACCEPTED, 0),
        "rejected": states.get(Statement.State.REJECTED, 0),
        "pending": states.get(Statement.State.PENDING, 0),
        "page": Paginator(rejected, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "conversations/moderation.html", context)


@require_safe
def statement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one statement: its words, where it came from and what became of it."""
    conversation = conversation_or_404(request, slug)
    rows = Statement.objects.filter(conversation=conversation)
    if not may(actor_of(request), "conversations.moderate", scope=conversation.record.inquiry):
        rows = rows.filter(state=Statement.State.ACCEPTED)
    found = get_object_or_404(rows.select_related("record", "reason"), number=number)
    context = {
        "conversation": conversation,
        "breadcrumbs": crumbs(conversation),
        "statement": found,
        "people": people_on(released_of(conversation), found.number),
        "can_vote": conversation.status == Conversation.Status.OPEN and found.state == Statement.State.ACCEPTED,
    }
    return render(request, "conversations/statement.html", context)
