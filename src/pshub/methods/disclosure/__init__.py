"""What of counts about people may be shown: rounding, small numbers, secondary suppression, and attacks to test with.

The rules are those of the design's disclosure section: a public row needs at least `MINIMUM` voters, counts are
rounded to `ROUND_TO`, shares come from the rounded counts, what is withheld must not come back by subtraction, and a
new public result needs at least `MINIMUM` changed participants. ``docs/explanation/disclosure.md`` says why.
"""

from pshub.methods.disclosure.breakdowns import Breakdown, release_breakdown
from pshub.methods.disclosure.changes import participants_changed, release_allowed
from pshub.methods.disclosure.density import ReleasedDensity, release_density
from pshub.methods.disclosure.rounding import (
    MINIMUM,
    ROUND_TO,
    DisclosureError,
    released_counts,
    round_count,
    share,
)

__all__ = [
    "MINIMUM",
    "ROUND_TO",
    "Breakdown",
    "DisclosureError",
    "ReleasedDensity",
    "participants_changed",
    "release_allowed",
    "release_breakdown",
    "release_density",
    "released_counts",
    "round_count",
    "share",
]
