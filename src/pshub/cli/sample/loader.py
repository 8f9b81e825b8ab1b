"""Loading the sample hub through the same actions that people's work goes through."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from pshub.cli.sample.pages import load_home, load_publication
from pshub.cli.sample.place import load_event, load_inquiries
from pshub.cli.sample.talk import Progress, Talk, load_first_round, load_second_round, statement_numbers
from pshub.cli.sample.wording import binding
from pshub.evidence.models import Finding
from pshub.inquiries.models import Inquiry
from pshub.people.actors import Actor
from pshub.people.demo import ensure_accounts
from pshub.practice.conversations.models import Conversation
from pshub.publishing.publications.models import PublicationPage

NUMBER_WORDS = {14: "fourteen", 15: "fifteen", 16: "sixteen", 17: "seventeen", 18: "eighteen"}


@dataclass(frozen=True, slots=True)
class Summary:
    """What the sample hub consists of."""

    inquiry: Inquiry
    closed: Conversation
    open: Conversation
    finding: Finding
    report: PublicationPage
    blog: PublicationPage


def _silent(fraction: float, doing: str) -> None:
    """Say nothing."""


def load_sample(*, progress: Progress | None = None) -> Summary:
    """Load what of the sample hub is missing; what is there, and what was entered since, stays as it is.

    Parameters
    ----------
    progress
        Called with how far the loading is (0 to 1) and what it is at.
    """
    say = progress or _silent
    by = Actor.system("sample hub")
    today = timezone.localdate()
    say(0.0, "places and organisations")
    ensure_accounts(by=by)
    inquiry = load_inquiries(by=by)
    event = load_event(inquiry=inquiry, today=today, by=by)
    say(0.1, "statements")
    closed, finding = load_first_round(inquiry=inquiry, event=event, today=today, by=by, progress=say)
    opened = load_second_round(inquiry=inquiry, first=closed, today=today, by=by, progress=say)
    say(0.85, "pages")
    talk = Talk.read("first-round")
    sent_in = sum(not statement.seeded for statement in talk.statements)
    words = {"submitted": NUMBER_WORDS.get(sent_in, str(sent_in))}
    bound = binding(finding, statement_numbers(closed, talk), words)
    index = load_home()
    pages = [
        load_publication(
            name=name,
            index=index,
            inquiry=inquiry,
            finding=finding,
            binding=bound,
            reports_on=[event],
            today=today,
            by=by,
        )
        for name in ("blog", "report")
    ]
    say(1.0, "done")
    return Summary(inquiry=inquiry, closed=closed, open=opened, finding=finding, report=pages[1], blog=pages[0])
