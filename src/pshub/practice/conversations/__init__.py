"""Conversations: statements, votes, moderation, the opinion map."""
