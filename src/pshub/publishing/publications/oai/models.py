"""What is told of each publication to those who harvest."""

from __future__ import annotations

from django.db import models

from pshub.publishing.publications.models.pages import PublicationPage


class HarvestRecord(models.Model):
    """What the protocol tells of one publication.

    It is kept beside the publication, so that its datestamp moves when, and only when, what is told changes, and so
    that what was taken off the site stays known as deleted.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    page = models.OneToOneField(PublicationPage, null=True, on_delete=models.SET_NULL, related_name="+")
    datestamp = models.DateTimeField()
    deleted = models.BooleanField(default=False)
    #: Names of sets, each between bars, so that one is found whole.
    sets = models.TextField(default="|")
    elements = models.JSONField(default=list)

    class Meta:
        """In the order of harvesting."""

        ordering = ("datestamp", "key")
        indexes = (models.Index(fields=["datestamp", "key"], name="harvest_order"),)

    def __str__(self) -> str:
        """Key."""
        return str(self.key)
