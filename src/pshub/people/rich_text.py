"""Rich text that does not come out of the studio's editor."""

from __future__ import annotations

from collections.abc import Sequence

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter


def cleaned(html: str, features: Sequence[str]) -> str:
    """Return what the editor would have written: elements, attributes and links that it cannot write are left out."""
    if not html.strip():
        return ""
    editor = ContentstateConverter(list(features))
    written: str = editor.to_database_format(editor.from_database_format(html))
    return written
