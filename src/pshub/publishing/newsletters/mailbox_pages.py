"""The mailbox in the studio: mail that a demonstration would have sent."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from pshub.delivery.mailbox import read
from pshub.delivery.models import MailboxMessage
from pshub.people.permissions import require
from pshub.people.requests import actor_of

ON_A_PAGE = 50
#: A message is shown as mail programs show it: no scripts, nothing from elsewhere; links open in a window of their own.
SANDBOX = (
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
)


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the messages, newest first."""
    require(actor_of(request), "studio.enter")
    asked = request.GET.get("q", "").strip()
    found = MailboxMessage.objects.defer("source")
    if asked:
        found = found.filter(Q(recipient__icontains=asked) | Q(subject__icontains=asked))
    context = {
        "shown": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "header_icon": "mail",
        "page_title": _("Mailbox"),
        "header_title": _("Mailbox"),
    }
    return TemplateResponse(request, "newsletters/studio/mailbox.html", context)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a message."""
    require(actor_of(request), "studio.enter")
    kept = get_object_or_404(MailboxMessage, pk=pk)
    context = {
        "message": kept,
        "reading": read(kept),
        "header_icon": "mail",
        "page_title": kept.subject or _("(no subject)"),
        "header_title": kept.subject,
    }
    return TemplateResponse(request, "newsletters/studio/message.html", context)


@require_safe
@xframe_options_sameorigin
def message_html(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out the HTML part, shut off from the studio around it."""
    require(actor_of(request), "studio.enter")
    html = read(get_object_or_404(MailboxMessage, pk=pk)).html
    if not html:
        raise Http404
    # In a browser's frame links would open where nothing else fits.
    response = HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))
    response["Content-Security-Policy"] = SANDBOX
    return response


@require_safe
def attachment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give out a file that came with a message."""
    require(actor_of(request), "studio.enter")
    parts = read(get_object_or_404(MailboxMessage, pk=pk)).attachments
    if number >= len(parts):
        raise Http404
    part = parts[number]
    response = HttpResponse(part.content, content_type=part.media_type)
    name = part.name.replace('"', "").replace("\\", "")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    return response
