"""The voting page: one statement at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pshub.people.limits import allow, limited, too_many
from pshub.practice.conversations import actions
from pshub.practice.conversations.browser import Browser, browser_of, new_browser, remember
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, Routing, Statement, Vote
from pshub.practice.conversations.querysets import accepted, own_votes
from pshub.practice.conversations.routing import draw
from pshub.practice.conversations.views.opening import conversation_or_404, crumbs

VALUES = {"agree": 1, "disagree": -1, "pass": 0}
WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody is shown next.

    Attributes
    ----------
    statement
        None where they have voted on everything.
    said
        What they said of it before, where they come back to it.
    done, total
        How many statements they voted on, and how many there are.
    """

    statement: Statement | None
    said: str
    done: int
    total: int


@never_cache
@limited("vote")
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a statement to vote on, or take a vote and show the next."""
    conversation = conversation_or_404(request, slug)
    if not conversation.is_open:
        messages.info(request, _not_open_words(conversation))
        return redirect(conversation)
    browser = browser_of(request, conversation)
    if request.method == "POST":
        return _take(request, conversation, browser)
    turn = _turn(conversation, browser, wanted=_number(request.GET.get("statement")))
    last = _last(conversation, browser, _number(request.GET.get("after")))
    return render(request, "conversations/vote.html", _context(conversation, turn, last))


def _take(request: HttpRequest, conversation: Conversation, browser: Browser) -> HttpResponse:
    if not browser.takes_part:
        if not allow(request, "join"):
            return too_many(request, "join")
        browser = new_browser(conversation)
    choice = request.POST.get("vote", "")
    statement = accepted(conversation).filter(number=_number(request.POST.get("statement")) or -1).first()
    try:
        refused = _cast(conversation, browser, statement, choice)
    except ConversationError as error:
        refused = str(error)
    response: HttpResponse
    if refused or not getattr(request, "htmx", False):
        if refused:
            messages.error(request, refused)
        address = reverse("conversations:vote", args=[conversation.slug])
        after = f"?after={statement.number}" if statement is not None and choice in VALUES and not refused else ""
        response = HttpResponseRedirect(f"{address}{after}", status=303)
        if getattr(request, "htmx", False):
            response = HttpResponse(headers={"HX-Redirect": address})
    else:
        last = (statement, choice) if statement is not None and choice in VALUES else None
        context = {**_context(conversation, _turn(conversation, browser), last), "moved": True}
        response = render(request, "conversations/vote_region.html", context)
    if not refused:
        remember(response, conversation, browser)
    return response


def _cast(conversation: Conversation, browser: Browser, statement: Statement | None, choice: str) -> str:
    """Cast or withdraw a vote; return why it could not be done, empty where it was."""
    if browser.voter is None:
        return _("Your votes can no longer be told from those of others, so none can be added.")
    if statement is None:
        return _("That statement is no longer put to the vote. Here is another.")
    if choice == WITHDRAW:
        actions.withdraw_vote(conversation=conversation, statement=statement, by=browser.voter)
    elif choice in VALUES:
        actions.cast_vote(conversation=conversation, statement=statement, value=VALUES[choice], by=browser.voter)
    else:
        return _("Choose Agree, Disagree or Pass.")
    return ""


def _turn(conversation: Conversation, browser: Browser, *, wanted: int | None = None) -> Turn:
    votes = own_votes(conversation, browser.voter.pseudonym) if browser.voter is not None else {}
    numbers = list(accepted(conversation).values_list("number", flat=True))
    unseen = [number for number in numbers if number not in votes]
    number: int | None
    if wanted in numbers:
        number = wanted
    else:
        weights = Routing.objects.filter(conversation=conversation).values_list("weights", flat=True).first()
        number = draw(unseen, weights or {})
    statement = accepted(conversation).get(number=number) if number is not None else None
    said = _words(votes[number]) if number is not None and number in votes else ""
    return Turn(statement=statement, said=said, done=len(numbers) - len(unseen), total=len(numbers))


def _last(conversation: Conversation, browser: Browser, number: int | None) -> tuple[Statement, str] | None:
    """Return the statement that was just voted on and what was said of it, to offer a change of mind."""
    if number is None or browser.voter is None:
        return None
    found = (
        Vote.objects.filter(
            participant__conversation=conversation,
            participant__pseudonym=browser.voter.pseudonym,
            statement__number=number,
        )
        .select_related("statement")
        .first()
    )
    return None if found is None else (found.statement, _words(found.value))


def _context(conversation: Conversation, turn: Turn, last: tuple[Statement, str] | None) -> dict[str, Any]:
    return {
        "conversation": conversation,
        "breadcrumbs": crumbs(conversation),
        "turn": turn,
        "last_statement": last[0] if last else None,
        "last_said": last[1] if last else "",
    }


def _words(value: int) -> str:
    return next(words for words, known in VALUES.items() if known == value)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def _not_open_words(conversation: Conversation) -> str:
    if conversation.loading:
        return _("Votes are being loaded into this conversation. Try again in a few minutes.")
    if conversation.status == Conversation.Status.PLANNED:
        return _("This conversation is not open yet.")
    return _("This conversation has closed: it takes no more votes.")
