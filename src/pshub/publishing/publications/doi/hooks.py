"""What DOIs add to the studio."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from pshub.people.permissions import ANYWHERE, may
from pshub.people.requests import actor_of
from pshub.publishing.publications.doi.studio import all_dois, dois_of_publication
from pshub.publishing.publications.models import PublicationPage


class _DoisItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to those who write."""
        return may(actor_of(request), "pages.edit", scope=ANYWHERE)


def urls() -> list[URLPattern | URLResolver]:
    """Return the addresses of the pages about DOIs."""
    routes = [
        path("dois/", all_dois, name="all"),
        path("<int:page_id>/doi/", dois_of_publication, name="publication"),
    ]
    return [path("publications/", include((routes, "studio_dois")))]


def item() -> MenuItem:
    """Lead to all DOIs."""
    return _DoisItem(gettext_lazy("DOIs"), reverse("studio_dois:all"), icon_name="link", order=225, name="dois")


def button(page: Page, user: Any, next_url: str | None = None, **_options: Any) -> Iterator[Button]:
    """Lead from a publication to its DOIs."""
    if isinstance(page.specific, PublicationPage) and page.live:
        yield Button(_("DOI"), reverse("studio_dois:publication", args=[page.pk]), icon_name="link", priority=40)


def register() -> None:
    """Add them."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_menu_item", item)
    hooks.register("register_page_header_buttons", button)
