"""Form fields for files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField

from pshub.people.uploads.documents import check_document
from pshub.people.uploads.errors import UploadRefused
from pshub.people.uploads.pictures import clean_picture


def _content(file: Any) -> bytes:
    file.seek(0)
    content: bytes = file.read()
    file.seek(0)
    return content


class PictureField(WagtailImageField):  # type: ignore[misc]
    """Takes a picture, and gives it on as it is kept: the right way up and with nothing beside it."""

    def to_python(self, data: Any) -> Any:
        """Check and clean what was uploaded."""
        file = forms.FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        try:
            picture = clean_picture(_content(file), file.name or "")
        except UploadRefused as refused:
            raise ValidationError(str(refused), code=refused.code) from None
        cleaned = SimpleUploadedFile(file.name or "picture", picture.data, content_type=picture.media_type)
        return super().to_python(cleaned)


class DocumentField(WagtailDocumentField):  # type: ignore[misc]
    """Takes a document that is what its name says."""

    def to_python(self, data: Any) -> Any:
        """Check what was uploaded."""
        file = super().to_python(data)
        if file is None:
            return None
        try:
            check_document(_content(file), file.name)
        except UploadRefused as refused:
            raise ValidationError(str(refused), code=refused.code) from None
        return file
