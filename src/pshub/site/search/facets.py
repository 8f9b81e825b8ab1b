"""What a search can be narrowed by, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise

from pshub.inquiries import catalogue
from pshub.inquiries.models import Place, Topic
from pshub.site.search.finding import FACETS, Chosen
from pshub.site.search.models import IndexFacet

#: Values that one search may choose in a facet, and how long a value may be.
MOST_CHOSEN, LONGEST = 20, 200
#: Values that a facet offers; those that are chosen are offered in any case.
OFFERED = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, how many entries have it, and whether it is chosen."""

    value: str
    label: str | Promise
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet and what can be chosen in it."""

    name: str
    title: str | Promise
    choices: Sequence[Choice]

    @property
    def in_use(self) -> bool:
        """Whether something is chosen in it."""
        return any(choice.chosen for choice in self.choices)


def chosen_in(asked: QueryDict) -> dict[str, list[str]]:
    """Return what an address chooses, each value once and in its order."""
    return {
        facet: list(
            dict.fromkeys(value.replace("\0", "")[:LONGEST] for value in asked.getlist(facet)[:MOST_CHOSEN] if value)
        )
        for facet in FACETS
    }


def _labels(facet: str, values: Sequence[str]) -> Mapping[str, str | Promise]:
    if facet == IndexFacet.Facet.TYPE:
        return {source.kind: source.plural for source in catalogue.registered()}
    if facet == IndexFacet.Facet.TOPIC:
        return dict(Topic.objects.filter(slug__in=values).values_list("slug", "name"))
    if facet == IndexFacet.Facet.PLACE:
        return dict(Place.objects.filter(slug__in=values).values_list("slug", "name"))
    if facet == IndexFacet.Facet.AUTHOR:
        rows = IndexFacet.objects.filter(facet=facet, value__in=values).order_by("pk")
        return dict(rows.values_list("value", "label"))
    return {}


def groups(counts: Mapping[str, Mapping[str, int]], chosen: Chosen) -> list[Group]:
    """Return the facets to offer: those with something to choose, frequent values and late years first."""
    found = []
    for facet in FACETS:
        number = {**dict.fromkeys(chosen.get(facet, ()), 0), **counts.get(facet, {})}
        ordered = sorted(number, key=lambda value: (-number[value], value))
        if facet == IndexFacet.Facet.YEAR:
            ordered = sorted(number, reverse=True)
        picked = list(chosen.get(facet, ()))
        offered = [value for place, value in enumerate(ordered) if place < OFFERED or value in picked]
        labels = _labels(facet, offered) if offered else {}
        choices = [Choice(value, labels.get(value) or value, number[value], value in picked) for value in offered]
        if len(choices) > 1 or any(choice.chosen for choice in choices):
            found.append(Group(facet, IndexFacet.Facet(facet).label, choices))
    return found
