"""What publications add to the studio."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
from pshub.publishing.publications.choosers import finding_chooser
from pshub.publishing.publications.models import PublicationPage
from pshub.publishing.publications.number_picker import number_chooser, number_picker
from pshub.publishing.publications.studio import PublicationViewSet, check_address


@hooks.register("register_admin_viewset")
def publication_viewsets() -> list[ViewSet]:
    """Return the views of publications and the chooser of findings."""
    return [PublicationViewSet("publications"), finding_chooser]


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
