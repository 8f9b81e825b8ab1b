"""Addresses that published pages link to, and what was wrong with them when they were last tried."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Link(models.Model):
    """An address that at least one published page links to."""

    url = models.CharField(_("address"), max_length=2000, unique=True)
    #: What is wrong, in words; empty where it leads somewhere.
    problem = models.CharField(_("what is wrong"), max_length=300, blank=True)
    failing_since = models.DateTimeField(_("since"), null=True, blank=True)
    checked_at = models.DateTimeField(_("last tried"), null=True, blank=True)

    class Meta:
        """Those never tried, and those tried longest ago, are tried next."""

        ordering = ("url",)
        indexes = (models.Index(fields=["checked_at"], name="link_checked"),)
        constraints = (
            models.CheckConstraint(
                name="link_fails_since_a_moment",
                condition=models.Q(problem="", failing_since__isnull=True)
                | (~models.Q(problem="") & models.Q(failing_since__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        """Address."""
        return self.url


class LinkUse(models.Model):
    """A link that stands in a published page."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    class Meta:
        """Each link once for a page, however often it stands there."""

        ordering = ("link__failing_since", "link__url", "page_id")
        constraints = (models.UniqueConstraint(fields=["link", "page"], name="link_once_per_page"),)

    def __str__(self) -> str:
        """Where the link stands, and where it leads."""
        return f"{self.page}: {self.link}"
