"""Choosing a finding in the studio, for any page or form that embeds one."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from pshub.evidence.models import Finding, FindingState
from pshub.evidence.querysets import findings, standing


class _OfferedFindings(BaseChooseView):  # type: ignore[misc]
    """Findings that can still be shown: a withdrawn one is not offered."""

    def get_object_list(self) -> QuerySet[Finding]:
        """Return findings with what their state needs."""
        return findings().exclude(states__state=FindingState.State.WITHDRAWN).exclude(released_json="")

    @property
    def columns(self) -> list[Column]:
        """Title, state, when sealed."""
        return [
            *super().columns,
            Column("state", label=_("State"), accessor=lambda finding: standing(finding).label),
            DateColumn("sealed_at", label=_("Sealed")),
            Column("digest", label=_("Digest"), accessor=lambda finding: finding.digest[:12]),
        ]


class FindingChooseView(ChooseViewMixin, CreationFormMixin, _OfferedFindings):  # type: ignore[misc]
    """The whole of the choosing dialogue."""


class FindingChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, _OfferedFindings):  # type: ignore[misc]
    """Its list alone."""


finding_chooser = ChooserViewSet(
    "finding_chooser",
    model="evidence.Finding",
    icon="table",
    choose_view_class=FindingChooseView,
    choose_results_view_class=FindingChooseResultsView,
    choose_one_text=_("Choose a finding"),
    choose_another_text=_("Choose another finding"),
)
FindingChooserBlock = finding_chooser.get_block_class(name="FindingChooserBlock", module_path="pshub.evidence.choosers")
