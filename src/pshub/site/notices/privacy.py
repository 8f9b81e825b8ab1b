"""What this hub does with data about people, from what is installed and how it is set."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pshub.delivery import troubles
from pshub.practice.conversations import browser, pseudonyms
from pshub.publishing.newsletters.tidying import PENDING_KEPT


@dataclass(frozen=True, slots=True)
class Practice:
    """One thing that a hub does with data about people.

    Attributes
    ----------
    holdings
        Names of what ``people.personal_data`` can give out and erase of it. A test sees to it that each holding is told
        of by some practice.
    """

    title: str
    kept: str
    why: str
    until: str
    holdings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie that this site may set."""

    name: str
    purpose: str
    until: str


def _days(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


def _months(number: int) -> str:
    return ngettext("%(number)d month", "%(number)d months", number) % {"number": number}


def _taking_part() -> Practice:
    return Practice(
        title=_("When you vote or write a statement"),
        kept=_(
            "Your votes and statements under a pseudonym, one for each conversation. You need no account. "
            "What is published are counts and groups of at least ten people, rounded, never one person's votes."
        ),
        why=_("To find out what people agree on."),
        until=_(
            "The key that joins votes to your browser is destroyed %(votes)s after the conversation closes, "
            "that of statements after %(statements)s. From then on nobody can tell which were yours."
        )
        % {
            "votes": _days(pseudonyms.VOTE_KEY_KEPT.days),
            "statements": _days(pseudonyms.STATEMENT_KEY_KEPT.days),
        },
    )


def _events() -> Practice:
    return Practice(
        title=_("When you register for an event"),
        kept=_(
            "Your name, e-mail address, organisation, and whether you came. "
            "Apart from that, what you tell us of access and food. "
            "Badges and lists for the door are files that are thrown away after two days."
        ),
        why=_("To hold a place for you, tell you of changes, and see to what you need."),
        until=_("Needs are erased %(needs)s after the event, names and addresses after %(contact)s.")
        % {"needs": _days(settings.EVENT_NEEDS_DAYS), "contact": _months(settings.EVENT_CONTACT_MONTHS)},
        holdings=(
            "event_registrations",
            "event_invitations",
            "event_sheets",
            "event_sheets_asked_for",
            "check_ins_made",
            "events_told",
            "invitations_sent",
        ),
    )


def _newsletter() -> Practice:
    return Practice(
        title=_("When you subscribe to the newsletter"),
        kept=_(
            "Your e-mail address, the topics you chose, and which issues were sent to you. "
            "We do not see whether you open them or what you click."
        ),
        why=_("To send you what you asked for, each issue once."),
        until=_(
            "Until you unsubscribe, which one click does. An address that is never confirmed is deleted after "
            "%(pending)s. Bounces are kept for %(troubles)s."
        )
        % {"pending": _days(PENDING_KEPT.days), "troubles": _days(troubles.KEPT.days)},
        holdings=("newsletter", "newsletters_sent"),
    )


def _profiles() -> Practice:
    return Practice(
        title=_("When we name you"),
        kept=_("The name, picture, ORCID iD and biography of those who work with the hub, write, speak or lead."),
        why=_("So that readers know who says what. We publish it with your agreement."),
        until=_("Until you ask us to take it down. The authors of what was published stay named on it."),
        holdings=("profile",),
    )


def _accounts() -> Practice:
    return Practice(
        title=_("When you have an account"),
        kept=_("Your name, e-mail address and roles, and a log of what you changed in the studio."),
        why=_("So that only those change something who may, and everybody can be asked why."),
        until=_("Until you erase the account. What you did stays in the log, without your name."),
        holdings=(
            "roles_in_inquiries",
            "records_made",
            "states_of_findings",
            "versions_published",
            "checks_of_publications",
            "corrections_of_publications",
            "dois_asked_for",
            "bundles_approved",
        ),
    )


def practices() -> list[Practice]:
    """Return what this hub does with data about people."""
    return [_taking_part(), _events(), _newsletter(), _profiles(), _accounts()]


def cookies() -> list[Cookie]:
    """Return the cookies that this site may set; reading sets none."""
    return [
        Cookie(
            browser.COOKIE,
            _("Lets you go on in a conversation where you stopped, and change a vote."),
            _days(browser.KEPT.days),
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            _("Keeps other sites from sending a form in your name. Set by pages with a form."),
            _days(settings.CSRF_COOKIE_AGE // 86_400),
        ),
        Cookie(
            settings.SESSION_COOKIE_NAME,
            _("Keeps you signed in, and remembers a message for the next page."),
            _days(settings.SESSION_COOKIE_AGE // 86_400),
        ),
        Cookie("messages", _("Tells the next page what came of a form."), _("the next page")),
    ]


def carrier() -> str:
    """Return who carries the mail, in a sentence."""
    match settings.MAIL:
        case "mailbox" | "console":
            return _("This hub is for trying: mail does not leave the machine it runs on.")
        case "smtp":
            return _("Mail goes out by the server %(host)s.") % {"host": settings.EMAIL_HOST}
        case "notify":
            return _("Mail is sent for us by GOV.UK Notify.")
        case provider:
            return _("Mail is sent for us by %(provider)s.") % {"provider": provider.capitalize()}
