"""What the studio gets from the site: its style sheet, the report of links, and looking over pages that moved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from pshub.people.permissions import may
from pshub.people.requests import actor_of
from pshub.site import indexing
from pshub.site.links.report import LinksReport


@hooks.register("insert_global_admin_css")
def studio_styles() -> SafeString:
    """Return the link to what our own studio pages add to Wagtail's styles."""
    return format_html('<link rel="stylesheet" href="{}">', static("pshub/studio.css"))


@hooks.register("register_admin_urls")
def link_urls() -> list[URLPattern | URLResolver]:
    """Return the addresses of the report of links."""
    routes = [
        path("", LinksReport.as_view(), name="links"),
        path("results/", LinksReport.as_view(results_only=True), name="links_results"),
    ]
    return [path("reports/links/", include((routes, "site_studio")))]


class _StudioItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: Any) -> bool:
        """Show it to everybody who works here."""
        return may(actor_of(request), "studio.enter")


@hooks.register("register_reports_menu_item")
def links_item() -> MenuItem:
    """Lead to the report of links."""
    return _StudioItem(
        _("Links that lead nowhere"), reverse("site_studio:links"), icon_name="link-external", order=800, name="links"
    )


@hooks.register("after_move_page")
@hooks.register("after_delete_page")
def look_over_after(request: HttpRequest, page: Page) -> None:
    """Look the index over where a page and all below it have other addresses, or none."""
    indexing.ask_to_look_over()


@hooks.register("after_publish_page")
def look_over_below(request: HttpRequest, page: Page) -> None:
    """Look the index over where a page with others below it was published: its name in addresses may be another."""
    if page.numchild:
        indexing.ask_to_look_over()


@hooks.register("after_bulk_action")
def look_over_many(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Look the index over after many pages were moved, deleted or taken off the site at once."""
    if action_type in {"move", "delete", "unpublish", "publish"}:
        indexing.ask_to_look_over()
