"""Choosing a finding in the studio."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet

from pshub.evidence.models import Finding

finding_chooser = ChooserViewSet(
    "publication_finding_chooser",
    model="evidence.Finding",
    icon="table",
    choose_one_text=_("Choose a finding"),
    choose_another_text=_("Choose another finding"),
)
_Block = finding_chooser.get_block_class(name="_Block", module_path="pshub.publishing.publications.choosers")


class FindingChooserBlock(_Block):  # type: ignore[misc]
    """Holds a finding. The exact result is left in the database: it may be large, and is not for readers."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Finding | None]:
        """Return the findings of all blocks in one query."""
        keys = list(values)
        found = Finding.objects.defer("result_json", "released_json").in_bulk([key for key in keys if key])
        return [found.get(key) if key else None for key in keys]
