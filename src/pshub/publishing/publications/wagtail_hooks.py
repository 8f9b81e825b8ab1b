"""What publications add to the studio."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from pshub.people.permissions import may
from pshub.people.requests import actor_of
from pshub.publishing.publications import rich_text
from pshub.publishing.publications.check_view import check_page
from pshub.publishing.publications.models import PublicationPage
from pshub.publishing.publications.number_picker import number_chooser, number_picker
from pshub.publishing.publications.studio import PublicationViewSet, check_address


@hooks.register("register_admin_viewset")
def publication_viewsets() -> list[ViewSet]:
    """Return the views of publications."""
    return [PublicationViewSet("publications")]


@hooks.register("register_admin_urls")
def publication_urls() -> list[URLPattern | URLResolver]:
    """Return the addresses of the check and of the number picker."""
    routes = [
        path("<int:page_id>/check/", check_page, name="check"),
        path("numbers/", number_picker, name="numbers"),
        path("numbers/choose/", number_chooser, name="number_chooser"),
    ]
    return [path("publications/", include((routes, "publication_studio")))]


@hooks.register("register_rich_text_features")
def number_feature(features: FeatureRegistry) -> None:
    """Add the button for bound numbers."""
    rich_text.register(features)


def _published_below(pages: Iterable[Page]) -> PublicationPage | None:
    """Return a publication with a version of record among some pages and those below them."""
    published = PublicationPage.objects.filter(versions__isnull=False)
    for page in pages:
        found: PublicationPage | None = published.descendant_of(page, inclusive=True).first()
        if found is not None:
            return found
    return None


def _one_by_one(request: HttpRequest, publication: PublicationPage, message: str) -> HttpResponse:
    messages.error(request, message % {"title": publication.title})
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[publication.get_parent().pk]))


@hooks.register("before_delete_page")
def keep_what_was_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete what has a version of record: others may have cited it."""
    publication = _published_below([page])
    if publication is None:
        return None
    return _one_by_one(
        request, publication, _("“%(title)s” has been published, so it cannot be deleted. Unpublish it instead.")
    )


@hooks.register("before_unpublish_page")
def leave_publications_below(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to take publications off the site along with the page above them."""
    publication = _published_below([page]) if request.POST.get("include_descendants") else None
    if publication is None:
        return None
    return _one_by_one(request, publication, _("“%(title)s” is unpublished on its own page: do that first."))


@hooks.register("before_bulk_action")
def publications_one_by_one(
    request: HttpRequest, action_type: str, pages: Iterable[Page], _action: Any
) -> HttpResponse | None:
    """Publish, unpublish and delete publications one at a time: each has something to confirm."""
    if action_type not in {"publish", "unpublish", "delete"}:
        return None
    for page in pages:
        if isinstance(page, Page):
            found = PublicationPage.objects.descendant_of(page, inclusive=True)
            publication = (found.filter(versions__isnull=False) if action_type == "delete" else found).first()
            if publication is not None:
                return _one_by_one(
                    request, publication, _("“%(title)s” is a publication: publish, unpublish or delete it by itself.")
                )
    return None


class _EditorsItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: Any) -> bool:
        """Show it to those who write."""
        return may(actor_of(request), "pages.edit")


@hooks.register("register_admin_menu_item")
def numbers_item() -> MenuItem:
    """Lead to the number picker."""
    return _EditorsItem(
        gettext_lazy("Numbers to quote"),
        reverse("publication_studio:numbers"),
        icon_name="table",
        order=220,
        name="numbers",
    )


@hooks.register("register_page_header_buttons")
def check_button(page: Page, user: Any, next_url: str | None = None, **_options: Any) -> Iterator[Button]:
    """Lead from a draft to its check."""
    if isinstance(page.specific, PublicationPage):
        yield Button(_("Check and publish"), check_address(page.pk), icon_name="check", priority=5)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name what the history of a page says when a schedule was refused."""
    actions.register_action(
        "publications.refused",
        gettext_lazy("Refuse to publish"),
        gettext_lazy("Not published by schedule: problems found"),
    )
