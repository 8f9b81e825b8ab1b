"""What stops an issue from being sent, in words an editor can act on."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pshub.publishing.newsletters.models import NewsletterIssuePage
from pshub.publishing.newsletters.parts import parts_of


class IssueRefused(ValueError):
    """An issue was not sent, and nothing of it was written."""

    code = "issue-refused"

    def __init__(self, title: str, problems: Iterable[str]) -> None:
        self.title = title
        self.problems = tuple(problems)
        head = ngettext(
            "“%(title)s” was not sent: there is a problem to put right.",
            "“%(title)s” was not sent: there are %(count)d problems to put right.",
            len(self.problems),
        ) % {"title": title, "count": len(self.problems)}
        super().__init__(" ".join([head, *self.problems]))


def problems_of(issue: NewsletterIssuePage, *, pages_must_be_public: bool) -> list[str]:
    """Return what is wrong with an issue; nothing where it can be sent."""
    problems = []
    parts = parts_of(issue.body)
    said = strip_tags(issue.introduction).strip()
    if not said and not len(issue.body):
        problems.append(_("It says nothing yet: write an introduction, or add pages and text."))
    if pages_must_be_public and parts.missing:
        names = ", ".join(f"“{name}”" for name in parts.missing if name) or _("a page that was deleted")
        problems.append(
            _("It shows pages that readers cannot open: %(names)s. Publish them first, or take them out.")
            % {"names": names}
        )
    for part in parts.parts:
        if part.kind == "picture" and not part.description.strip():
            problems.append(_("A picture has no words for people who cannot see it."))
    return problems
