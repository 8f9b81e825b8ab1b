"""Conversations and statements in the studio."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic

from pshub.inquiries.models import Inquiry
from pshub.people.actors import Actor
from pshub.people.permissions import may
from pshub.people.requests import actor_of
from pshub.people.studio import ActionViewSet
from pshub.practice.conversations import actions
from pshub.practice.conversations.actions import Reason
from pshub.practice.conversations.models import Conversation, Statement
from pshub.practice.conversations.querysets import findings_of, provisional_of
from pshub.practice.conversations.studio.forms import ConversationForm, OpeningForm, StatementForm
from pshub.practice.conversations.studio.steps import ExactView, PolisExportView, StepView


def _inquiry_of(row: Any) -> Inquiry | None:
    conversation = row.conversation if isinstance(row, Statement) else row
    inquiry: Inquiry | None = conversation.record.inquiry
    return inquiry


def change(*, conversation: Conversation, by: Actor, reasons: Sequence[Reason] | None = None, **fields: Any) -> Any:
    """Change a conversation and, before it opens, the reasons for turning statements down."""
    with transaction.atomic():  # what refuses one change leaves the other undone too
        if reasons is not None:
            actions.set_reasons(conversation=conversation, reasons=reasons, by=by)
        return actions.change_conversation(conversation=conversation, by=by, **fields)


class ConversationIndexView(generic.IndexView):  # type: ignore[misc]
    """All conversations, with how many statements wait to be read, in a fixed number of queries."""

    def get_base_queryset(self) -> QuerySet[Conversation]:
        """Return conversations with their records."""
        pending = Count("statements", filter=Q(statements__state=Statement.State.PENDING))
        return Conversation.objects.select_related("record__inquiry").annotate(pending=pending)


class ConversationInspectView(generic.InspectView):  # type: ignore[misc]
    """One conversation, and what may be done with it."""

    template_name = "conversations/studio/inspect.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how far it is, its results, and what this reader may do."""
        conversation: Conversation = self.object
        actor, inquiry = actor_of(self.request), conversation.record.inquiry
        states = conversation.statements.order_by().values("state").annotate(rows=Count("pk"))
        counts = dict(states.values_list("state", "rows"))
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "conversation": conversation,
            "counts": [(label, counts.get(value, 0)) for value, label in Statement.State.choices],
            "people": conversation.participants.count(),
            "provisional": provisional_of(conversation),
            "findings": list(findings_of(conversation)),
            "opening": OpeningForm(),
            "may_manage": may(actor, "conversations.manage", scope=inquiry),
            "may_moderate": may(actor, "conversations.moderate", scope=inquiry),
            "may_seal": may(actor, "evidence.seal", scope=inquiry),
            "may_export": may(actor, "conversations.export", scope=inquiry),
            "may_see_exact": may(actor, "evidence.restricted", scope=inquiry),
        }


class ConversationViewSet(ActionViewSet):
    """Conversations."""

    model = Conversation
    icon = "comment"
    menu_label = _("Conversations")
    menu_name = "conversations"
    menu_order = 120
    pk_path_converter = "uuid"
    index_view_class = ConversationIndexView
    inspect_view_class = ConversationInspectView
    inspect_view_enabled = True
    capabilities: ClassVar[dict[str, str]] = {
        "view": "studio.enter",
        "add": "conversations.manage",
        "change": "conversations.manage",
    }
    scope_of = staticmethod(_inquiry_of)
    create_action = staticmethod(actions.create_conversation)
    change_action = staticmethod(change)
    list_display = (
        "__str__",
        Column("inquiry", label=_("Inquiry"), accessor="record.inquiry"),
        Column("status", label=_("Status"), accessor="status.label"),
        Column("pending", label=_("To be read"), accessor="pending"),
        DateColumn("closes_at", label=_("Closes")),
    )
    search_fields = ("record__title", "question")

    def get_form_class(self, for_update: bool = False) -> type[ConversationForm]:
        """Return the form; it tells new conversations from stored ones itself."""
        return ConversationForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the steps of a conversation and what analysts may take out."""
        return [
            *super().get_urlpatterns(),
            path("step/<uuid:pk>/<slug:step>/", StepView.as_view(), name="step"),
            path("polis/<uuid:pk>/", PolisExportView.as_view(), name="polis"),
            path("exact/<uuid:pk>/", ExactView.as_view(), name="exact"),
        ]


class StatementIndexView(generic.IndexView):  # type: ignore[misc]
    """All statements."""

    def get_base_queryset(self) -> QuerySet[Statement]:
        """Return statements with what the list shows."""
        return Statement.objects.select_related("record", "conversation__record__inquiry", "reason")


class StatementViewSet(ActionViewSet):
    """Statements: written beforehand, corrected while nobody has voted on them."""

    model = Statement
    icon = "openquote"
    menu_label = _("Statements")
    menu_name = "statements"
    menu_order = 121
    pk_path_converter = "uuid"
    index_view_class = StatementIndexView
    capabilities: ClassVar[dict[str, str]] = {
        "view": "studio.enter",
        "add": "conversations.moderate",
        "change": "conversations.moderate",
    }
    scope_of = staticmethod(_inquiry_of)
    create_action = staticmethod(actions.seed_statement)
    change_action = staticmethod(actions.change_statement)
    list_display = (
        "__str__",
        "number",
        Column("conversation", label=_("Conversation"), accessor="conversation"),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("origin", label=_("From"), accessor="get_origin_display"),
    )
    list_filter = ("conversation", "state", "origin")
    search_fields = ("text",)
    ordering = ("conversation", "number")

    def get_form_class(self, for_update: bool = False) -> type[StatementForm]:
        """Return the form; it tells new statements from stored ones itself."""
        return StatementForm
