"""The moderation queue: statements that nobody has read yet, conversation by conversation."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pshub.people.permissions import ANYWHERE, may
from pshub.people.requests import actor_of
from pshub.practice.conversations import actions
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, Statement

#: Statements shown at once: the oldest first, so that nobody waits for ever.
SHOWN = 100


class ModerationView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Shows the queue and takes decisions on it."""

    template_name = "conversations/studio/moderation.html"
    page_title = gettext_lazy("Statements to read")
    header_icon = "openquote"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here, which the page's head shows."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may moderate at least one of the conversations that wait, or any at all."""
        self.waiting = self._waiting()
        if not self.waiting and not may(actor_of(request), "conversations.moderate", scope=ANYWHERE):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Group the waiting statements by conversation, each with its published reasons."""
        groups: dict[Conversation, list[Statement]] = {}
        for statement in self.waiting:
            groups.setdefault(statement.conversation, []).append(statement)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "groups": [
                (conversation, list(conversation.reasons.all()), statements)
                for conversation, statements in groups.items()
            ]
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Accept or turn down the statements that were ticked; those decided by somebody else meanwhile are left."""
        chosen = {_uuid(text) for text in request.POST.getlist("statement")}
        ticked = [statement for statement in self.waiting if statement.pk in chosen]
        decision, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
        if not ticked:
            messages.error(request, _("Tick at least one statement that still waits to be read."))
        elif decision == "reject" and not reason:
            messages.error(request, _("Choose the published reason for which you turn the statements down."))
        else:
            self._decide(request, ticked, decision, reason)
        return redirect("conversations_moderation")

    def _decide(self, request: HttpRequest, ticked: list[Statement], decision: str, reason: str) -> None:
        by, done = actor_of(request), 0
        for statement in ticked:
            try:
                if decision == "reject":
                    actions.reject_statement(statement=statement, reason=reason, by=by)
                else:
                    actions.accept_statement(statement=statement, by=by)
            except ConversationError as refused:
                messages.error(request, str(refused))
                continue
            done += 1
        if done and decision == "reject":
            words = ngettext("Turned down %(n)s statement.", "Turned down %(n)s statements.", done)
            messages.success(request, words % {"n": done})
        elif done:
            words = ngettext("Accepted %(n)s statement.", "Accepted %(n)s statements.", done)
            messages.success(request, words % {"n": done})

    def _waiting(self) -> list[Statement]:
        actor = actor_of(self.request)
        rows = (
            Statement.objects.filter(state=Statement.State.PENDING)
            .select_related("conversation__record__inquiry", "record")
            .prefetch_related("conversation__reasons")
            .order_by("submitted_at", "conversation", "number")
        )
        everywhere = may(actor, "conversations.moderate")
        own: dict[uuid.UUID, bool] = {}
        found = []
        for row in rows[:SHOWN]:
            if not everywhere and row.conversation_id not in own:
                scope = row.conversation.record.inquiry
                own[row.conversation_id] = may(actor, "conversations.moderate", scope=scope)
            if everywhere or own[row.conversation_id]:
                found.append(row)
        return found


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
