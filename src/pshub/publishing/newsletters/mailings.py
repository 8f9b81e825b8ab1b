"""An issue as a list of the ledger: frozen words, whom it goes to, and the message that each of them gets."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.delivery.ledger import Kind, NotReady, Withheld
from pshub.delivery.models import SendList, SendRow
from pshub.publishing.newsletters.cards import whole
from pshub.publishing.newsletters.kinds import NEWSLETTER
from pshub.publishing.newsletters.models import Mailing, Subscriber
from pshub.publishing.newsletters.parts import parts_of
from pshub.publishing.newsletters.rendering import PREFERENCES, UNSUBSCRIBE, render
from pshub.publishing.newsletters.tokens import preferences_url, unsubscribe_url

State = Subscriber.State


def freeze(mailing: Mailing) -> bool:
    """Fix the words of an issue as they are now, if all that it shows is public; return whether it is fixed."""
    if mailing.html:
        return True
    issue = mailing.revision.as_object()
    parts = parts_of(issue.body)
    if parts.missing:
        return False
    mail = render(issue, parts)
    mailing.html, mailing.text, mailing.cards = mail.html, mail.text, parts.cards
    mailing.save(update_fields=["html", "text", "cards"])
    return True


def readers(topics: list[int]) -> QuerySet[Subscriber]:
    """Return who gets an issue on some topics now: those who follow one of them or everything; no topics: all."""
    found = Subscriber.objects.filter(state=State.SUBSCRIBED)
    found = found.filter(Q(paused_until__isnull=True) | Q(paused_until__lte=timezone.localdate()))
    if topics:
        follows = Subscriber.topics.through.objects.filter(topic_id__in=topics).values("subscriber_id")
        chose = Subscriber.topics.through.objects.values("subscriber_id")
        found = found.filter(Q(pk__in=follows) | ~Q(pk__in=chose))
    return found


def _audience(send_list: SendList) -> QuerySet[Subscriber]:
    mailing = Mailing.objects.select_related("issue", "revision").get(send_list=send_list)
    if not freeze(mailing):
        missing = parts_of(mailing.revision.as_object().body).missing
        names = ", ".join(f"“{name}”" for name in missing if name)
        raise NotReady(
            _("Waiting: it shows pages that readers cannot open (%(names)s). Publish them, then resume.")
            % {"names": names}
        )
    return readers(mailing.topics)


def list_id() -> str:
    """Return the List-Id of the newsletter (RFC 2919)."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    name = settings.HUB_NAME.replace('"', "'")
    return f'"{name}" <newsletter.{host}>'


def sender() -> str:
    """Return whom the newsletter comes from: the hub by its name, unless the settings name somebody."""
    address = settings.DEFAULT_FROM_EMAIL
    return address if "<" in address else formataddr((settings.HUB_NAME, address))


def message_for(subscriber: Subscriber, mailing: Mailing) -> EmailMultiAlternatives:
    """Return an issue as one subscriber gets it."""
    leave, choose = unsubscribe_url(subscriber), preferences_url(subscriber)

    def own(words: str) -> str:
        return words.replace(UNSUBSCRIBE, leave).replace(PREFERENCES, choose)

    message = EmailMultiAlternatives(
        subject=" ".join(mailing.subject.split()),
        body=own(mailing.text),
        from_email=sender(),
        to=[subscriber.email],
        headers={
            "List-Id": list_id(),
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Archive": f"<{whole('/newsletters/')}>",
            "Precedence": "bulk",
        },
    )
    message.attach_alternative(own(mailing.html), "text/html")
    return message


def _compose(send_list: SendList) -> Callable[[SendRow], EmailMessage | Withheld]:
    mailing = Mailing.objects.get(send_list=send_list)

    def compose(row: SendRow) -> EmailMessage | Withheld:
        subscriber = Subscriber.objects.filter(pk=int(row.recipient)).first()
        if subscriber is None:
            return Withheld(_("no longer a subscriber"))
        if subscriber.state != State.SUBSCRIBED:
            return Withheld(str(State(subscriber.state).label))
        return message_for(subscriber, mailing)

    return compose


LIST = Kind(name=NEWSLETTER, audience=_audience, address="email", compose=_compose)
