"""Short dated posts, and how far each is on its way to other networks."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from pshub.people.models import Profile
from pshub.people.web_addresses import valid_web_address
from pshub.publishing.news.models.drafted import Drafted

LONGEST = 500


class Post(Drafted):
    """A few words with a date and a permanent address."""

    text = models.TextField(_("text"), max_length=LONGEST, help_text=_("Up to 500 characters."))
    link = models.CharField(_("link"), max_length=500, blank=True, validators=[valid_web_address])
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_description = models.CharField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("Read out to people who cannot see the picture."),
    )
    date = models.DateField(_("date"), default=timezone.localdate)
    author = models.ForeignKey(
        Profile, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts", verbose_name=_("author")
    )
    topics = ParentalManyToManyField("inquiries.Topic", blank=True, related_name="+", verbose_name=_("topics"))
    to_mastodon = models.BooleanField(_("post to Mastodon too"), default=False)
    to_bluesky = models.BooleanField(_("post to Bluesky too"), default=False)
    objects: ClassVar[models.Manager[Post]] = models.Manager()

    class Meta:
        """Newest first."""

        ordering = ("-date", "-pk")
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    def __str__(self) -> str:
        """Return its first words."""
        return Truncator(" ".join(self.text.split())).chars(80)

    def get_absolute_url(self) -> str:
        """Return its permanent address."""
        return reverse("news:post", args=[self.pk])

    def clean(self) -> None:
        """Ask for the words that stand in for a picture."""
        super().clean()
        if self.picture_id is not None and not self.picture_description.strip():
            message = _("Say what the picture shows, for people who cannot see it.")
            raise ValidationError({"picture_description": message}, code="no-description")

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the template of its page."""
        return "news/post.html"


class PostDelivery(models.Model):
    """A post on its way to another network. A post goes to each network once, however often it is changed here."""

    class Network(models.TextChoices):
        """Where posts can be sent."""

        MASTODON = "mastodon", _("Mastodon")
        BLUESKY = "bluesky", _("Bluesky")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="deliveries")
    network = models.CharField(max_length=20, choices=Network)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    address = models.CharField(max_length=500, blank=True)
    reason = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: When a request was sent whose answer has not been seen yet.
    unanswered_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Once to each network."""

        ordering = ("network",)
        constraints = (
            models.UniqueConstraint(fields=["post", "network"], name="post_once_to_each_network"),
            models.CheckConstraint(
                name="post_sent_when_sent",
                condition=models.Q(state="sent", sent_at__isnull=False) | ~models.Q(state="sent"),
            ),
        )

    def __str__(self) -> str:
        """Network and state."""
        return f"{self.get_network_display()}: {self.get_state_display()}"
