"""What can be done to issues: publish, send, try, pause, go on, cancel."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Revision

from pshub.delivery import ledger
from pshub.delivery.letters import Letter, post
from pshub.inquiries import catalogue
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.models import User
from pshub.people.permissions import require
from pshub.publishing.newsletters.checks import IssueRefused, problems_of
from pshub.publishing.newsletters.kinds import NEWSLETTER
from pshub.publishing.newsletters.mailings import freeze
from pshub.publishing.newsletters.models import Mailing, NewsletterIssuePage
from pshub.publishing.newsletters.parts import parts_of
from pshub.publishing.newsletters.rendering import PREFERENCES, UNSUBSCRIBE, render

SEND = "newsletters.send"
#: In a page's history: a schedule was not kept.
REFUSED = "newsletters.refused"


def _user(by: Actor) -> User | None:
    return User.objects.filter(pk=by.user_id).first() if by.user_id else None


def publish_from_wagtail(*, revision: Revision, by: Actor, **wagtail: Any) -> None:
    """Publish a revision as Wagtail asks for it, and send the issue where it is marked so.

    Raises
    ------
    IssueRefused
        Where it is marked to be sent and cannot be; nothing is written. A schedule has nobody to tell and must not hold
        up other pages: then the issue is taken off it, and the reason stands in the page's history.
    """
    page: NewsletterIssuePage = revision.as_object()
    require(by, "pages.publish")
    try:
        with transaction.atomic():
            live = _publish(page, revision, by=by, wagtail=wagtail)
            if live is not None and live.send_when_published and not Mailing.objects.filter(issue=live).exists():
                _queue(live, revision, by=by)
    except IssueRefused as refused:
        if wagtail.get("log_action") != "wagtail.publish.scheduled":
            raise
        with transaction.atomic():
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            log(instance=page, action=REFUSED, revision=revision, data={"problems": list(refused.problems)})
            audit(by, verb="newsletter.refused", target=page, detail={"problems": list(refused.problems)})


def _publish(
    page: NewsletterIssuePage, revision: Revision, *, by: Actor, wagtail: dict[str, Any]
) -> NewsletterIssuePage | None:
    """Publish; None where it is only scheduled."""
    PublishPageRevisionAction(revision, user=_user(by), **wagtail).execute(skip_permission_checks=True)
    live: NewsletterIssuePage = NewsletterIssuePage.objects.get(pk=page.pk)
    if live.live_revision_id != revision.pk:
        return None
    catalogue.changed("newsletter", str(live.pk))
    audit(by, verb="newsletter.published", target=live)
    return live


def unpublish_from_wagtail(*, page: NewsletterIssuePage, by: Actor, **wagtail: Any) -> None:
    """Take an issue off the archive; what was sent stays sent."""
    from wagtail.actions.unpublish_page import UnpublishPageAction

    require(by, "pages.publish")
    with transaction.atomic():
        UnpublishPageAction(page, user=_user(by), **wagtail).execute(skip_permission_checks=True)
        catalogue.changed("newsletter", str(page.pk))
        audit(by, verb="newsletter.unpublished", target=page)


def send_issue(*, issue: NewsletterIssuePage, by: Actor) -> Mailing:
    """Publish the latest draft of an issue and queue it for all who follow its topics.

    Raises
    ------
    IssueRefused
        With all problems at once; nothing is written.
    """
    require(by, SEND)
    with transaction.atomic():
        stored: NewsletterIssuePage = NewsletterIssuePage.objects.select_for_update().get(pk=issue.pk)
        if (sent := Mailing.objects.filter(issue=stored).first()) is not None:
            return sent
        revision = stored.get_latest_revision() or stored.save_revision(user=_user(by))
        draft: NewsletterIssuePage = revision.as_object()
        if problems := problems_of(draft, pages_must_be_public=True):
            raise IssueRefused(draft.title, problems)
        if stored.live_revision_id != revision.pk:
            # Sending is now: a date on the page is for publishing alone.
            draft.go_live_at = None
            revision = draft.save_revision(user=_user(by))
            stored = _publish(draft, revision, by=by, wagtail={}) or stored
        return _queue(stored, revision, by=by)


def _queue(issue: NewsletterIssuePage, revision: Revision, *, by: Actor) -> Mailing:
    require(by, SEND)
    if problems := problems_of(issue, pages_must_be_public=False):
        raise IssueRefused(issue.title, problems)
    mailing = Mailing.objects.create(
        issue=issue,
        revision=revision,
        subject=issue.email_subject,
        topics=sorted(issue.topics.values_list("pk", flat=True)),
        queued_by=by.label[:200],
    )
    # In a release the pages that it shows may go public just after it: then the worker freezes it, before it sends.
    freeze(mailing)
    mailing.send_list = ledger.open_list(kind=NEWSLETTER, key=f"newsletter:{issue.pk}", title=mailing.subject)
    mailing.save(update_fields=["send_list"])
    audit(by, verb="newsletter.queued", target=issue, detail={"topics": mailing.topics})
    return mailing


def send_test(*, issue: NewsletterIssuePage, to: str, number: str, by: Actor) -> None:
    """Send the latest draft to one address, to see how it looks; its own links lead to the archive.

    Parameters
    ----------
    number
        Tells one try from another, so that a form sent twice sends one message.
    """
    require(by, SEND)
    draft: NewsletterIssuePage = issue.get_latest_revision_as_object()
    mail = render(draft, parts_of(draft.body))
    archive = issue.get_parent().get_full_url() or ""
    html, text = (part.replace(UNSUBSCRIBE, archive).replace(PREFERENCES, archive) for part in (mail.html, mail.text))
    with transaction.atomic():
        post(
            Letter(to=to, subject=f"[Test] {draft.email_subject}", text=text, html=html),
            key=f"newsletter.test:{issue.pk}:{number}"[:200],
        )
        audit(by, verb="newsletter.tried", target=issue)


def pause_sending(*, mailing: Mailing, by: Actor) -> bool:
    """Stop after the message that is under way; return whether it was being sent."""
    require(by, SEND)
    with transaction.atomic():
        done = mailing.send_list is not None and ledger.pause(mailing.send_list)
        if done:
            audit(by, verb="newsletter.paused", target=mailing.issue)
    return done


def resume_sending(*, mailing: Mailing, by: Actor) -> bool:
    """Go on; return whether it was paused."""
    require(by, SEND)
    with transaction.atomic():
        done = mailing.send_list is not None and ledger.resume(mailing.send_list)
        if done:
            audit(by, verb="newsletter.resumed", target=mailing.issue)
    return done


def cancel_sending(*, mailing: Mailing, by: Actor) -> bool:
    """Send it to nobody else, for good; return whether anything was left."""
    require(by, SEND)
    with transaction.atomic():
        done = mailing.send_list is not None and ledger.cancel(mailing.send_list)
        if done:
            audit(by, verb="newsletter.cancelled", target=mailing.issue)
    return done
