"""Who made a publication: authors, editors, and the organisations that it was made for or with."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from pshub.people.models import Organisation, Profile


def valid_orcid(value: str) -> None:
    """Refuse an ORCID iD whose check digit is wrong (ISO 7064 mod 11-2)."""
    digits = value.replace("-", "")
    total = 0
    if re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", value):
        for digit in digits[:-1]:
            total = (total + int(digit)) * 2
        check = (12 - total % 11) % 11
        if digits[-1] == ("X" if check == 10 else str(check)):
            return
    raise ValidationError(
        _("“%(value)s” is not an ORCID iD: copy the 16 figures as 0000-0002-1825-0097."),
        code="bad-orcid",
        params={"value": value},
    )


class Contributor(Orderable):  # type: ignore[misc]
    """Somebody who had a part in a publication, as they were at the time."""

    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=200, blank=True)
    orcid = models.CharField(
        _("ORCID iD"), max_length=19, blank=True, validators=[valid_orcid], help_text=_("Such as 0000-0002-1825-0097")
    )
    profile = models.ForeignKey(
        Profile,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page about them"),
        help_text=_("Leave empty where they have none here."),
    )

    class Meta(Orderable.Meta):  # type: ignore[misc]
        """In the order given."""

        abstract = True

    def __str__(self) -> str:
        """Name."""
        return self.name


class PublicationAuthor(Contributor):
    """Somebody who wrote a publication, as they were when they wrote it."""

    page = ParentalKey("publications.PublicationPage", on_delete=models.CASCADE, related_name="authors")
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )

    panels: ClassVar[list[Any]] = [FieldPanel(name) for name in ("name", "role", "profile", "orcid", "picture")]

    class Meta(Contributor.Meta):
        """In the order given."""

        abstract = False


class PublicationEditor(Contributor):
    """Somebody who edited a publication."""

    page = ParentalKey("publications.PublicationPage", on_delete=models.CASCADE, related_name="editors")

    panels: ClassVar[list[Any]] = [FieldPanel(name) for name in ("name", "role", "profile", "orcid")]

    class Meta(Contributor.Meta):
        """In the order given."""

        abstract = False


class PublicationOrganisation(Orderable):  # type: ignore[misc]
    """An organisation of this hub that commissioned a publication or had a part in it."""

    class Part(models.TextChoices):
        """As what."""

        COMMISSIONER = "commissioner", _("Commissioned it")
        PARTNER = "partner", _("Partner")

    page = ParentalKey("publications.PublicationPage", on_delete=models.CASCADE, related_name="organisations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    part = models.CharField(_("as what"), max_length=20, choices=Part, default=Part.PARTNER)

    panels: ClassVar[list[Any]] = [FieldPanel("organisation"), FieldPanel("part")]

    class Meta(Orderable.Meta):  # type: ignore[misc]
        """In the order given."""

    def __str__(self) -> str:
        """Organisation."""
        return str(self.organisation)
