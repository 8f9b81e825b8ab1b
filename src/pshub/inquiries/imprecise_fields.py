"""Fields that hold an imprecise date: of forms, and of models."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.imprecise import ImpreciseDate, ImpreciseDateError

#: The longest stored text: a third of a month.
LONGEST = 21


def _parsed(text: str) -> ImpreciseDate:
    try:
        return ImpreciseDate.parse(text)
    except ImpreciseDateError as error:
        raise ValidationError(str(error), code=error.code) from error


class ImpreciseDateFormField(forms.CharField):
    """One line of text that says a date as exactly as it is known."""

    default_hint = _("As exactly as it is known: 3 June 2026, June 2026, late June 2026, summer 2026 or 2026.")

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", self.default_hint)
        options["max_length"] = 60
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """Return the date, or None for nothing."""
        if isinstance(value, ImpreciseDate):
            return value
        text = super().to_python(value)
        return _parsed(text) if text else None

    def run_validators(self, value: Any) -> None:
        """Hold what was typed to nothing more: a date that could be read fits."""

    def prepare_value(self, value: Any) -> Any:
        """Show a date in words."""
        return value.text if isinstance(value, ImpreciseDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare dates, not how they are written."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class ImpreciseDateField(models.Field[Any, Any]):
    """A column with an `ImpreciseDate` in its stored form, or nothing.

    The stored form is not in the order of time: keep `earliest` in a date column beside it for sorting.
    """

    description = _("Imprecise date")

    def __init__(self, *args: Any, **options: Any) -> None:
        options["max_length"] = LONGEST
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Leave out the length, which is not for others to choose."""
        name, path, args, options = super().deconstruct()
        del options["max_length"]
        return name, path, args, options

    def get_internal_type(self) -> str:
        """Return what the column is made as."""
        return "CharField"

    def from_db_value(self, value: str | None, expression: object, connection: object) -> ImpreciseDate | None:
        """Read the stored form."""
        return ImpreciseDate.parse(value) if value else None

    def to_python(self, value: Any) -> ImpreciseDate | None:
        """Return the date that a value stands for."""
        return value if isinstance(value, ImpreciseDate) or value is None else _parsed(str(value)) if value else None

    def get_prep_value(self, value: Any) -> str | None:
        """Return the stored form."""
        date = self.to_python(super().get_prep_value(value))
        return date.canonical if date else None

    def value_to_string(self, obj: models.Model) -> str:
        """Return the stored form, for revisions and fixtures."""
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, *args: Any, **options: Any) -> Any:
        """Return the field of forms, with the hint of its own where the column has none."""
        options = {"form_class": ImpreciseDateFormField, **options}
        if not self.help_text:
            options.setdefault("help_text", ImpreciseDateFormField.default_hint)
        return super().formfield(*args, **options)
