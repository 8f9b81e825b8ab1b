"""What the newsletter is called in registries of other areas."""

from __future__ import annotations

#: Of lists in the ledger.
NEWSLETTER = "newsletter"
#: Of entries in the catalogue.
ENTRY = "newsletter"
