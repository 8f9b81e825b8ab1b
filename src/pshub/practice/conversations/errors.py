"""What can go wrong in a conversation, in words for the person who meets it."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, str | Promise] = {
    "not-open": _("This conversation is not open yet: votes and statements are taken from the day it opens."),
    "closed": _("This conversation has closed: it takes no more votes or statements."),
    "loading": _("Votes are being loaded into this conversation: try again when that has finished."),
    "already-open": _("This conversation has opened: {field} was published before and can no longer be changed."),
    "already-sealed": _("The result of this conversation has been sealed: it can no longer be changed."),
    "bad-time": _("That is not a day and time: write it like 2027-03-07 09:00."),
    "no-policy": _("Say how statements are moderated before the conversation opens."),
    "no-reasons": _("Give at least one reason for which statements may be turned down before the conversation opens."),
    "closes-before-opening": _("The conversation would close before it opens: give a later closing time."),
    "unknown-field": _("A conversation has no {field} that can be changed."),
    "no-statements-taken": _("This conversation takes no statements: all of them were written beforehand."),
    "empty-statement": _("Write your statement."),
    "long-statement": _(
        "Your statement is {length} characters long. It must be {limit} characters or fewer: keep it to one idea."
    ),
    "same-statement": _("Somebody has already said that: your statement is the same as statement {number}."),
    "same-pending": _("Somebody has already said that: the same statement is waiting to be read."),
    "same-rejected": _("The same statement was turned down before: {reason}"),
    "unknown-statement": _("There is no statement {number} to vote on in this conversation."),
    "unknown-reason": _("{reason} is not one of the reasons that were published for this conversation."),
    "voted-on": _("People have voted on statement {number} already: it can still be turned down, not changed."),
    "vote-value": _("A vote is 1 (agree), -1 (disagree) or 0 (pass); {value} is none of these."),
    "not-a-participant": _("Only somebody who takes part can vote, and only for themselves."),
    "keys-destroyed": _("The key that joins a browser to its votes has been destroyed: nobody can tell them any more."),
    "unknown-participant": _("Nobody of that name takes part in this conversation."),
    "no-votes": _("Nobody has voted yet, so there is no result."),
    "still-open": _("This conversation is still open: close it first."),
}


class ConversationError(ValueError):
    """Something asked of a conversation cannot be done.

    Attributes
    ----------
    code
        Stable identifier, a key of ``MESSAGES``.
    params
        What the message names.
    """

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(str(MESSAGES[code]).format(**params))
