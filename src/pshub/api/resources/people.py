"""People who have a page on the site."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from wagtail.rich_text import get_text_for_indexing

from pshub.api import schemas
from pshub.api.addresses import whole
from pshub.api.pagination import BY_KEY, Asked, Listing, Order, listing, page, words
from pshub.api.resources.shared import answers
from pshub.people.profiles.models import Profile, ProfileRole
from pshub.people.profiles.reading import shown_profiles, with_roles

router = Router(tags=["people"])
ORDER = Order("name", words, **BY_KEY, newest_first=False)


def _rows() -> QuerySet[Profile]:
    return with_roles(shown_profiles())


def _role(row: ProfileRole) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "title": row.title,
        "organisation": row.organisation.name if row.organisation else "",
        "started_on": row.started_on,
        "ended_on": row.ended_on,
    }


def _item(row: Profile) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "name": row.name,
        "url": whole(row.get_absolute_url()),
        "orcid": row.orcid,
        "role_line": row.role_line,
        "biography": get_text_for_indexing(row.biography).strip(),
        "invented": row.invented,
        "roles": [_role(role) for role in row.roles.all()],
    }


@router.get("/", response=answers(Listing[schemas.Person]), url_name="people")
def people(request: HttpRequest, response: HttpResponse, asked: Query[Asked]) -> Any:
    """List people by name."""
    found, cursor = page(_rows(), ORDER, asked)
    return listing(request, response, [_item(row) for row in found], cursor)


@router.get("/{slug:slug}/", response=answers(schemas.Person), url_name="person")
def person(request: HttpRequest, slug: str) -> Any:
    """Return somebody."""
    return _item(get_object_or_404(_rows(), slug=slug))
