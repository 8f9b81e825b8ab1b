"""The studio's pages for accounts, organisations and the audit log."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.viewsets.base import ViewSet

from pshub.people import actions
from pshub.people.models import AuditEntry, Organisation, User
from pshub.people.roles import Role
from pshub.people.studio import ActionViewSet

_ROLES = [(role.value, role.label) for role in Role if role in actions.ROLES_GIVEN]


class AccountForm(forms.ModelForm[User]):
    """Who somebody is and what they may do."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=_ROLES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Roles across the whole hub. Roles in one inquiry are given under Inquiries, Roles in inquiries."),
    )

    class Meta:
        """Fields of an account."""

        model = User
        fields: ClassVar[list[str]] = ["email", "name", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # The address is how somebody is known here: a new one is a new account.
            del self.fields["email"]
            self.fields["roles"].initial = list(self.instance.role_assignments.values_list("role", flat=True))
        else:
            del self.fields["is_active"]


class AccountViewSet(ActionViewSet):
    """Accounts. Deleting one erases what names its owner."""

    model = User
    #: The names by which Wagtail's own pages link to accounts.
    url_namespace = "wagtailusers_users"
    icon = "user"
    menu_label = _("Accounts")
    menu_name = "accounts"
    add_to_settings_menu = True
    add_to_admin_menu = False
    capabilities: ClassVar[dict[str, str]] = {
        "view": "people.manage",
        "add": "people.manage",
        "change": "people.manage",
        "delete": "people.manage",
    }
    list_display = (
        "email",
        "name",
        BooleanColumn("is_active", label=_("Active")),
        DateColumn("last_login", label=_("Last signed in")),
    )
    list_filter = ("is_active",)
    search_fields = ("email", "name")
    ordering = "email"
    target_keyword = "user"
    create_action = staticmethod(actions.create_account)
    change_action = staticmethod(actions.change_account)
    delete_action = staticmethod(actions.erase_account)

    def get_form_class(self, for_update: bool = False) -> type[AccountForm]:
        """Return the form; it tells new accounts from stored ones itself."""
        return AccountForm


class NoGroups(ViewSet):  # type: ignore[misc]
    """No pages for groups: they follow the roles, and pages of Wagtail's would change them past our actions."""

    def on_register(self) -> None:
        """Add nothing to the menu."""


class OrganisationViewSet(ActionViewSet):
    """Bodies that take part in inquiries."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    menu_name = "organisations"
    menu_order = 310
    form_fields = ("name", "kind", "website", "description", "picture")
    capabilities: ClassVar[dict[str, str]] = {
        "view": "studio.enter",
        "add": "inquiries.manage",
        "change": "inquiries.manage",
    }
    list_display = ("name", "kind")
    search_fields = ("name", "kind")
    create_action = staticmethod(actions.create_organisation)
    change_action = staticmethod(actions.change_organisation)


class AuditViewSet(ActionViewSet):
    """Who did what. Nobody can change it."""

    model = AuditEntry
    icon = "history"
    menu_label = _("Audit log")
    menu_name = "audit"
    menu_hook = "register_reports_menu_item"
    add_to_admin_menu = False
    capabilities: ClassVar[dict[str, str]] = {"view": "audit.read"}
    list_display = ("verb", "actor", "target_kind", "target", DateColumn("at", label=_("When")))
    list_filter = ("verb", "actor_kind")
    search_fields = ("verb", "actor", "target")
    inspect_view_enabled = True
    inspect_view_fields = ("at", "actor_kind", "actor", "verb", "target_kind", "target", "detail")
    form_fields: ClassVar[list[str]] = []
    ordering = "-at"
