"""The conversations application."""

from __future__ import annotations

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Statements, votes, moderation, opinion map."""

    name = "pshub.practice.conversations"
    label = "conversations"
    verbose_name = "Conversations"

    def ready(self) -> None:
        """Announce the record kinds, and register what the worker does for conversations."""
        from pshub.inquiries import kinds
        from pshub.practice.conversations import record_kinds, tasks  # noqa: F401

        kinds.register(record_kinds.STATEMENT)
        kinds.register(record_kinds.CONVERSATION)
