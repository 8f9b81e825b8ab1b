"""The page on which somebody adds a statement."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pshub.people.limits import limited
from pshub.practice.conversations import actions
from pshub.practice.conversations.browser import browser_of, new_browser, remember
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.forms import StatementForm
from pshub.practice.conversations.views.opening import conversation_or_404, crumbs


@never_cache
@limited("statement")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a statement; a refused one stays in the form with what to do about it."""
    conversation = conversation_or_404(request, slug)
    if not conversation.takes_statements:
        messages.info(request, _("This conversation takes no statements now."))
        return redirect(conversation)
    form = StatementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        browser = browser_of(request, conversation)
        if not browser.takes_part:
            browser = new_browser(conversation)
        try:
            if browser.author is None:
                raise ConversationError("keys-destroyed")
            actions.submit_statement(conversation=conversation, text=form.cleaned_data["text"], by=browser.author)
        except ConversationError as error:
            form.add_error("text", str(error))
        else:
            messages.success(
                request, _("Thank you. A moderator will read your statement before others can vote on it.")
            )
            address = reverse("conversations:yours", args=[conversation.slug])
            response = HttpResponseRedirect(address, status=303)
            remember(response, conversation, browser)
            return response
    context = {
        "conversation": conversation,
        "breadcrumbs": crumbs(conversation),
        "form": form,
        "reasons": list(conversation.reasons.all()),
    }
    return render(request, "conversations/propose.html", context, status=422 if form.errors else 200)
