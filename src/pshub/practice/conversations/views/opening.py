"""What every page of a conversation starts from: the conversation, if this reader may see it, and where it stands."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pshub.people.requests import actor_of
from pshub.practice.conversations.models import Conversation
from pshub.practice.conversations.querysets import visible_conversations

Crumbs = list[tuple[str | Promise, str]]


def conversation_or_404(request: HttpRequest, slug: str) -> Conversation:
    """Return the conversation at an address. One that may not be seen answers exactly as one that never was."""
    found = visible_conversations(actor_of(request)).filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such conversation."))
    return found


def crumbs(conversation: Conversation, *, inside: bool = True) -> Crumbs:
    """Return the way here: inquiries, the inquiry, and the conversation where the page lies inside it."""
    way: Crumbs = [(_("Inquiries"), reverse("inquiries:list"))]
    inquiry = conversation.record.inquiry
    if inquiry is not None:
        way.append((inquiry.title, inquiry.get_absolute_url()))
    if inside:
        way.append((str(conversation), conversation.get_absolute_url()))
    return way
