"""An example of every address, taken from the hub that the browser visits."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.base import ContentFile
from django.core.mail import EmailMultiAlternatives
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from hub_routes import Route, our_page_types, our_routes
from wagtail.documents.models import Document

from pshub.delivery.mailbox import EmailBackend
from pshub.delivery.models import MailboxMessage
from pshub.evidence import kinds as finding_kinds
from pshub.evidence.models import Finding, Provisional
from pshub.inquiries.models import Inquiry, Record, Topic
from pshub.people.actors import Actor
from pshub.people.models import Organisation, Profile
from pshub.people.profiles.appearances import named_organisations
from pshub.people.profiles.reading import shown_profiles
from pshub.practice.conversations.models import Conversation, Statement
from pshub.publishing.events.actions import Invitee, invite
from pshub.publishing.events.links import invitation_token, registration_token
from pshub.publishing.events.models import EventPage, Invitation, Registration
from pshub.publishing.events.tickets import ticket_token
from pshub.publishing.news.models import NewsPage, Post
from pshub.publishing.newsletters import tokens
from pshub.publishing.newsletters.models import NewsletterIssuePage, Subscriber
from pshub.publishing.publications.models import PublicationPage, PublicationVersion, Series
from pshub.publishing.releases.models import Bundle

Arguments = Mapping[str, Any]


def open_conversation() -> Conversation:
    """Return a conversation that takes votes."""
    found = [conversation for conversation in Conversation.objects.all() if conversation.is_open]
    return found[0]


def _conversation() -> Arguments:
    return {"slug": open_conversation().slug}


def _statement() -> Arguments:
    statement = Statement.objects.filter(conversation=open_conversation()).order_by("number").first()
    assert statement is not None
    return {"slug": statement.conversation.slug, "number": statement.number}


def _provisional_table() -> Arguments:
    provisional = Provisional.objects.get(key=open_conversation().provisional_key)
    tables = finding_kinds.get(provisional.kind).tables(json.loads(provisional.released_json))
    return {"slug": open_conversation().slug, "name": tables[0].name}


def _provisional_figure() -> Arguments:
    provisional = Provisional.objects.get(key=open_conversation().provisional_key)
    return {"slug": open_conversation().slug, "name": sorted(provisional.figures)[0]}


def _finding() -> Finding:
    return Finding.objects.filter(states__state="current").earliest("pk")


def _digest() -> Arguments:
    return {"digest": _finding().digest}


def _table() -> Arguments:
    finding = _finding()
    return {
        "digest": finding.digest,
        "name": finding_kinds.get(finding.kind).tables(json.loads(finding.released_json))[0].name,
    }


def _figure() -> Arguments:
    finding = _finding()
    figure = finding_kinds.get(finding.kind).figures(json.loads(finding.released_json))[0]
    return {"digest": finding.digest, "name": figure.name, "picture_format": "svg"}


def _record() -> Arguments:
    return {"key": Record.objects.filter(kind="conversation").earliest("created_at").pk}


def _upload() -> Arguments:
    inquiry = Inquiry.objects.exclude(picture="").earliest("created_at")
    return {"path": inquiry.picture.name}


def _bundle() -> Arguments:
    bundle = Bundle.objects.first() or Bundle.objects.create(name="Launch of the report")
    return {"pk": bundle.pk}


def _dated_event() -> EventPage:
    """Return an event that stands in calendars."""
    found: EventPage = EventPage.objects.live().filter(begins_at__isnull=False).earliest("pk")
    return found


def _publication() -> Arguments:
    version = PublicationVersion.objects.select_related("page").earliest("pk")
    return {"where": version.page.slug}


def _subscriber() -> Subscriber:
    found: Subscriber = Subscriber.objects.filter(state=Subscriber.State.SUBSCRIBED).earliest("pk")
    return found


def _mailbox_message() -> Arguments:
    """Return a kept message with both parts and a file."""
    kept = MailboxMessage.objects.first()
    if kept is None:
        message = EmailMultiAlternatives("Spring", "Dear reader", "hub@example.org", ["ada@example.org"])
        page = '<html lang="en"><head><title>Spring</title></head><body><main><h1>Hello</h1></main></body></html>'
        message.attach_alternative(page, "text/html")
        message.attach("evening.ics", b"BEGIN:VCALENDAR", "text/calendar")
        EmailBackend().send_messages([message])
        kept = MailboxMessage.objects.get()
    return {"pk": kept.pk}


def _seated() -> Registration:
    """Return somebody with a seat at an event that is not over."""
    seated = Registration.objects.filter(state="confirmed", event__begins_at__gt=timezone.now())
    return seated.select_related("event").earliest("pk")


def _managed() -> Arguments:
    return {"event_id": _seated().event_id}


def _invitation() -> Invitation:
    """Return an invitation to that event that was not used."""
    event, by = _seated().event, Actor.system("tests")
    found: Invitation | None = Invitation.objects.filter(event=event, used_at=None).first()
    if found is not None and found.expires_at > timezone.now():
        return found
    later = timezone.now() + timedelta(days=1)
    return invite(event=event, people=[Invitee("Eve Stone", "eve@example.org")], expires_at=later, by=by)[0]


def _captions() -> Arguments:
    """Return captions that somebody has put into the library of documents."""
    content = ContentFile(b"WEBVTT\n\n00:00.000 --> 00:02.000\nGood evening.\n", name="evening.vtt")
    return {"key": Document.objects.create(title="Captions of the evening", file=content).pk}


def _topic() -> Arguments:
    return {"slug": Topic.objects.earliest("pk").slug}


EXAMPLES: dict[str, Callable[[], Arguments]] = {
    "newsletters:confirm": lambda: {"token": tokens.confirmation_of(_subscriber())},
    "newsletters:unsubscribe": lambda: {"token": tokens.token_of(_subscriber())},
    "newsletters:preferences": lambda: {"token": tokens.token_of(_subscriber())},
    "newsletters:data": lambda: {"token": tokens.token_of(_subscriber())},
    "delivery:events": lambda: {"provider": "mailgun"},
    "newsletter_studio:send": lambda: {"page_id": NewsletterIssuePage.objects.latest("pk").pk},
    "newsletter_studio:mailbox_message": _mailbox_message,
    "newsletter_studio:mailbox_html": _mailbox_message,
    "newsletter_studio:mailbox_attachment": lambda: {**_mailbox_message(), "number": 0},
    "inquiries:detail": lambda: {"slug": Inquiry.objects.filter(public=True).earliest("created_at").slug},
    "site:topic": _topic,
    "site:feed": lambda: {"form": "atom"},
    "site:topic-feed": lambda: {**_topic(), "form": "rss"},
    "site:author-feed": lambda: {"slug": shown_profiles().earliest("pk").slug, "form": "atom"},
    "site:inquiry-feed": lambda: {
        "slug": Inquiry.objects.filter(public=True).earliest("created_at").slug,
        "form": "json",
    },
    "inquiries:record": _record,
    "inquiries:trail": _record,
    "inquiries:trail-json": _record,
    "conversations:detail": _conversation,
    "conversations:vote": _conversation,
    "conversations:propose": _conversation,
    "conversations:statement": _statement,
    "conversations:yours": _conversation,
    "conversations:data": _conversation,
    "conversations:erase": _conversation,
    "conversations:results": _conversation,
    "conversations:figure": _provisional_figure,
    "conversations:table": _provisional_table,
    "conversations:moderation": _conversation,
    "evidence:detail": _digest,
    "evidence:verdict": _digest,
    "evidence:recompute": _digest,
    "evidence:table": _table,
    "evidence:data": _digest,
    "evidence:figure": _figure,
    "evidence:package": _digest,
    "media": _upload,
    "account_confirm_email": lambda: {"key": "no-such-key"},
    "account_reset_password_from_key": lambda: {"uidb36": "0", "key": "no-such-key"},
    "events:register": lambda: {"slug": _seated().event.slug},
    "events:registered": lambda: {"slug": _seated().event.slug},
    "events:registration": lambda: {"token": registration_token(_seated())},
    "events:registration-calendar": lambda: {"token": registration_token(_seated())},
    "events:invitation": lambda: {"token": invitation_token(_invitation())},
    "event_studio:registrations": _managed,
    "event_studio:add": _managed,
    "event_studio:needs": _managed,
    "event_studio:names": _managed,
    "event_studio:tell": _managed,
    "event_studio:prints": _managed,
    "event_studio:take-print": lambda: {**_managed(), "key": uuid.UUID(int=0)},
    "event_studio:invitations": _managed,
    "event_studio:withdraw": lambda: {**_managed(), "invitation_id": _invitation().pk},
    "event_materials:captions": _captions,
    "studio_deliveries:send_again": lambda: {"key": 1},
    "event_door:ticket": lambda: {"token": ticket_token(_seated())},
    "event_door:own-ticket": lambda: {"token": registration_token(_seated())},
    "event_door:own-picture": lambda: {"token": registration_token(_seated())},
    "event_door:door": lambda: {"slug": _seated().event.slug},
    "event_door:walk-in": lambda: {"slug": _seated().event.slug},
    "event_door:act": lambda: {"slug": _seated().event.slug, "key": _seated().pk},
    "event_calendars:topic": lambda: {"slug": Topic.objects.earliest("pk").slug},
    "event_calendars:event": lambda: {"slug": _dated_event().slug},
    "profiles:detail": lambda: {"slug": Profile.objects.filter(live=True, public=True).earliest("pk").slug},
    "profiles:partner": lambda: {"slug": Organisation.objects.filter(partnerships__inquiry__public=True)[0].slug},
    "news:post": lambda: {"key": Post.objects.filter(live=True).earliest("pk").pk},
    "news:item": lambda: {"slug": NewsPage.objects.live().earliest("pk").slug},
    "publications:detail": _publication,
    "publications:pdf": lambda: {**_publication(), "name": _publication()["where"]},
    "publications:version": lambda: {**_publication(), "version": "1"},
    "publications:version-pdf": lambda: {**_publication(), "version": "1", "name": _publication()["where"]},
    "publications:cite": lambda: {**_publication(), "ending": "txt"},
    "publications:linkset": _publication,
    "publications:series": lambda: {"slug": Series.objects.earliest("pk").slug},
    "studio_conversations:step": lambda: {"pk": open_conversation().pk, "step": "recompute"},
    "studio_conversations:polis": lambda: {"pk": open_conversation().pk},
    "studio_conversations:exact": lambda: {"pk": open_conversation().pk},
    "studio_findings:restricted": lambda: {"pk": _finding().pk},
    "studio_findings:withdraw": lambda: {"pk": _finding().pk},
    "site:embed-finding": lambda: {"digest": _figure()["digest"], "figure": _figure()["name"]},
    "site:embed-event": lambda: {"slug": EventPage.objects.live().exclude(record=None).earliest("pk").slug},
    "api:publication": lambda: {"key": PublicationPage.objects.live().exclude(record=None).earliest("pk").record_id},
    "api:event": lambda: {"key": EventPage.objects.live().exclude(record=None).earliest("pk").record_id},
    "api:inquiry": lambda: {"slug": Inquiry.objects.filter(public=True).earliest("created_at").slug},
    "api:record": _record,
    "api:finding": _digest,
    "api:topic": lambda: {"slug": Topic.objects.earliest("name").slug},
    "api:person": lambda: {"slug": shown_profiles().earliest("pk").slug},
    "api:organisation": lambda: {"slug": Organisation.objects.filter(named_organisations()).earliest("pk").slug},
    "api:missing": lambda: {"rest": "nothing-here/"},
    "studio_bundles:contents": _bundle,
    "studio_bundles:edit": _bundle,
    "studio_bundles:delete": _bundle,
    "publication_studio:check": lambda: {"page_id": PublicationPage.objects.earliest("pk").pk},
    "studio_dois:publication": lambda: {"page_id": PublicationPage.objects.earliest("pk").pk},
    "publication_studio:standing": lambda: {"page_id": PublicationPage.objects.earliest("pk").pk},
}


def _any_of(model: Any) -> Arguments:
    """Return the key of some object of a model, under the name that Wagtail's views give it."""
    return {"pk": model._default_manager.order_by("pk").values_list("pk", flat=True)[0]}


def example(route: Route) -> str | None:
    """Return the path of an example of a route, or None where there is none."""
    given = EXAMPLES.get(route.name)
    if given is not None:
        try:
            return reverse(route.name, kwargs=dict(given()))
        except (LookupError, ObjectDoesNotExist):
            return None
    try:
        return reverse(route.name)
    except NoReverseMatch:
        pass
    if route.model is None:
        return None
    try:
        arguments = _any_of(route.model)
    except IndexError:
        return None
    for attempt in ({"kwargs": dict(arguments)}, {"args": list(arguments.values())}):
        try:
            return reverse(route.name, **attempt)  # type: ignore[arg-type]
        except NoReverseMatch:
            continue
    return None


def all_examples() -> dict[str, str | None]:
    """Return a path for each route, by its name."""
    return {route.name: example(route) for route in our_routes()}


def live_pages() -> dict[str, str | None]:
    """Return the path of a live page of each of our kinds."""
    found: dict[str, str | None] = {}
    for model in our_page_types():
        page = model.objects.live().order_by("-pk").first()
        found[model._meta.label] = page.get_url() if page is not None else None
    return found
