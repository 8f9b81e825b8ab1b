"""The studio's pages for sending: all issues, and for each what will happen, what happens, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pshub.delivery import ledger
from pshub.delivery.models import SendRow
from pshub.people.permissions import require
from pshub.people.requests import actor_of
from pshub.publishing.newsletters.actions import issues
from pshub.publishing.newsletters.actions.subscribing import normalised
from pshub.publishing.newsletters.checks import IssueRefused, problems_of
from pshub.publishing.newsletters.mailings import readers
from pshub.publishing.newsletters.models import Mailing, NewsletterIndexPage, NewsletterIssuePage, Subscriber

#: So many failures are listed.
FAILURES = 50


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the issues, and how many people there are to send them to."""
    require(actor_of(request), issues.SEND)
    found = NewsletterIssuePage.objects.select_related("mailing", "mailing__send_list").order_by("-pk")
    archive = NewsletterIndexPage.objects.first()
    context = {
        "issues": found[:100],
        "archive": archive,
        "subscribed": Subscriber.objects.filter(state=Subscriber.State.SUBSCRIBED).count(),
        "pending": Subscriber.objects.filter(state=Subscriber.State.PENDING).count(),
        "header_icon": "mail",
        "header_title": _("Newsletter"),
        "page_title": _("Newsletter"),
    }
    return TemplateResponse(request, "newsletters/studio/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def send_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show an issue before, while and after it is sent."""
    require(actor_of(request), issues.SEND)
    issue = get_object_or_404(NewsletterIssuePage, pk=page_id)
    mailing = Mailing.objects.select_related("send_list").filter(issue=issue).first()
    if request.method == "POST":
        _act(request, issue, mailing)
        return HttpResponseRedirect(request.path)
    draft: NewsletterIssuePage = issue.get_latest_revision_as_object()
    context: dict[str, Any] = {
        "issue": issue,
        "draft": draft,
        "mailing": mailing,
        "header_icon": "mail",
        "header_title": _("Send: %(title)s") % {"title": draft.title},
        "page_title": _("Send"),
        "page_subtitle": draft.title,
    }
    context |= _progress(mailing) if mailing is not None else _before(draft)
    return TemplateResponse(request, "newsletters/studio/send.html", context)


def _before(draft: NewsletterIssuePage) -> dict[str, Any]:
    topics = list(draft.topics.all())
    return {
        "topics": topics,
        "audience": readers([topic.pk for topic in topics]).count(),
        "problems": problems_of(draft, pages_must_be_public=True),
        "number": get_random_string(12),
    }


def _progress(mailing: Mailing) -> dict[str, Any]:
    send_list = mailing.send_list
    if send_list is None:
        return {}
    found = ledger.counts(send_list)
    settled = found["sent"] + found["failed"] + found["suppressed"]
    failed = send_list.rows.filter(state__in=(SendRow.State.FAILED, SendRow.State.SUPPRESSED)).order_by("-pk")
    return {
        "send_list": send_list,
        "counts": [(state.label, found[state.value]) for state in SendRow.State],
        "settled": settled,
        "waiting": sum(found.values()) - settled,
        "failures": failed[:FAILURES],
    }


def _act(request: HttpRequest, issue: NewsletterIssuePage, mailing: Mailing | None) -> None:
    """Do what a button says, and say what came of it."""
    by = actor_of(request)
    changes: dict[str, tuple[Callable[..., bool], str]] = {
        "pause": (issues.pause_sending, _("Paused.")),
        "resume": (issues.resume_sending, _("Sending goes on.")),
        "cancel": (issues.cancel_sending, _("Cancelled. Nobody else gets it.")),
    }
    if mailing is not None:
        for name, (action, done) in changes.items():
            if name in request.POST:
                if action(mailing=mailing, by=by):
                    messages.success(request, done)
                else:
                    messages.warning(request, _("Nothing was changed: it is not at that stage any more."))
        return
    try:
        if "test" in request.POST:
            to = normalised(request.POST.get("to", ""))
            issues.send_test(issue=issue, to=to, number=request.POST.get("number", "")[:40], by=by)
            messages.success(request, _("A test is on its way to %(to)s.") % {"to": to})
        elif "send" in request.POST:
            issues.send_issue(issue=issue, by=by)
            messages.success(request, _("The issue is published and on its way."))
    except IssueRefused as refused:
        messages.error(request, str(refused))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))


def send_address(issue_id: int) -> str:
    """Return where an issue is sent."""
    return reverse("newsletter_studio:send", args=[issue_id])
