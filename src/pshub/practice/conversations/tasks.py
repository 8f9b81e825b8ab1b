"""What the worker does for conversations: draw maps, seal results, erase, destroy keys when their time has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from pshub.delivery import outbox, schedule
from pshub.evidence.models import Provisional
from pshub.people.actors import Actor
from pshub.practice.conversations import actions, pseudonyms
from pshub.practice.conversations.models import Conversation, Vote

WORKER = Actor.system("worker")


@outbox.handler(actions.RECOMPUTE)
def draw_map(payload: Mapping[str, Any]) -> None:
    """Draw the provisional map of a conversation."""
    conversation = _conversation(payload)
    if conversation is not None and not conversation.loading:
        actions.recompute(conversation=conversation, by=WORKER)


@outbox.handler(actions.CLOSE)
def seal_closed(payload: Mapping[str, Any]) -> None:
    """Seal the result of a conversation that has closed."""
    conversation = _conversation(payload)
    if conversation is None or conversation.loading:
        return
    if conversation.status == Conversation.Status.CLOSED and _voted_on(conversation):
        actions.close_and_seal(conversation=conversation, by=WORKER)


@outbox.handler(actions.ERASED)
def erase_sources(payload: Mapping[str, Any]) -> None:
    """Erase the sealed inputs that hold votes of people who were erased."""
    conversation = _conversation(payload)
    if conversation is not None:
        actions.erase_sources(conversation=conversation, by=WORKER)


@schedule.every(minutes=5, name="conversations.recompute")
def draw_due_maps() -> int:
    """Ask for a new map of each open conversation that people voted in since the last one; return how many."""
    now = timezone.now()
    before = now - timedelta(minutes=settings.RECOMPUTE_MINUTES)
    asked = 0
    for conversation in _running().filter(closes_at__isnull=True) | _running().filter(closes_at__gt=now):
        drawn = Provisional.objects.filter(key=conversation.provisional_key).values_list("exact_at", flat=True).first()
        if drawn is not None and drawn > before:
            continue
        votes = Vote.objects.filter(participant__conversation=conversation)
        if (votes.filter(cast_at__gt=drawn) if drawn else votes).exists():
            actions.request_recompute(conversation=conversation, by=WORKER)
            asked += 1
    return asked


@schedule.every(minutes=1, name="conversations.close")
def seal_due_results() -> int:
    """Ask for the result of each conversation whose closing time has come; return how many.

    Imported ones are sealed when somebody asks for it: their closing time is long past when they come.
    """
    due = _running().filter(closes_at__lte=timezone.now(), sealed_at__isnull=True, polis_import__isnull=True)
    asked = 0
    for conversation in due:
        if _voted_on(conversation):
            actions.request_seal(conversation=conversation, by=WORKER)
            asked += 1
    return asked


@schedule.every(minutes=60, name="conversations.destroy_keys")
def destroy_due_keys() -> int:
    """Destroy the keys of conversations that closed long enough ago; return how many."""
    now = timezone.now()
    votes = _running().filter(closes_at__lte=now - pseudonyms.VOTE_KEY_KEPT, vote_keys_destroyed_at__isnull=True)
    statements = _running().filter(
        closes_at__lte=now - pseudonyms.STATEMENT_KEY_KEPT, statement_keys_destroyed_at__isnull=True
    )
    destroyed = 0
    for conversation in votes:
        actions.destroy_keys(conversation=conversation, purpose="votes", by=WORKER)
        destroyed += 1
    for conversation in statements:
        actions.destroy_keys(conversation=conversation, purpose="statements", by=WORKER)
        destroyed += 1
    return destroyed


def _conversation(payload: Mapping[str, Any]) -> Conversation | None:
    return Conversation.objects.select_related("record__inquiry").filter(pk=payload["conversation"]).first()


def _running() -> QuerySet[Conversation]:
    return Conversation.objects.select_related("record__inquiry").filter(opens_at__isnull=False, loading=False)


def _voted_on(conversation: Conversation) -> bool:
    return Vote.objects.filter(participant__conversation=conversation).exists()
