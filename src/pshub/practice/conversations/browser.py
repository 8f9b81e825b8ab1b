"""What a browser holds for one conversation: a random token in a cookie that is sent to that conversation only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from pshub.people.actors import Actor
from pshub.practice.conversations import pseudonyms
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation

COOKIE = "pshub-taking-part"
KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Browser:
    """The two people that a browser stands for in a conversation: one who votes, one who writes statements.

    Attributes
    ----------
    token
        Empty where this browser has not taken part.
    voter, author
        None where this browser has not taken part, or once the key has been destroyed.
    """

    token: str
    voter: Actor | None
    author: Actor | None

    @property
    def takes_part(self) -> bool:
        """Whether this browser has voted or added a statement before."""
        return bool(self.token)


def browser_of(request: HttpRequest, conversation: Conversation) -> Browser:
    """Return who a request's browser is in a conversation. A cookie that we did not sign counts as none."""
    token = request.get_signed_cookie(COOKIE, default="", salt=_salt(conversation)) or ""
    return _browser(conversation, token)


def new_browser(conversation: Conversation) -> Browser:
    """Return somebody who takes part for the first time; `remember` sends the cookie."""
    return _browser(conversation, pseudonyms.new_token())


def remember(response: HttpResponseBase, conversation: Conversation, browser: Browser) -> None:
    """Send the cookie that lets somebody change their votes later."""
    response.set_signed_cookie(
        COOKIE,
        browser.token,
        salt=_salt(conversation),
        max_age=int(KEPT.total_seconds()),
        path=reverse("conversations:detail", args=[conversation.slug]),
        secure=settings.SECURE_CONNECTION,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponseBase, conversation: Conversation) -> None:
    """Delete the cookie."""
    response.delete_cookie(COOKIE, path=reverse("conversations:detail", args=[conversation.slug]), samesite="Lax")


def _salt(conversation: Conversation) -> str:
    return f"conversation {conversation.pk}"


def _browser(conversation: Conversation, token: str) -> Browser:
    if not token:
        return Browser("", None, None)
    return Browser(token, _voter(conversation, token), _author(conversation, token))


def _voter(conversation: Conversation, token: str) -> Actor | None:
    try:
        return Actor.participant(pseudonyms.voting_pseudonym(conversation, token))
    except ConversationError:
        return None


def _author(conversation: Conversation, token: str) -> Actor | None:
    try:
        return Actor.participant(pseudonyms.authorship_pseudonym(conversation, token))
    except ConversationError:
        return None
