"""Choosing a finding in the studio."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet

finding_chooser = ChooserViewSet(
    "publication_finding_chooser",
    model="evidence.Finding",
    icon="table",
    choose_one_text=_("Choose a finding"),
    choose_another_text=_("Choose another finding"),
)
FindingChooserBlock = finding_chooser.get_block_class(
    name="FindingChooserBlock", module_path="pshub.publishing.publications.choosers"
)
