"""What events add to the studio."""

from __future__ import annotations

from collections.abc import Iterator
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
from wagtail.models import Page

from pshub.people.permissions import ANYWHERE, may
from pshub.people.requests import actor_of
from pshub.publishing.events.models import EventPage, Registration
from pshub.publishing.events.studio import events, invitations, prints, registrations
from pshub.publishing.events.studio.pages import EventViewSet


@hooks.register("register_admin_viewset")
def event_viewsets() -> list[ViewSet]:
    """Return the views of events."""
    return [EventViewSet("events")]


@hooks.register("register_admin_urls")
def event_urls() -> list[URLPattern | URLResolver]:
    """Return the addresses of registrations."""
    routes = [
        path("", events.events, name="events"),
        path("<int:event_id>/", registrations.registrations, name="registrations"),
        path("<int:event_id>/add/", registrations.add, name="add"),
        path("<int:event_id>/needs/", registrations.needs, name="needs"),
        path("<int:event_id>/names.csv", registrations.names, name="names"),
        path("<int:event_id>/prints/", prints.prints, name="prints"),
        path("<int:event_id>/prints/<uuid:key>/", prints.take_print, name="take-print"),
        path("<int:event_id>/tell/", registrations.tell, name="tell"),
        path("<int:event_id>/invitations/", invitations.invitations, name="invitations"),
        path("<int:event_id>/invitations/<int:invitation_id>/end/", invitations.withdraw, name="withdraw"),
    ]
    return [path("registrations/", include((routes, "event_studio")))]


class _ManagersItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: Any) -> bool:
        """Show it to those who run events."""
        return may(actor_of(request), "events.manage", scope=ANYWHERE)


@hooks.register("register_admin_menu_item")
def registrations_item() -> MenuItem:
    """Lead to the registrations of events."""
    return _ManagersItem(
        gettext_lazy("Registrations"),
        reverse("event_studio:events"),
        icon_name="calendar-alt",
        order=230,
        name="registrations",
    )


@hooks.register("register_page_header_buttons")
def registrations_button(page: Page, user: Any, next_url: str | None = None, **_options: Any) -> Iterator[Button]:
    """Lead from an event to those who registered."""
    if isinstance(page.specific, EventPage):
        address = reverse("event_studio:registrations", args=[page.pk])
        yield Button(_("Registrations"), address, icon_name="group", priority=6)


@hooks.register("before_delete_page")
def keep_registrations(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete an event that people registered for: they would never hear of it."""
    held = Registration.objects.filter(event__in=EventPage.objects.descendant_of(page, inclusive=True))
    if not held.exists():
        return None
    words = _("People have registered for “%(title)s”, so it cannot be deleted. Call it off or unpublish it instead.")
    messages.error(request, words % {"title": held[0].event.title})
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
