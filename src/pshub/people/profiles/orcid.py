"""ORCID iDs, by which researchers are told apart."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def valid_orcid(value: str) -> None:
    """Refuse an ORCID iD whose check digit is wrong (ISO 7064 mod 11-2)."""
    digits = value.replace("-", "")
    total = 0
    if re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", value):
        for digit in digits[:-1]:
            total = (total + int(digit)) * 2
        check = (12 - total % 11) % 11
        if digits[-1] == ("X" if check == 10 else str(check)):
            return
    raise ValidationError(
        _("“%(value)s” is not an ORCID iD: copy the 16 figures as 0000-0002-1825-0097."),
        code="bad-orcid",
        params={"value": value},
    )
