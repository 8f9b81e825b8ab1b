"""The studio's report of links that lead nowhere."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import ReportView

from pshub.people.permissions import may
from pshub.people.requests import actor_of
from pshub.site.links.models import Link, LinkUse


class LinksReport(ReportView):  # type: ignore[misc]
    """Page, link, what is wrong with it, and since when."""

    page_title = _("Links that lead nowhere")
    header_icon = "link-external"
    index_url_name = "site_studio:links"
    index_results_url_name = "site_studio:links_results"
    results_template_name = "site/studio/links_results.html"
    default_ordering = None
    model = LinkUse
    list_export: ClassVar[list[str]] = ["page.title", "link.url", "link.problem", "link.failing_since"]
    export_headings: ClassVar[dict[str, Any]] = {
        "page.title": _("Page"),
        "link.url": _("Link"),
        "link.problem": _("What is wrong"),
        "link.failing_since": _("Since"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show it to those who work on pages."""
        if not may(actor_of(request), "studio.enter"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[LinkUse]:
        """Return the links that failed when they were last tried, those that failed longest first."""
        failing = LinkUse.objects.exclude(link__problem="").select_related("link", "page")
        return failing.order_by("link__failing_since", "link__url", "page_id")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add how many links there are, and how many have not been tried yet."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        waiting = Link.objects.filter(checked_at__isnull=True).count()
        return context | {"all_links": Link.objects.count(), "waiting_links": waiting}
