"""Snapshots, findings and what happened to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DIGEST = 64


class Snapshot(models.Model):
    """An immutable input, kept as a file whose name is its digest. The digest covers a random nonce inside it."""

    digest = models.CharField(max_length=DIGEST, unique=True)
    restricted = models.BooleanField()
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_because = models.TextField(blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)

    def __str__(self) -> str:
        """Start of the digest."""
        return self.digest[:12]


class Finding(models.Model):
    """The sealed result of a named method on a sealed input.

    Texts named ``*_json`` hold canonical JSON to the byte. `result_json` is exact and as restricted as the snapshot;
    only `released_json` is ever shown, and only while `public` is set. When the source is erased the exact result and
    its digest go with it: by a digest, what was erased could be found by trying.
    """

    digest = models.CharField(max_length=DIGEST, unique=True)
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    method_json = models.TextField()
    parameters_json = models.TextField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="findings")
    result_json = models.TextField(blank=True)
    result_digest = models.CharField(max_length=DIGEST, blank=True)
    released_json = models.TextField(blank=True)
    released_digest = models.CharField(max_length=DIGEST)
    commitment = models.CharField(max_length=DIGEST)
    public = models.BooleanField(default=True)
    sealed_at = models.DateTimeField(auto_now_add=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        """Newest first."""

        ordering = ("-sealed_at", "-id")

    def __str__(self) -> str:
        """Title and start of the digest."""
        return f"{self.title} ({self.digest[:12]})"

    def get_absolute_url(self) -> str:
        """Return the evidence page."""
        return reverse("evidence:detail", args=[self.digest])


class FindingState(models.Model):
    """A state that a finding entered. Rows are only ever added; the newest one holds."""

    class State(models.TextChoices):
        """What a finding is now."""

        CURRENT = "current", _("Current")
        SUPERSEDED = "superseded", _("A newer result exists")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SOURCE_ERASED = "source-erased", _("Source erased")

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=20, choices=State)
    reason = models.TextField(blank=True)
    successor = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=200)

    class Meta:
        """In the order they came."""

        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="withdrawn_with_reason", condition=~models.Q(state="withdrawn") | ~models.Q(reason="")
            ),
            models.CheckConstraint(
                name="superseded_by_another",
                condition=~models.Q(state="superseded") | models.Q(successor__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """The state."""
        return str(self.get_state_display())


class Verification(models.Model):
    """The outcome of one recomputation of a finding. `detail` holds only what everybody may see of it."""

    class Verdict(models.TextChoices):
        """What a verification found."""

        MATCH = "match", _("Match")
        DIFFERS = "differs", _("Differs")
        DAMAGED = "damaged", _("Damaged")
        SOURCE_ERASED = "source-erased", _("Source erased")
        METHOD_CHANGED = "method-changed", _("Method changed")

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="verifications")
    verdict = models.CharField(max_length=20, choices=Verdict)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        """The verdict."""
        return str(self.get_verdict_display())

    @property
    def explanation(self) -> str:
        """What the verdict means, in a sentence."""
        return str(_EXPLANATIONS.get(self.verdict, ""))


_EXPLANATIONS: dict[str, Promise] = {
    Verification.Verdict.MATCH: _("Computed again from its sealed source, every number is the same."),
    Verification.Verdict.DIFFERS: _("Computed again from its sealed source, the result is not the stored one."),
    Verification.Verdict.DAMAGED: _("Stored bytes are not the ones that were sealed."),
    Verification.Verdict.SOURCE_ERASED: _("The source was erased, so that nothing can be computed from it."),
    Verification.Verdict.METHOD_CHANGED: _("The method installed now is not the one that made this finding."),
}


class FigureFile(models.Model):
    """A figure as the worker drew it. Pictures are outside every digest: they may be drawn again."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="figure_files")
    name = models.SlugField(max_length=80)
    format = models.CharField(max_length=4)
    data = models.BinaryField()

    class Meta:
        """One picture for each name and format."""

        constraints = (models.UniqueConstraint(fields=["finding", "name", "format"], name="figure_once_per_format"),)

    def __str__(self) -> str:
        """File name."""
        return f"{self.name}.{self.format}"


class Provisional(models.Model):
    """The newest result on input that still changes. Replaceable, and labelled so wherever it is shown.

    `key` names what it is about, such as ``conversation:<uuid>``. `released_json` is what the public sees; it changes
    only when enough participants changed. `exact_json` follows each recomputation and is for analysts.
    `removed_since_release` counts the people who are in the public result but, erased, no longer in its input.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=80)
    parameters_json = models.TextField(default="{}")
    exact_json = models.TextField(default="{}")
    exact_at = models.DateTimeField(null=True, blank=True)
    released_json = models.TextField(default="{}")
    released_at = models.DateTimeField(null=True, blank=True)
    released_snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="provisionals"
    )
    removed_since_release = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    notice = models.TextField(blank=True)

    def __str__(self) -> str:
        """Key."""
        return self.key


class Citation(models.Model):
    """A finding, or one cell of it, that a published revision of a page shows."""

    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="citations")
    cell = models.CharField(max_length=300, blank=True)
    value = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each cell once in a revision."""

        constraints = (
            models.UniqueConstraint(fields=["revision", "finding", "cell"], name="cell_cited_once_per_revision"),
        )

    def __str__(self) -> str:
        """What is cited."""
        return f"{self.finding} {self.cell}".strip()
