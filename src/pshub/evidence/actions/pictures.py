"""Keeping the pictures that the worker drew. Pictures are outside every digest and may be drawn again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from pshub.evidence.models import FigureFile, Finding, Provisional
from pshub.evidence.pictures import Picture
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require


def keep_pictures(*, finding: Finding, pictures: Iterable[Picture], by: Actor) -> int:
    """Put freshly drawn pictures in the place of a finding's old ones; return how many there are."""
    require(by, "evidence.seal")
    drawn = list(pictures)
    with transaction.atomic():
        finding.figure_files.all().delete()
        FigureFile.objects.bulk_create(
            FigureFile(finding=finding, name=picture.name, format=picture.format, data=picture.data)
            for picture in drawn
        )
        audit(by, verb="finding.drawn", target=finding, detail={"pictures": len(drawn)})
    return len(drawn)


def keep_provisional_pictures(
    *, provisional: Provisional, of_result: str, pictures: Iterable[Picture], by: Actor
) -> bool:
    """Keep the SVG pictures of a provisional result, unless it has been replaced since; return whether they were kept.

    Parameters
    ----------
    of_result
        The released JSON that was drawn.
    """
    require(by, "evidence.seal")
    figures = {picture.name: picture.data.decode("utf-8") for picture in pictures if picture.format == "svg"}
    with transaction.atomic():
        kept = Provisional.objects.filter(pk=provisional.pk, released_json=of_result).update(figures=figures)
        if kept:
            audit(by, verb="provisional.drawn", target=provisional, detail={"pictures": len(figures)})
    return bool(kept)
