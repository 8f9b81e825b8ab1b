"""Choosing a finding in the studio."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from pshub.evidence.choosers import finding_chooser
from pshub.evidence.models import Finding

_Block = finding_chooser.get_block_class(name="_Block", module_path="pshub.publishing.publications.choosers")


class FindingChooserBlock(_Block):  # type: ignore[misc, valid-type]
    """Holds a finding by its key.

    The page that shows a body reads all its findings at once, with what it needs of them; so that no query is spent on
    them before, the values of a body are findings of which only the key is known as yet.
    """

    def to_python(self, value: int | None) -> Finding | None:
        """Return a finding of which only the key has been read."""
        return None if value is None else Finding.from_db(DEFAULT_DB_ALIAS, ["id"], [value])

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Finding | None]:
        """Return the same for the blocks of a body."""
        return [self.to_python(value) for value in values]

    def get_form_state(self, value: Finding | None) -> Any:
        """Return what the editor shows; a finding that is not there any more shows as none."""
        return super().get_form_state(Finding.objects.filter(pk=value.pk).first() if value is not None else None)
