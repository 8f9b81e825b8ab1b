"""The topics of the sample hub."""

from __future__ import annotations

from pshub.cli.sample.content import toml
from pshub.inquiries.actions import change_inquiry, create_topic
from pshub.inquiries.models import Inquiry, Topic
from pshub.people.actors import Actor


def load_topics(*, by: Actor) -> dict[str, Topic]:
    """Make the topics where they are missing, and let the inquiries bear theirs; return them by slug."""
    found = {topic.slug: topic for topic in Topic.objects.all()}
    for said in toml("topics")["topics"]:
        if said["slug"] not in found:
            found[said["slug"]] = create_topic(
                name=said["name"], slug=said["slug"], description=said["description"], by=by
            )
    for inquiry in Inquiry.objects.filter(slug__in=toml("topics")["inquiries"], topics__isnull=True):
        change_inquiry(inquiry=inquiry, topics=topics_named(toml("topics")["inquiries"][inquiry.slug]), by=by)
    return found


def topics_named(slugs: list[str]) -> list[Topic]:
    """Return topics of the sample by their slugs."""
    return list(Topic.objects.filter(slug__in=slugs))
