"""The forms of Wagtail's libraries of pictures and documents, with our fields in them. The settings name them."""

from __future__ import annotations

from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from pshub.people.uploads.fields import DocumentField, PictureField


class ImageForm(BaseImageForm):  # type: ignore[misc]
    """A picture for the library."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(label=field.label, required=field.required, widget=field.widget)


class DocumentForm(BaseDocumentForm):  # type: ignore[misc]
    """A document for the library."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = DocumentField(label=field.label, required=field.required, widget=field.widget)
