"""The editor's button for numbers bound to a finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

FEATURE = "finding-number"
ENTITY = "FINDING-NUMBER"


class NumberElementHandler(InlineEntityElementHandler):  # type: ignore[misc]
    """Reads the span of a bound number into the editor."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: Mapping[str, str]) -> dict[str, str]:
        """Return finding, cell and format."""
        return {name: attrs.get(f"data-{name}", "") for name in ("finding", "cell", "format")}


def number_element(props: Mapping[str, Any]) -> Any:
    """Write a bound number of the editor as a span."""
    attributes = {f"data-{name}": props.get(name) or "" for name in ("finding", "cell", "format")}
    return DOM.create_element("span", attributes, props["children"])


def register(features: FeatureRegistry) -> None:
    """Add the button to the editor's features."""
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        EntityFeature(
            {
                "type": ENTITY,
                "icon": "table",
                "description": _("Number from a finding"),
                "attributes": ["finding", "cell", "format"],
                "chooserUrls": {"findingNumber": reverse_lazy("publication_studio:number_chooser")},
            },
            js=["publications/finding-number.js"],
            css={"all": ["publications/studio.css"]},
        ),
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {"span[data-finding]": NumberElementHandler(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: number_element}},
        },
    )
