"""What can be done to conversations, statements and votes. Nothing else writes to their tables.

`importing.import_polis` is not among the names here: it needs NumPy, which no web process loads.
"""

from pshub.practice.conversations.actions.conversations import (
    DEFAULT_REASONS,
    Reason,
    change_conversation,
    close_conversation,
    create_conversation,
    open_conversation,
    set_reasons,
)
from pshub.practice.conversations.actions.erasure import destroy_keys, erase_authorship, erase_participant
from pshub.practice.conversations.actions.exporting import export_polis, take_exact
from pshub.practice.conversations.actions.results import (
    close_and_seal,
    erase_sources,
    recompute,
    request_recompute,
    request_seal,
)
from pshub.practice.conversations.actions.statements import (
    accept_statement,
    change_statement,
    reject_statement,
    seed_statement,
    submit_statement,
)
from pshub.practice.conversations.actions.topics import CLOSE, ERASED, RECOMPUTE
from pshub.practice.conversations.actions.voting import BulkVote, cast_vote, import_votes, withdraw_vote

__all__ = [
    "CLOSE",
    "DEFAULT_REASONS",
    "ERASED",
    "RECOMPUTE",
    "BulkVote",
    "Reason",
    "accept_statement",
    "cast_vote",
    "change_conversation",
    "change_statement",
    "close_and_seal",
    "close_conversation",
    "create_conversation",
    "destroy_keys",
    "erase_authorship",
    "erase_participant",
    "erase_sources",
    "export_polis",
    "import_votes",
    "open_conversation",
    "recompute",
    "reject_statement",
    "request_recompute",
    "request_seal",
    "seed_statement",
    "set_reasons",
    "submit_statement",
    "take_exact",
    "withdraw_vote",
]
