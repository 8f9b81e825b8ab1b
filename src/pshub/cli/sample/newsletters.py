"""The sample's newsletter: an archive, an issue in draft, and people who get it, all of them invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images.models import Image
from wagtail.models import Page

from pshub.cli.sample.calendar import midnight
from pshub.cli.sample.content import picture, toml
from pshub.delivery.models import SendList
from pshub.inquiries.models import Topic
from pshub.people.actors import Actor
from pshub.publishing.newsletters.actions.importing import import_subscribers
from pshub.publishing.newsletters.kinds import NEWSLETTER
from pshub.publishing.newsletters.mailings import freeze
from pshub.publishing.newsletters.models import Mailing, NewsletterIndexPage, NewsletterIssuePage
from pshub.site.models import HomePage

SUBSCRIBERS = 24
CONSENT = "Invented for the sample"


def _painted(name: str, title: str) -> Image:
    """Return a drawing of the sample as mail programs can show it."""
    import vl_convert

    found = Image.objects.filter(title=title).first()
    if found is not None:
        return found
    content = vl_convert.svg_to_png(picture(name).decode("utf-8"), scale=1.5)
    return Image.objects.create(title=title, file=ContentFile(content, name=f"{name}.png"))


def _block(part: dict[str, Any]) -> dict[str, Any] | None:
    value: Any
    match part["type"]:
        case "heading":
            value = part["text"]
        case "text":
            value = part["html"]
        case "divider":
            value = None
        case "picture":
            image = _painted(part["image"], f"Newsletter: {part['image']}")
            value = {"image": image.pk, "description": part["description"], "caption": part["caption"]}
        case "page":
            page = Page.objects.live().filter(slug=part["slug"]).first()
            if page is None:
                return None
            value = {"page": page.pk, "title": "", "text": part.get("text", ""), "show_picture": True}
        case unknown:
            raise ValueError(f"the sample knows no block {unknown!r}: see content/newsletters.toml")
    return {"type": part["type"], "value": value}


def _draft(archive: NewsletterIndexPage, said: dict[str, Any]) -> NewsletterIssuePage:
    blocks = [block for part in said["body"] if (block := _block(part)) is not None]
    issue = NewsletterIssuePage(
        title=said["title"],
        slug=said["slug"],
        preheader=said["preheader"],
        introduction=said["introduction"],
        live=False,
    )
    issue.body = NewsletterIssuePage._meta.get_field("body").stream_block.to_python(blocks)
    archive.add_child(instance=issue)
    issue.save_revision(log_action=True)
    return issue


def _sent(archive: NewsletterIndexPage, said: dict[str, Any], today: date, by: Actor) -> None:
    """Put an issue into the archive as it would be there if it had been sent on its day."""
    issue = _draft(archive, said)
    revision = issue.get_latest_revision()
    at = midnight(today + timedelta(days=said["day"])) + timedelta(hours=9)
    revision.publish()
    Page.objects.filter(pk=issue.pk).update(first_published_at=at, last_published_at=at)
    send_list = SendList.objects.create(
        key=f"newsletter:{issue.pk}",
        kind=NEWSLETTER,
        title=issue.title,
        state=SendList.State.CLOSED,
        total=said["sent"],
        sent=said["sent"],
        failed=0,
        suppressed=0,
        started_at=at,
        closed_at=at + timedelta(minutes=2),
    )
    mailing = Mailing.objects.create(
        issue=issue, revision=revision, send_list=send_list, subject=issue.email_subject, queued_by=by.label
    )
    freeze(mailing)
    Mailing.objects.filter(pk=mailing.pk).update(queued_at=at)


def load_newsletters(*, today: date, by: Actor) -> NewsletterIndexPage:
    """Put the archive, its issues and some subscribers into the hub where they are missing; return the archive."""
    said = toml("newsletters")
    found: NewsletterIndexPage | None = NewsletterIndexPage.objects.first()
    if found is not None:
        return found
    with transaction.atomic():
        archive = NewsletterIndexPage(**said["archive"])
        HomePage.objects.get().add_child(instance=archive)
        archive.save_revision(log_action=True).publish()
        for issue in said["issues"]:
            _sent(archive, issue, today, by)
        _draft(archive, said["draft"])
    topics = list(Topic.objects.order_by("pk").values_list("slug", flat=True))
    lines = ["email,topics"]
    for number in range(1, SUBSCRIBERS + 1):
        chosen = topics[number % len(topics)] if topics and number % 3 == 0 else ""
        lines.append(f"reader{number:02}@example.org,{chosen}")
    import_subscribers(source="\n".join(lines).encode(), consent=CONSENT, by=by)
    return archive
