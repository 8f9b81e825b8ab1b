"""What the newsletter adds to the studio."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from pshub.people.permissions import may
from pshub.people.requests import actor_of
from pshub.publishing.newsletters import mailbox_pages
from pshub.publishing.newsletters.actions.issues import REFUSED
from pshub.publishing.newsletters.import_page import import_page
from pshub.publishing.newsletters.models import Mailing, NewsletterIssuePage
from pshub.publishing.newsletters.sending_pages import overview, send_address, send_page
from pshub.publishing.newsletters.studio import IssueViewSet, SubscriberViewSet


@hooks.register("register_admin_viewset")
def newsletter_viewsets() -> list[ViewSet]:
    """Return the views of issues and subscribers."""
    return [IssueViewSet("newsletters"), SubscriberViewSet("subscribers")]


@hooks.register("register_admin_urls")
def newsletter_urls() -> list[URLPattern | URLResolver]:
    """Return the addresses of sending, importing and the mailbox."""
    routes = [
        path("newsletter/", overview, name="overview"),
        path("newsletter/<int:page_id>/send/", send_page, name="send"),
        path("newsletter/import/", import_page, name="import"),
        path("mailbox/", mailbox_pages.mailbox, name="mailbox"),
        path("mailbox/<int:pk>/", mailbox_pages.message, name="mailbox_message"),
        path("mailbox/<int:pk>/html/", mailbox_pages.message_html, name="mailbox_html"),
        path("mailbox/<int:pk>/files/<int:number>/", mailbox_pages.attachment, name="mailbox_attachment"),
    ]
    return [path("", include((routes, "newsletter_studio")))]


class _SendersItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: Any) -> bool:
        """Show it to those who send."""
        return may(actor_of(request), "newsletters.send")


class _SendersMenu(SubmenuMenuItem):  # type: ignore[misc]
    def is_shown(self, request: Any) -> bool:
        """Show it to those who send."""
        return may(actor_of(request), "newsletters.send")


@hooks.register("register_admin_menu_item")
def newsletter_item() -> MenuItem:
    """Lead to the issues, the subscribers and the import."""
    items = [
        _SendersItem(gettext_lazy("Issues"), reverse("newsletter_studio:overview"), icon_name="mail", order=10),
        _SendersItem(gettext_lazy("Subscribers"), reverse("studio_subscribers:index"), icon_name="group", order=20),
        _SendersItem(
            gettext_lazy("Import subscribers"), reverse("newsletter_studio:import"), icon_name="upload", order=30
        ),
    ]
    return _SendersMenu(gettext_lazy("Newsletter"), Menu(items=items), icon_name="mail", order=230, name="newsletter")


class _MailboxItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: Any) -> bool:
        """Show it where mail is kept instead of sent."""
        return settings.MAIL == "mailbox"


@hooks.register("register_admin_menu_item")
def mailbox_item() -> MenuItem:
    """Lead to the mailbox of a demonstration."""
    return _MailboxItem(
        gettext_lazy("Mailbox"), reverse("newsletter_studio:mailbox"), icon_name="mail", order=900, name="mailbox"
    )


@hooks.register("register_page_header_buttons")
def send_button(page: Page, user: Any, next_url: str | None = None, **_options: Any) -> Iterator[Button]:
    """Lead from an issue to its sending."""
    if isinstance(page.specific, NewsletterIssuePage):
        yield Button(_("Send"), send_address(page.pk), icon_name="mail", priority=5)


@hooks.register("before_delete_page")
def keep_what_was_sent(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete what was sent: readers have it, and the ledger tells to whom it went."""
    mailing = Mailing.objects.filter(issue__path__startswith=page.path).first()
    if mailing is None:
        return None
    messages.error(
        request, _("“%(title)s” has been sent, so it cannot be deleted. Unpublish it instead.") % {"title": mailing}
    )
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name what the history of a page says when a schedule was refused."""
    actions.register_action(
        REFUSED, gettext_lazy("Refuse to send"), gettext_lazy("Not published or sent by schedule: problems found")
    )
