"""The index: one row for each thing that everybody may read, its facets, and the words that occur.

The rows are a copy, written by `pshub.site.indexing` alone; what they say can be made anew from the areas at any time.
The full text stands in a table that Django does not know (see `pshub.site.search.engines`).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexEntry(models.Model):
    """One thing that everybody may read, as its area's catalogue source told it."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=500)
    label = models.CharField(max_length=100, blank=True)
    summary = models.TextField(blank=True)
    #: Names to be found by: of its authors, topics, place and label.
    names = models.TextField(blank=True)
    date = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    #: Topics by slug; authors as pairs of name and slug, in their order.
    topics = models.JSONField(default=list)
    authors = models.JSONField(default=list)
    inquiry = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    picture = models.CharField(max_length=500, blank=True)
    picture_description = models.CharField(max_length=500, blank=True)
    #: The last column: SQLite reads a row from its start, and lists need all the others but not this.
    text = models.TextField(blank=True)

    class Meta:
        """Each thing once; newest first."""

        ordering = ("-date", "-id")
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="indexed_once"),)
        indexes = (
            models.Index(fields=["-date", "-id"], name="index_date"),
            models.Index(fields=["kind", "-date"], name="index_kind_date"),
            models.Index(fields=["-published_at", "-id"], name="index_published"),
            models.Index(fields=["inquiry"], name="index_inquiry"),
        )

    def __str__(self) -> str:
        """Title."""
        return self.title

    def people(self) -> list[dict[str, str]]:
        """Return the authors with the address of their page where they have one."""
        return [{"name": name, "url": f"/people/{slug}/" if slug else ""} for name, slug in self.authors]


class IndexFacet(models.Model):
    """One value that an entry can be found by."""

    class Facet(models.TextChoices):
        """What a search can be narrowed by."""

        TYPE = "type", _("Type")
        TOPIC = "topic", _("Topic")
        PLACE = "place", _("Place")
        YEAR = "year", _("Year")
        AUTHOR = "author", _("Author")

    entry = models.ForeignKey(IndexEntry, on_delete=models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=10, choices=Facet)
    value = models.CharField(max_length=200)
    #: The value in words where only the entry knows them: the name of an author.
    label = models.CharField(max_length=300, blank=True)

    class Meta:
        """Each value once on an entry."""

        constraints = (models.UniqueConstraint(fields=["entry", "facet", "value"], name="facet_value_once"),)
        indexes = (models.Index(fields=["facet", "value", "entry"], name="facet_value"),)

    def __str__(self) -> str:
        """Facet and value."""
        return f"{self.facet}={self.value}"


class IndexWord(models.Model):
    """A word that occurs, and in how many entries: what a misspelt word may have meant."""

    word = models.CharField(max_length=40, primary_key=True)
    length = models.PositiveSmallIntegerField()
    entries = models.IntegerField()

    class Meta:
        """Near words are looked for among those of about the same length."""

        indexes = (models.Index(fields=["length"], name="word_length"),)

    def __str__(self) -> str:
        """The word."""
        return self.word
