"""The parts of an inquiry's story page, which each area announces for itself.

An area registers its part from ``AppConfig.ready()``::

    sections.register(Section(name="heard", order=200, title=_("What was heard"), provide=heard))

    def heard(inquiry: Inquiry, viewer: Actor) -> Part | None:
        conversations = ...  # one or two queries, whatever the number of rows
        return Part("conversations/story.html", {"conversations": conversations}) if conversations else None

A part with nothing to say returns None and is absent. The order follows the work of a hub: 100 what was done,
200 what was heard, 300 what the place has, 400 what was thought up, 500 what it costs and is worth, 600 how people
judge it, 700 what was promised, 800 what was published.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from pshub.people.actors import Actor

if TYPE_CHECKING:
    from pshub.inquiries.models import Inquiry


@dataclass(frozen=True, slots=True)
class Part:
    """What an area has to tell about one inquiry: a template and what it shows. The page supplies the heading."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the story: its anchor, its place in the order, its heading, and who fills it."""

    name: str
    order: int
    title: str | Promise
    provide: Callable[[Inquiry, Actor], Part | None]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section that has something to tell about the inquiry at hand."""

    name: str
    title: str | Promise
    template: str
    context: Mapping[str, Any]


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Announce a part of the story; registering a name again replaces it."""
    _sections[section.name] = section


def registered() -> list[Section]:
    """Return all sections in the order of the story."""
    return sorted(_sections.values(), key=lambda section: (section.order, section.name))


def chapters(inquiry: Inquiry, viewer: Actor) -> list[Chapter]:
    """Return what the story of an inquiry has to tell this reader; empty parts are absent."""
    told = []
    for section in registered():
        part = section.provide(inquiry, viewer)
        if part is not None:
            told.append(Chapter(section.name, section.title, part.template, part.context))
    return told
