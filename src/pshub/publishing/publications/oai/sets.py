"""Sets, by which part of what a hub published can be harvested: kinds of publication, and topics."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from pshub.inquiries.models import Topic
from pshub.publishing.publications.models.pages import PublicationPage


def kind_set(kind: str) -> str:
    """Return the name of the set of a kind."""
    return f"kind-{kind}"


def topic_set(slug: str) -> str:
    """Return the name of the set of a topic."""
    return f"topic-{slug}"


def joined(names: Iterable[str]) -> str:
    """Return names of sets as they are stored."""
    return f"|{''.join(f'{name}|' for name in names)}"


def parted(stored: str) -> list[str]:
    """Return the names of stored sets."""
    return [name for name in stored.split("|") if name]


def all_sets() -> list[tuple[str, str]]:
    """Return the name and the title of every set there is."""
    kinds = [(kind_set(kind), str(label)) for kind, label in PublicationPage.Kind.choices]
    topics = Topic.objects.values_list("slug", "name")
    return [*kinds, *((topic_set(slug), _("Topic: %(name)s") % {"name": name}) for slug, name in topics)]
