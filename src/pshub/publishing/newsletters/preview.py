"""An issue as e-mail, in the studio's preview."""

from __future__ import annotations

from django.http import HttpResponse

from pshub.publishing.newsletters.models import NewsletterIssuePage
from pshub.publishing.newsletters.parts import parts_of
from pshub.publishing.newsletters.rendering import render


def as_mail(issue: NewsletterIssuePage, part: str) -> HttpResponse:
    """Return the HTML or the plain text that would be sent."""
    mail = render(issue, parts_of(issue.body))
    if part == "text":
        return HttpResponse(mail.text, content_type="text/plain; charset=utf-8")
    return HttpResponse(mail.html)
