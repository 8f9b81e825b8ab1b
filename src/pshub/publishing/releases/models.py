"""Bundles: things that are published at one moment, or not at all."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision


class Bundle(models.Model):
    """Pages and posts that go live together."""

    class State(models.TextChoices):
        """How far a bundle is."""

        DRAFT = "draft", _("Being put together")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Not released: problems found")
        RELEASED = "released", _("Released")

    name = models.CharField(_("name"), max_length=200, help_text=_("For yourselves; readers do not see it."))
    go_live_at = models.DateTimeField(
        _("go live at"),
        null=True,
        blank=True,
        help_text=_("Once approved, everything in it is published at this time. Leave empty to release it by hand."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    #: Why it could not be released the last time that was tried: ``{"title": …, "problems": [...]}`` for each item.
    problems = models.JSONField(default=list, editable=False)
    approved_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-created_at", "-id")
        verbose_name = _("bundle")
        constraints = (
            models.CheckConstraint(
                name="bundle_released_at_a_time",
                condition=models.Q(state="released", released_at__isnull=False)
                | (~models.Q(state="released") & models.Q(released_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="bundle_approved_at_a_time",
                condition=~models.Q(state="approved") | models.Q(approved_at__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["state", "go_live_at"], name="bundle_due"),)

    def __str__(self) -> str:
        """Name."""
        return self.name

    @property
    def is_late(self) -> bool:
        """Whether its time passed before it was approved."""
        return (
            self.state in {self.State.DRAFT, self.State.REFUSED}
            and self.go_live_at is not None
            and self.go_live_at < timezone.now()
        )


class BundleItem(models.Model):
    """One page or post in a bundle.

    `content_type` is that of the outermost model, as Wagtail's revisions have it: for every kind of page that of Page.
    `revision` is the draft that was approved; until then, and where it was deleted since, there is none.
    """

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="items")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=255)
    #: What it was called when it was put in: it may be deleted meanwhile.
    title = models.CharField(max_length=255)
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        """In the order in which they are published."""

        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=["bundle", "content_type", "object_id"], name="item_once_per_bundle"),
        )

    def __str__(self) -> str:
        """What it was called."""
        return self.title
