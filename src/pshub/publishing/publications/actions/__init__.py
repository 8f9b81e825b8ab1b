"""What can be done to publications, one named action each."""

from pshub.publishing.publications.actions.drafts import change_publication, confirm, create_publication
from pshub.publishing.publications.actions.pdfs import keep_pdf, pdf_failed, request_pdf
from pshub.publishing.publications.actions.publishing import (
    publish,
    publish_from_wagtail,
    unpublish,
    unpublish_from_wagtail,
)
from pshub.publishing.publications.actions.series import change_series, create_series
from pshub.publishing.publications.actions.standing import (
    add_correction,
    reinstate_publication,
    supersede_publication,
    withdraw_publication,
)

__all__ = [
    "add_correction",
    "change_publication",
    "change_series",
    "confirm",
    "create_publication",
    "create_series",
    "keep_pdf",
    "pdf_failed",
    "publish",
    "publish_from_wagtail",
    "reinstate_publication",
    "request_pdf",
    "supersede_publication",
    "unpublish",
    "unpublish_from_wagtail",
    "withdraw_publication",
]
