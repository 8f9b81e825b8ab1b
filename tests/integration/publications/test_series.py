"""A series: made, renamed, and refused where it would not do."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from pshub.people.actors import Actor
from pshub.people.models import AuditEntry
from pshub.publishing.publications.actions import series as actions
from pshub.publishing.publications.models import Series

pytestmark = pytest.mark.django_db


def test_a_series_is_made_and_changed_and_a_wrong_issn_leaves_it_as_it_was(by: Actor) -> None:
    row = actions.create_series(title="Yearly review", issn="2049-3630", by=by)
    actions.change_series(series=row, title="The yearly review", by=by)
    with pytest.raises(ValidationError):
        actions.change_series(series=row, issn="2049-3631", by=by)

    stored = Series.objects.get()
    assert (stored.title, stored.slug, stored.issn) == ("The yearly review", "yearly-review", "2049-3630")
    assert AuditEntry.objects.filter(verb="series.changed").count() == 1
