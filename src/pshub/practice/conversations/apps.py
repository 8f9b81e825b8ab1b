"""The conversations application."""

from __future__ import annotations

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Statements, votes, moderation, opinion map."""

    name = "pshub.practice.conversations"
    label = "conversations"
    verbose_name = "Conversations"
