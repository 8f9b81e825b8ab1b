"""Series: publications that come out again and again under one name."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def valid_issn(value: str) -> None:
    """Refuse an ISSN whose check digit is wrong (ISO 3297)."""
    digits = value.replace("-", "").upper()
    if re.fullmatch(r"\d{4}-\d{3}[\dXx]", value):
        total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits, strict=False))
        check = -total % 11
        if digits[-1] == ("X" if check == 10 else str(check)):
            return
    raise ValidationError(
        _("“%(value)s” is not an ISSN: copy the 8 figures as 2049-3630."), code="bad-issn", params={"value": value}
    )


class Series(models.Model):
    """A name under which editions come out, such as a yearly report."""

    title = models.CharField(_("title"), max_length=200, unique=True)
    slug = models.SlugField(_("name in addresses"), max_length=200, unique=True)
    description = models.TextField(_("description"), max_length=800, blank=True)
    issn = models.CharField(_("ISSN"), max_length=9, blank=True, validators=[valid_issn])

    class Meta:
        """By title."""

        ordering = ("title",)
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        """Title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page that lists its editions."""
        return reverse("publications:series", args=[self.slug])
