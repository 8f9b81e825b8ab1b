"""The conversations application."""

from __future__ import annotations

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Statements, votes, moderation, opinion map."""

    name = "pshub.practice.conversations"
    label = "conversations"
    verbose_name = "Conversations"

    def ready(self) -> None:
        """Announce record kinds and the part of the story, and register what the worker does for conversations."""
        from django.utils.translation import gettext_lazy as _

        from pshub.evidence import kinds as finding_kinds
        from pshub.inquiries import kinds, sections
        from pshub.practice.conversations import findings, record_kinds, story, tasks  # noqa: F401

        finding_kinds.register(findings.OPINION_MAP)

        kinds.register(record_kinds.STATEMENT)
        kinds.register(record_kinds.CONVERSATION)
        sections.register(sections.Section(name="heard", order=200, title=_("What was heard"), provide=story.heard))
