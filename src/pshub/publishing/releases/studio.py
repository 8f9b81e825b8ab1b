"""The studio's pages for bundles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets import AdminDateTimeInput

from pshub.people.studio import ActionCreateView, ActionEditView, ActionViewSet
from pshub.publishing.releases import actions
from pshub.publishing.releases.contents_view import contents
from pshub.publishing.releases.models import Bundle


class BundleForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Its name and its time."""

    class Meta:
        """What an editor may say of it."""

        model = Bundle
        fields: ClassVar[list[str]] = ["name", "go_live_at"]
        widgets: ClassVar[dict[str, Any]] = {"go_live_at": AdminDateTimeInput}


def contents_address(bundle: Bundle) -> str:
    """Return where a bundle is filled and released."""
    return reverse("studio_bundles:contents", args=[bundle.pk])


class _ToContents:
    object: Bundle

    def get_success_url(self) -> str:
        """Lead to what is in the bundle."""
        return contents_address(self.object)


class BundleCreateView(_ToContents, ActionCreateView):
    """Begins a bundle."""


class BundleEditView(_ToContents, ActionEditView):
    """Changes its name or time."""


class BundleViewSet(ActionViewSet):
    """Things that are released together."""

    model = Bundle
    icon = "upload"
    menu_label = _("Release together")
    menu_name = "bundles"
    menu_order = 240
    add_view_class = BundleCreateView
    edit_view_class = BundleEditView
    list_display = (
        TitleColumn("name", label=_("Name"), get_url=contents_address),
        Column("state", label=_("State"), accessor="get_state_display"),
        DateColumn("go_live_at", label=_("Goes live")),
        DateColumn("released_at", label=_("Released")),
    )
    list_filter = ("state",)
    search_fields = ("name",)
    ordering = "-created_at"
    capabilities: ClassVar[dict[str, str]] = {
        "view": actions.RELEASE,
        "add": actions.RELEASE,
        "change": actions.RELEASE,
        "delete": actions.RELEASE,
    }
    create_action = staticmethod(actions.create_bundle)
    change_action = staticmethod(actions.change_bundle)
    delete_action = staticmethod(actions.delete_bundle)

    def get_form_class(self, for_update: bool = False) -> type[BundleForm]:
        """Return the form."""
        return BundleForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the page of what is in a bundle."""
        return [*super().get_urlpatterns(), path("<int:pk>/contents/", contents, name="contents")]
