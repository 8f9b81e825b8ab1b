"""Publications, who made them, the series they belong to, and each version as it was published."""

from pshub.publishing.publications.doi.models import DoiRecord
from pshub.publishing.publications.models.contributors import (
    PublicationAuthor,
    PublicationEditor,
    PublicationOrganisation,
    valid_orcid,
)
from pshub.publishing.publications.models.pages import PublicationIndexPage, PublicationPage
from pshub.publishing.publications.models.series import Series
from pshub.publishing.publications.models.versions import (
    PublicationCorrection,
    PublicationVersion,
    PublishingCheck,
)
from pshub.publishing.publications.oai.models import HarvestRecord

__all__ = [
    "DoiRecord",
    "HarvestRecord",
    "PublicationAuthor",
    "PublicationCorrection",
    "PublicationEditor",
    "PublicationIndexPage",
    "PublicationOrganisation",
    "PublicationPage",
    "PublicationVersion",
    "PublishingCheck",
    "Series",
    "valid_orcid",
]
