"""Profiles and the roles that people have over time."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from pshub.people.profiles.orcid import valid_orcid
from pshub.people.web_addresses import valid_web_address

#: What a biography may hold.
BIOGRAPHY_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class Profile(
    WorkflowMixin,  # type: ignore[misc]
    DraftStateMixin,  # type: ignore[misc]
    LockableMixin,  # type: ignore[misc]
    RevisionMixin,  # type: ignore[misc]
    PreviewableMixin,  # type: ignore[misc]
    ClusterableModel,  # type: ignore[misc]
):
    """Somebody whom the public site names: who works here, writes, speaks or leads. Needs no account."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("name in addresses"), max_length=200, unique=True)
    role_line = models.CharField(
        _("in a line"),
        max_length=200,
        blank=True,
        help_text=_("What they do, as lists show it. Empty takes the role they have now."),
    )
    pronouns = models.CharField(_("pronouns"), max_length=60, blank=True)
    orcid = models.CharField(
        _("ORCID iD"), max_length=19, blank=True, validators=[valid_orcid], help_text=_("Such as 0000-0002-1825-0097")
    )
    biography = RichTextField(_("biography"), blank=True, features=BIOGRAPHY_FEATURES)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    home_organisation = models.ForeignKey(
        "people.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="profiles",
        verbose_name=_("organisation they belong to"),
    )
    public = models.BooleanField(
        _("has a page"), default=True, help_text=_("Without one, the site names them but tells nothing more.")
    )
    invented = models.BooleanField(_("invented, to show what a hub looks like"), default=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="profile",
        verbose_name=_("account"),
        help_text=_("When the account is erased, so is the profile."),
    )
    objects: ClassVar[models.Manager[Profile]] = models.Manager()

    class Meta:
        """By name."""

        ordering = ("name",)
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        """Name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page about them."""
        return reverse("profiles:detail", args=[self.slug])

    @property
    def shown(self) -> bool:
        """Whether everybody may open the page about them."""
        return bool(self.live and self.public)

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish a revision; every way that Wagtail has of publishing comes by here."""
        from pshub.people.profiles import actions

        actions.publish_from_wagtail(
            revision=revision, user=user, changed=changed, log_action=log_action, previous_revision=previous_revision
        )

    def unpublish(
        self, set_expired: bool = False, commit: bool = True, user: Any = None, log_action: bool | str = True
    ) -> None:
        """Hide the person; every way that Wagtail has comes by here."""
        from pshub.people.profiles import actions

        actions.unpublish_from_wagtail(
            profile=self, user=user, set_expired=set_expired, commit=commit, log_action=log_action
        )

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the template of the page about them."""
        return "profiles/person.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return what the page shows."""
        from pshub.people.profiles.reading import person

        return {**person(self), "request": request, "object": self}


class ProfileLink(Orderable):  # type: ignore[misc]
    """Somewhere else on the web where somebody can be found."""

    profile = ParentalKey(Profile, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("words of the link"), max_length=80)
    url = models.CharField(_("address"), max_length=500, validators=[valid_web_address])
    objects: ClassVar[models.Manager[ProfileLink]] = models.Manager()

    class Meta(Orderable.Meta):  # type: ignore[misc]
        """In the order given."""

    def __str__(self) -> str:
        """Words."""
        return self.label


class ProfileRole(Orderable):  # type: ignore[misc]
    """What somebody is or was to the hub, and from when to when."""

    class Kind(models.TextChoices):
        """Kinds of role."""

        TEAM = "team", _("Team")
        ASSOCIATE = "associate", _("Associate")
        FELLOW = "fellow", _("Fellow")
        SECONDEE = "secondee", _("Secondee")
        PARTNER = "partner", _("Partner")
        COMMISSIONER = "commissioner", _("Commissioner")

    profile = ParentalKey(Profile, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TEAM)
    title = models.CharField(_("title"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        "people.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="profile_roles",
        verbose_name=_("organisation"),
        help_text=_("For a secondee: the one that lent them to the hub."),
    )
    started_on = models.DateField(_("from"), null=True, blank=True)
    ended_on = models.DateField(_("to"), null=True, blank=True, help_text=_("Empty while they have it."))
    objects: ClassVar[models.Manager[ProfileRole]] = models.Manager()

    class Meta(Orderable.Meta):  # type: ignore[misc]
        """In the order given; no role ends before it begins."""

        constraints = (
            models.CheckConstraint(
                name="profile_role_ends_after_start",
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
        )

    def __str__(self) -> str:
        """Title, or the kind where there is none."""
        return self.title or str(self.get_kind_display())

    def clean(self) -> None:
        """Ask whom a secondee is lent by, and refuse dates that run backwards."""
        super().clean()
        if self.kind == self.Kind.SECONDEE and self.organisation_id is None:
            message = _("Say which organisation lends this person to the hub.")
            raise ValidationError({"organisation": message}, code="no-home-organisation")
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            message = _("The role ends before it begins: swap the two dates, or leave the end empty.")
            raise ValidationError({"ended_on": message}, code="ends-before-start")

    def held_on(self, day: date | None = None) -> bool:
        """Return whether somebody has the role on a day, today unless one is given."""
        day = day or timezone.localdate()
        return (self.started_on is None or self.started_on <= day) and (self.ended_on is None or self.ended_on >= day)
