"""What is done with a conversation at the press of a button, and what analysts may take out of it."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views import View

from pshub.people.actors import Actor
from pshub.people.requests import actor_of
from pshub.practice.conversations import actions
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation
from pshub.practice.conversations.studio.forms import OpeningForm

Step = Callable[[Conversation, HttpRequest, Actor], object]


def _open(conversation: Conversation, request: HttpRequest, by: Actor) -> object:
    form = OpeningForm(request.POST)
    if not form.is_valid():
        raise ConversationError("bad-time")
    return actions.open_conversation(conversation=conversation, by=by, **form.cleaned_data)


def _close(conversation: Conversation, request: HttpRequest, by: Actor) -> object:
    return actions.close_conversation(conversation=conversation, by=by)


def _recompute(conversation: Conversation, request: HttpRequest, by: Actor) -> object:
    return actions.request_recompute(conversation=conversation, by=by)


def _seal(conversation: Conversation, request: HttpRequest, by: Actor) -> object:
    return actions.request_seal(conversation=conversation, by=by)


STEPS: dict[str, tuple[Step, str | Promise]] = {
    "open": (_open, gettext_lazy("The conversation is open, or will open when you said.")),
    "close": (_close, gettext_lazy("The conversation has closed. The worker is sealing its result.")),
    "recompute": (_recompute, gettext_lazy("The worker is drawing the map again. Load this page in some seconds.")),
    "seal": (_seal, gettext_lazy("The worker is sealing the result. Load this page in some seconds.")),
}


def conversation_of(pk: uuid.UUID) -> Conversation:
    """Return a conversation with its inquiry, or answer that there is none."""
    return get_object_or_404(Conversation.objects.select_related("record__inquiry"), pk=pk)


class StepView(View):
    """Does one step, by POST only. Who may not is refused by the action."""

    def post(self, request: HttpRequest, pk: uuid.UUID, step: str) -> HttpResponse:
        """Do it and go back, with what was done or why not."""
        if step not in STEPS:
            raise Http404
        do, done = STEPS[step]
        try:
            do(conversation_of(pk), request, actor_of(request))
        except ConversationError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, str(done))
        return redirect("studio_conversations:inspect", pk)


class PolisExportView(View):
    """Hands an analyst the exact votes; by POST, since taking them is written down."""

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Return the files in one archive."""
        conversation = conversation_of(pk)
        try:
            files = actions.export_polis(conversation=conversation, by=actor_of(request))
        except ConversationError as refused:
            messages.error(request, str(refused))
            return redirect("studio_conversations:inspect", pk)
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in files.items():
                packed.writestr(name, content)
        return _restricted(archive.getvalue(), "application/zip", f"{conversation.slug}-restricted-polis.zip")


class ExactView(View):
    """Hands an analyst the exact provisional result; by POST, since taking it is written down."""

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Return it as JSON."""
        try:
            content = actions.take_exact(conversation=conversation_of(pk), by=actor_of(request))
        except ConversationError as refused:
            messages.error(request, str(refused))
            return redirect("studio_conversations:inspect", pk)
        return _restricted(content, "application/json", f"restricted-{pk}.json")


def _restricted(content: bytes, kind: str, name: str) -> HttpResponse:
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
