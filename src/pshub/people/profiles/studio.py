"""The studio's pages for profiles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import BooleanColumn, LiveStatusTagColumn, UpdatedAtColumn

from pshub.people.models import User
from pshub.people.profiles import actions
from pshub.people.profiles.models import Profile
from pshub.people.studio_snippets import DraftedViewSet


class ProfileForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Who somebody is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            # Accounts of people who only take part are nobody's business here.
            self.fields["user"].queryset = User.objects.filter(role_assignments__isnull=False).distinct()


_WHO: list[Any] = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("role_line"),
            FieldRowPanel([FieldPanel("pronouns"), FieldPanel("orcid")]),
            FieldPanel("picture"),
        ],
        heading=_("Who it is"),
    ),
    FieldPanel("biography"),
    InlinePanel(
        "roles",
        heading=_("Roles over time"),
        label=_("role"),
        panels=[
            FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
            FieldPanel("organisation"),
            FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
        ],
    ),
    InlinePanel("links", heading=_("Links"), label=_("link")),
]
_SETTINGS: list[Any] = [
    FieldPanel("slug"),
    FieldPanel("public"),
    FieldPanel("home_organisation"),
    FieldPanel("user"),
    FieldPanel("invented"),
    PublishingPanel(),
]


class ProfileViewSet(DraftedViewSet):
    """The people whom the public site names."""

    model = Profile
    name = "profiles"
    icon = "user"
    menu_label = _("People")
    menu_name = "profiles"
    menu_order = 305
    capability = "profiles.manage"
    delete_action = staticmethod(actions.delete_profile)
    list_display: ClassVar[list[Any]] = [
        "name",
        "role_line",
        BooleanColumn("public", label=_("Has a page")),
        UpdatedAtColumn(),
        LiveStatusTagColumn(),
    ]
    search_fields: ClassVar[list[str]] = ["name", "role_line"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [ObjectList(_WHO, heading=_("Person")), ObjectList(_SETTINGS, heading=_("Settings"))],
        base_form_class=ProfileForm,
    )
