"""Who takes part, without knowing who it is: keyed hashes of a token that only the person's browser holds.

Each conversation has two keys of its own, kept as files outside the database: one for votes, one for statements. The
pseudonym under which somebody votes and the one under which the same person's statements stand can be joined only by
whoever has both keys and the person's browser. When a key file is destroyed nobody can join a browser to its rows
again, whoever has the database.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import uuid
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings

from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation

Purpose = Literal["votes", "statements"]

#: How long after closing people can still take out and erase their votes.
VOTE_KEY_KEPT = timedelta(days=30)
#: How long after closing people can still see what became of their statements.
STATEMENT_KEY_KEPT = timedelta(days=730)

_KEY_BYTES = 32


def new_token() -> str:
    """Return a token for a browser to keep: 256 random bits."""
    return secrets.token_urlsafe(32)


def voting_pseudonym(conversation: Conversation, token: str) -> str:
    """Return the pseudonym under which the holder of a token votes.

    Raises
    ------
    ConversationError
        ``keys-destroyed``.
    """
    if conversation.vote_keys_destroyed_at is not None:
        raise ConversationError("keys-destroyed")
    return _pseudonym(conversation.pk, "votes", token)


def authorship_pseudonym(conversation: Conversation, token: str) -> str:
    """Return the pseudonym under which the statements of a token's holder stand.

    Raises
    ------
    ConversationError
        ``keys-destroyed``.
    """
    if conversation.statement_keys_destroyed_at is not None:
        raise ConversationError("keys-destroyed")
    return _pseudonym(conversation.pk, "statements", token)


def destroy_key(conversation_id: uuid.UUID, purpose: Purpose) -> bool:
    """Overwrite and remove a key; return whether there was one."""
    path = _path(conversation_id, purpose)
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def _path(conversation_id: uuid.UUID, purpose: Purpose) -> Path:
    return Path(settings.KEYS) / "conversations" / f"{conversation_id}.{purpose}.key"


def _key(conversation_id: uuid.UUID, purpose: Purpose) -> bytes:
    path = _path(conversation_id, purpose)
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        key = _make_key(path)
    return key


def _make_key(path: Path) -> bytes:
    """Write a new key whole or not at all; of two processes that try at once, both use the one that came first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # Another process may have come first.
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    return path.read_bytes()


def _pseudonym(conversation_id: uuid.UUID, purpose: Purpose, token: str) -> str:
    key = _key(conversation_id, purpose)
    return hmac.new(key, f"{purpose}:{token}".encode(), hashlib.sha256).hexdigest()
