"""Places, inquiries, partners; records and derivations."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pshub.evidence.models import Finding
from pshub.people.models import Organisation
from pshub.people.roles import Role


class Place(models.Model):
    """Where an inquiry is about."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True)
    kind = models.CharField(max_length=80, blank=True)
    invented = models.BooleanField(default=False)
    picture = models.FileField(upload_to="places/", blank=True)
    picture_description = models.CharField(max_length=300, blank=True)

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        """Name."""
        return self.name


class Inquiry(models.Model):
    """A question that a hub works on in a place, with partners."""

    class Status(models.TextChoices):
        """How far an inquiry is."""

        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open")
        REPORTED = "reported", _("Reported")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    question = models.TextField()
    introduction = models.TextField(blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="inquiries")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    public = models.BooleanField(default=True)
    invented = models.BooleanField(default=False)
    picture = models.FileField(upload_to="inquiries/", blank=True)
    picture_description = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-created_at", "title")
        verbose_name_plural = "inquiries"

    def __str__(self) -> str:
        """Title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the story page."""
        return reverse("inquiries:detail", args=[self.slug])


class Partnership(models.Model):
    """An organisation that takes part in an inquiry, and as what."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    part = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the order that the inquiry gives."""

        ordering = ("order", "id")
        constraints = (models.UniqueConstraint(fields=["inquiry", "organisation"], name="partner_once_per_inquiry"),)

    def __str__(self) -> str:
        """Organisation."""
        return str(self.organisation)


class InquiryRole(models.Model):
    """A role that somebody has in one inquiry."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inquiry_roles")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        """One row for each role of a person in an inquiry."""

        constraints = (models.UniqueConstraint(fields=["inquiry", "user", "role"], name="role_once_per_inquiry"),)

    def __str__(self) -> str:
        """Who is what."""
        return f"{self.user}: {self.get_role_display()}"


class Record(models.Model):
    """The identity that everything on the trail shares: a permanent address, and where it belongs."""

    class Visibility(models.TextChoices):
        """Who may see a record."""

        PUBLIC = "public", _("Everybody")
        STUDIO = "studio", _("Those who work in the studio")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    inquiry = models.ForeignKey(Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="records")
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    status = models.CharField(max_length=40, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    happened_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        """Oldest first."""

        ordering = ("created_at", "id")
        indexes = (models.Index(fields=["inquiry", "kind"], name="record_inquiry_kind"),)

    def __str__(self) -> str:
        """Title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the permanent address."""
        return reverse("inquiries:record", args=[self.pk])


class Derivation(models.Model):
    """One record came out of another. Cycles are refused by the action that writes these."""

    upstream = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="downstream_links")
    downstream = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="upstream_links")
    label = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each link once; nothing derives from itself."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["upstream", "downstream", "label"], name="derivation_once"),
            models.CheckConstraint(
                name="derivation_not_from_itself", condition=~models.Q(upstream=models.F("downstream"))
            ),
        )

    def __str__(self) -> str:
        """Both ends."""
        return f"{self.downstream_id} {self.label} {self.upstream_id}"


class RecordFinding(models.Model):
    """A finding about a record, such as the opinion map of a conversation."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="record_findings")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="record_findings")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each finding once on a record."""

        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["record", "finding"], name="finding_once_per_record"),)

    def __str__(self) -> str:
        """The finding."""
        return str(self.finding)
