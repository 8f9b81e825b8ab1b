"""The findings that a publication cites, loaded once, with what may be shown of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from pshub.evidence.cells import CellValue
from pshub.evidence.embedding import EmbeddedFinding, FindingBlock, embedded, source_line
from pshub.evidence.errors import UnknownCell
from pshub.evidence.models import Finding
from pshub.publishing.publications.numbers import SHORT, CellReference
from pshub.publishing.publications.problems import NumberProblem
from pshub.publishing.publications.wording import say

WHOLE = 64


class CitedFinding:
    """A finding as a publication shows it."""

    def __init__(self, shown: EmbeddedFinding) -> None:
        self.shown = shown
        self.finding = shown.finding
        self.standing = shown.standing

    @property
    def digest(self) -> str:
        """The whole digest."""
        return self.finding.digest

    @property
    def short(self) -> str:
        """The start of the digest, as people read it."""
        return self.finding.digest[:SHORT]

    @property
    def url(self) -> str:
        """The evidence page."""
        return self.finding.get_absolute_url()

    @property
    def hidden(self) -> bool:
        """Whether its content must not be shown: it was withdrawn, or erased with its source."""
        return self.standing.hidden

    @property
    def source(self) -> str:
        """Where its numbers come from, in a line."""
        return source_line(self.finding)

    def block(self, figure: str = "") -> FindingBlock:
        """Return what a block shows: the figure of that name, or the first. An unknown name raises `NumberProblem`."""
        names = [known.name for known in self.shown.figures]
        if figure and figure not in names and not self.hidden:
            raise NumberProblem(
                "unknown-figure",
                _("finding %(finding)s has no figure “%(name)s”. It has: %(names)s.")
                % {"finding": self.short, "name": figure, "names": ", ".join(names) or _("none")},
            )
        return self.shown.block(figure=figure)

    def cell(self, reference: CellReference) -> CellValue:
        """Return a cell, or raise `NumberProblem` naming the token."""
        try:
            return self.shown.cell(reference.cell)
        except UnknownCell as problem:
            raise NumberProblem(problem.code, f"{reference.token}: {problem}.") from None

    def say(self, reference: CellReference) -> str:
        """Return the words or figures for a bound number, or raise `NumberProblem` naming the token."""
        cell = self.cell(reference)
        try:
            return say(cell, reference.format)
        except NumberProblem as problem:
            raise NumberProblem(problem.code, f"{reference.token}: {problem}.") from None


class CitedFindings:
    """The findings named by some digests, starts of digests, or keys.

    Two queries for however many whole digests; one more where there are starts or keys.
    """

    def __init__(self, digests: Iterable[str], *, keys: Iterable[int] = ()) -> None:
        wanted = set(digests)
        whole = {digest for digest in wanted if len(digest) == WHOLE}
        numbers = set(keys)
        condition = Q(pk__in=numbers) if numbers else Q()
        for start in wanted - whole:
            condition |= Q(digest__startswith=start)
        if condition:
            whole |= set(Finding.objects.filter(condition).values_list("digest", flat=True))
        found = embedded(whole) if whole else {}
        self._found = {digest: CitedFinding(shown) for digest, shown in found.items()}

    def __iter__(self) -> Iterator[CitedFinding]:
        """Each finding."""
        return iter(self._found.values())

    def by_key(self, key: int | None) -> CitedFinding:
        """Return the finding of a key, or raise `NumberProblem`."""
        for cited in self:
            if cited.finding.pk == key:
                return cited
        raise NumberProblem("unknown-finding", _("choose a finding: the one chosen before is not here any more."))

    def get(self, digest: str, *, token: str = "") -> CitedFinding:
        """Return the finding of a digest or the start of one, or raise `NumberProblem`."""
        matches = [cited for known, cited in self._found.items() if known.startswith(digest)]
        if len(matches) == 1:
            return matches[0]
        named = token or digest[:SHORT]
        if matches:
            raise NumberProblem(
                "ambiguous-finding",
                _("%(token)s: several findings start like that. Write more of the digest.") % {"token": named},
            )
        raise NumberProblem("unknown-finding", _("%(token)s: there is no such finding.") % {"token": named})
