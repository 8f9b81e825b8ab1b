"""Conversations, their statements, who takes part, votes, and what imports keep."""

from pshub.practice.conversations.models.conversation import Conversation, ModerationReason, Routing
from pshub.practice.conversations.models.imports import ImportedVote, PolisImport
from pshub.practice.conversations.models.statement import Statement
from pshub.practice.conversations.models.voting import Participant, Vote

__all__ = [
    "Conversation",
    "ImportedVote",
    "ModerationReason",
    "Participant",
    "PolisImport",
    "Routing",
    "Statement",
    "Vote",
]
