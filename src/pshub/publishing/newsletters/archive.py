"""The archive on the web: the list of issues, and an issue as a page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import formats, timezone

from pshub.publishing.newsletters.forms import SignUpForm
from pshub.publishing.newsletters.models import Mailing, NewsletterIndexPage, NewsletterIssuePage
from pshub.publishing.newsletters.parts import parts_of

ON_A_PAGE = 20


def issues_of(index: NewsletterIndexPage) -> Any:
    """Return the issues that everybody may read, newest first."""
    found = NewsletterIssuePage.objects.live().public().child_of(index)
    return found.order_by("-first_published_at", "-pk").select_related("mailing")


def sent_on(issue: NewsletterIssuePage) -> str:
    """Return the day of an issue in words."""
    mailing = getattr(issue, "mailing", None)
    at = mailing.queued_at if mailing else issue.first_published_at
    return formats.date_format(timezone.localtime(at), "j F Y") if at else ""


def listing(index: NewsletterIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return a page of the archive, and the form to sign up."""
    page = Paginator(issues_of(index), ON_A_PAGE).get_page(request.GET.get("page"))
    cards = [
        {"url": issue.get_url(request), "title": issue.title, "meta": sent_on(issue), "text": issue.preheader}
        for issue in page
    ]
    return {"shown": page, "cards": cards, "sign_up_form": SignUpForm()}


def reading(issue: NewsletterIssuePage) -> dict[str, Any]:
    """Return an issue as its page shows it; cards stay as they were sent."""
    mailing = Mailing.objects.filter(issue_id=issue.pk).first() if issue.pk else None
    parts = parts_of(issue.body, frozen=mailing.cards if mailing else None)
    archive = issue.get_parent() if issue.pk else None
    return {
        "parts": parts.parts,
        "missing": parts.missing,
        "sent_on": sent_on(issue) if issue.pk else "",
        "archive": archive,
        "sign_up_form": SignUpForm(auto_id="id_%s"),
    }
