"""What people said: the provisional map of an open conversation, the sealed finding of a closed one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pshub.people.limits import limited
from pshub.people.requests import actor_of
from pshub.practice.conversations import actions
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation
from pshub.practice.conversations.outcomes import SHORT_TABLE, Outcome, outcome_of, stale_pictures
from pshub.practice.conversations.querysets import has_votes, provisional_of, voters_since
from pshub.practice.conversations.views.opening import conversation_or_404, crumbs


@limited("recompute")
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the result, or queue a new drawing of the provisional one."""
    conversation = conversation_or_404(request, slug)
    if request.method == "POST":
        return _update(request, conversation)
    outcome = outcome_of(conversation)
    context: dict[str, Any] = {
        "conversation": conversation,
        "breadcrumbs": crumbs(conversation),
        "outcome": outcome,
        "short_table": SHORT_TABLE,
        "since": _since(conversation, outcome),
        "how_often": _how_often(settings.RECOMPUTE_MINUTES),
        "evidence_url": outcome.finding.get_absolute_url() if outcome is not None and outcome.finding else "",
        "left_out_words": _left_out_words(),
    }
    return render(request, "conversations/results.html", context)


@require_safe
def table(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Show one table of the result by itself."""
    conversation = conversation_or_404(request, slug)
    outcome = outcome_of(conversation)
    tables = [] if outcome is None else [*outcome.tables, *(p.table for p in outcome.pictures if p.table is not None)]
    found = next((table for table in tables if table.name == name), None)
    if found is None:
        raise Http404(_("There is no such table."))
    way = [*crumbs(conversation), (_("What people said"), reverse("conversations:results", args=[conversation.slug]))]
    context = {"conversation": conversation, "breadcrumbs": way, "table": found, "outcome": outcome}
    return render(request, "conversations/table.html", context)


@require_safe
def figure(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Serve a picture of the provisional map, as the worker drew it."""
    conversation = conversation_or_404(request, slug)
    provisional = provisional_of(conversation)
    picture = provisional.figures.get(name) if provisional is not None else None
    if picture is None or provisional is None or name in stale_pictures(conversation, provisional):
        raise Http404(_("This picture has not been drawn."))
    response = HttpResponse(picture, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "no-cache"
    return response


def _update(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    if conversation.sealed_at is not None:
        messages.info(request, _("This result is sealed: it changes no more."))
    else:
        try:
            actions.request_recompute(conversation=conversation, by=actor_of(request))
        except ConversationError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request,
                _(
                    "The worker looks at the votes again, which takes some seconds: then load this page again. If "
                    "fewer than 10 people have voted or changed a vote since, the public map stays as it is."
                ),
            )
    return HttpResponseRedirect(reverse("conversations:results", args=[conversation.slug]), status=303)


def _since(conversation: Conversation, outcome: Outcome | None) -> str:
    """Say in words how many people voted since the map was drawn, no more exactly than may be known."""
    if conversation.sealed_at is not None:
        return ""
    if outcome is None:
        return _("People have voted, but no map has been drawn yet.") if has_votes(conversation) else ""
    people = voters_since(conversation, outcome.drawn_at)
    # Nobody or some few: which of both it is would tell when a single person voted.
    if people < 10:
        return _("Fewer than 10 people have voted or changed a vote since.")
    return _("About %(people)s people have voted or changed a vote since.") % {"people": 5 * round(people / 5)}


def _left_out_words() -> str:
    return _(
        "Fewer than 10 people voted or changed a vote after the last public map. Two results side by side would tell "
        "what they said. The public result is sealed on the votes of that map; analysts of the hub have the rest."
    )


def _how_often(minutes: int) -> str:
    if minutes <= 1:
        return _("every minute")
    if minutes % 60:
        return _("every %(count)s minutes") % {"count": minutes}
    return _("every hour") if minutes == 60 else _("every %(count)s hours") % {"count": minutes // 60}
