"""The studio's pages for places, inquiries and their partners."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from pshub.inquiries import actions
from pshub.inquiries.models import Inquiry, InquiryRole, Partnership, Place
from pshub.inquiries.scopes import INQUIRY_ROLES
from pshub.people.studio import ActionViewSet

_MANAGED = {
    "view": "studio.enter",
    "add": "inquiries.manage",
    "change": "inquiries.manage",
    "delete": "inquiries.manage",
}


def _inquiry_of(row: Model) -> Inquiry | None:
    if isinstance(row, Inquiry):
        return row
    return row.inquiry if isinstance(row, Partnership) else None


class PlaceViewSet(ActionViewSet):
    """Where inquiries are about."""

    model = Place
    icon = "globe"
    menu_label = _("Places")
    add_to_admin_menu = False  # the group below holds it
    list_display = ("name", "kind")
    search_fields = ("name",)
    form_fields = ("name", "slug", "kind", "invented", "picture", "picture_description")
    capabilities = _MANAGED
    create_action = staticmethod(actions.create_place)
    change_action = staticmethod(actions.change_place)


class InquiryViewSet(ActionViewSet):
    """Questions that the hub works on."""

    model = Inquiry
    icon = "search"
    menu_label = _("Inquiries")
    add_to_admin_menu = False  # the group below holds it
    list_display = ("title", "place", "status", "public")
    list_filter = ("status", "place")
    search_fields = ("title", "question")
    form_fields = (
        "title",
        "slug",
        "question",
        "introduction",
        "place",
        "status",
        "public",
        "invented",
        "picture",
        "picture_description",
    )
    capabilities = _MANAGED
    scope_of = staticmethod(_inquiry_of)
    create_action = staticmethod(actions.create_inquiry)
    change_action = staticmethod(actions.change_inquiry)


class PartnershipViewSet(ActionViewSet):
    """Who takes part in which inquiry, and as what."""

    model = Partnership
    icon = "group"
    menu_label = _("Partners")
    add_to_admin_menu = False  # the group below holds it
    list_display = ("organisation", "inquiry", "part")
    list_filter = ("inquiry", "organisation")
    form_fields = ("inquiry", "organisation", "part", "order")
    capabilities = _MANAGED
    scope_of = staticmethod(_inquiry_of)
    create_action = staticmethod(actions.add_partner)
    change_action = staticmethod(actions.change_partner)
    delete_action = staticmethod(actions.remove_partner)


class InquiryRoleForm(forms.ModelForm[InquiryRole]):
    """Who gets which role in which inquiry."""

    class Meta:
        """What the role lets somebody do counts in that inquiry alone."""

        model = InquiryRole
        fields: ClassVar[list[str]] = ["inquiry", "user", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), choices=[(role.value, role.label) for role in INQUIRY_ROLES]
        )


class InquiryRoleViewSet(ActionViewSet):
    """Who works in one inquiry only, and as what."""

    model = InquiryRole
    icon = "user"
    menu_label = _("Roles in inquiries")
    add_to_admin_menu = False  # the group below holds it
    list_display = ("__str__", "inquiry")
    list_filter = ("inquiry", "role")
    capabilities: ClassVar[dict[str, str]] = {
        "view": "people.manage",
        "add": "people.manage",
        "delete": "people.manage",
    }
    target_keyword = "given"
    create_action = staticmethod(actions.give_inquiry_role)
    delete_action = staticmethod(actions.take_inquiry_role)

    def get_form_class(self, for_update: bool = False) -> type[InquiryRoleForm]:
        """Return the form."""
        return InquiryRoleForm


class InquiriesGroup(ViewSetGroup):  # type: ignore[misc]
    """The menu entry that holds them."""

    menu_label = _("Inquiries")
    menu_icon = "search"
    menu_order = 110
    items = (
        InquiryViewSet("inquiries"),
        PartnershipViewSet("partners"),
        PlaceViewSet("places"),
        InquiryRoleViewSet("inquiry_roles"),
    )
