"""What was published: versions of record, corrections, and what was confirmed before."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from pshub.publishing.publications.models.pages import PublicationPage


class PublishingCheck(models.Model):
    """What somebody confirmed of a revision before it is published: why it changed, and numerals bound to nothing."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")
    change_note = models.TextField(_("what changed"), blank=True)
    minor = models.BooleanField(_("minor change"), default=False)
    correction = models.TextField(_("correction"), blank=True)
    confirmed = models.JSONField(default=list)
    checked_by = models.CharField(max_length=200)
    checked_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        """Who confirmed."""
        return self.checked_by


def _pdf_place(version: PublicationVersion, name: str) -> str:
    # Nobody can guess the folder, so a PDF is only found through its publication, as long as that is public.
    return f"publications/{secrets.token_hex(16)}/{name}"


class PublicationVersion(models.Model):
    """The version of record: one published revision, the digests of the findings that it shows, and its PDF.

    The revision is protected: while the version stands, nothing can delete the words that were published. A minor
    change keeps the number and counts up behind it: 2, 2.1, 2.2, 3.
    """

    class Pdf(models.TextChoices):
        """How far the PDF is."""

        NONE = "none", _("Not asked for")
        WAITING = "waiting", _("Being made")
        MADE = "made", _("Made")
        FAILED = "failed", _("Could not be made")

    page = models.ForeignKey(PublicationPage, on_delete=models.PROTECT, related_name="versions")
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    minor = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.CharField(max_length=200)
    change_note = models.TextField(blank=True)
    digests = models.JSONField(default=list)
    confirmed = models.JSONField(default=list)
    pdf = models.FileField(upload_to=_pdf_place, max_length=300, blank=True)
    pdf_state = models.CharField(max_length=10, choices=Pdf, default=Pdf.NONE)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_size = models.PositiveIntegerField(default=0)
    pdf_made_at = models.DateTimeField(null=True, blank=True)
    pdf_error = models.TextField(blank=True)

    class Meta:
        """Newest first; numbers run without repeats."""

        ordering = ("-number", "-minor")
        constraints = (
            models.UniqueConstraint(fields=["page", "number", "minor"], name="version_number_once_per_publication"),
            models.CheckConstraint(
                name="change_said_from_version_2",
                condition=models.Q(number=1) | models.Q(minor__gt=0) | ~models.Q(change_note=""),
            ),
            models.CheckConstraint(
                name="made_pdf_has_its_digest",
                condition=~models.Q(pdf_state="made") | (~models.Q(pdf="") & ~models.Q(pdf_sha256="")),
            ),
        )

    def __str__(self) -> str:
        """Title and number."""
        return f"{self.page} ({self.label})"

    @property
    def label(self) -> str:
        """The number as people write it, and as it stands in addresses: 2, or 2.1 after a minor change."""
        return f"{self.number}.{self.minor}" if self.minor else str(self.number)


class PublicationCorrection(models.Model):
    """A notice that something published was wrong, and what is right. Notices are only ever added."""

    page = models.ForeignKey(PublicationPage, on_delete=models.PROTECT, related_name="corrections")
    version = models.ForeignKey(
        PublicationVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    on = models.DateField(_("date"), default=timezone.localdate)
    text = models.TextField(_("what was wrong, and what is right"))
    by = models.CharField(max_length=200)

    class Meta:
        """Newest first."""

        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        """Publication and date."""
        return f"{self.page}, {self.on}"
