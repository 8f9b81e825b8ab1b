"""The licences that a publication can have."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """What others may do with a publication; the values are SPDX identifiers where there is one."""

    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0 (CC BY)")
    CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA)")
    CC_BY_NC = "CC-BY-NC-4.0", _("Creative Commons Attribution-NonCommercial 4.0 (CC BY-NC)")
    OGL = "OGL-UK-3.0", _("Open Government Licence v3.0")
    RESERVED = "all-rights-reserved", _("All rights reserved")


ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.OGL: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}


@dataclass(frozen=True, slots=True)
class LicenceTerms:
    """A licence as pages and citations give it; `spdx` and `url` are empty where all rights are reserved."""

    name: str
    url: str
    spdx: str


def terms(value: str) -> LicenceTerms:
    """Return the terms of a stored licence."""
    licence = Licence(value)
    return LicenceTerms(
        str(licence.label), ADDRESSES.get(licence, ""), "" if licence is Licence.RESERVED else licence.value
    )
