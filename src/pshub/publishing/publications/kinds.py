"""What a publication is on the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pshub.inquiries.kinds import RecordKind, Relation
from pshub.inquiries.models import Record

REPORTS_ON = "reports-on"


def address(record: Record) -> str | None:
    """Return where a publication is read; None while it is not public."""
    page = getattr(record, "publication_page", None)
    return page.url if page is not None and page.live else None


PUBLICATION = RecordKind(
    name="publication",
    singular=_("publication"),
    plural=_("publications"),
    address=address,
    derives_from={
        REPORTS_ON: Relation(
            label=REPORTS_ON,
            forward=_("reports on"),
            backward=_("is reported in"),
            upstream=frozenset(
                {
                    "conversation",
                    "statement",
                    "event",
                    "asset",
                    "need",
                    "idea",
                    "option",
                    "commitment",
                    "case",
                    "publication",
                }
            ),
        )
    },
)
