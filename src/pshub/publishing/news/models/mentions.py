"""Where others wrote about the hub."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from pshub.inquiries.models import Inquiry, Record
from pshub.people.web_addresses import valid_web_address
from pshub.publishing.news.models.drafted import Drafted


class Mention(Drafted):
    """Something that somebody else published about the hub or its work, and a copy in case it goes away."""

    title = models.CharField(_("title"), max_length=300)
    outlet = models.CharField(_("outlet"), max_length=200, help_text=_("The paper, station, journal or site."))
    url = models.CharField(_("address"), max_length=500, validators=[valid_web_address])
    date = models.DateField(_("date"), default=timezone.localdate)
    quote = models.TextField(_("a sentence or two of it"), max_length=600, blank=True)
    about = models.ForeignKey(
        Record,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("publication or event that it is about"),
    )
    inquiry = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("inquiry")
    )
    topics = ParentalManyToManyField("inquiries.Topic", blank=True, related_name="+", verbose_name=_("topics"))
    archive_url = models.CharField(
        _("address of an archived copy"),
        max_length=500,
        blank=True,
        validators=[valid_web_address],
        help_text=_("Such as a page of a web archive. Readers see it."),
    )
    archived_copy = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("archived copy"),
        help_text=_("A file of your own, in case the address stops working."),
    )
    archived_at = models.DateField(_("copied on"), null=True, blank=True)
    copy_for_everybody = models.BooleanField(
        _("offer the copy to readers"), default=False, help_text=_("Only where its owner allows it.")
    )
    invented = models.BooleanField(_("invented, to show what a hub looks like"), default=False)
    objects: ClassVar[models.Manager[Mention]] = models.Manager()

    class Meta:
        """Newest first."""

        ordering = ("-date", "-pk")
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")

    def __str__(self) -> str:
        """Outlet and title."""
        return f"{self.outlet}: {self.title}"

    def get_absolute_url(self) -> str:
        """Return where the list shows it."""
        return f"{reverse('news:mentions')}#mention-{self.pk}"

    @property
    def public_about(self) -> bool:
        """Whether everybody may see what it is about."""
        record = self.about
        if record is None or record.visibility != Record.Visibility.PUBLIC:
            return False
        return record.inquiry is None or record.inquiry.public

    def clean(self) -> None:
        """Ask when a copy was made."""
        super().clean()
        if (self.archived_copy_id is not None or self.archive_url) and self.archived_at is None:
            raise ValidationError({"archived_at": _("Say when the copy was made.")}, code="no-archive-date")

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return a template that shows it as the list does."""
        return "news/mention_preview.html"
