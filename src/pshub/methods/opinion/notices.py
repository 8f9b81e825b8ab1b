"""What a reader of an opinion map should know, as codes and plain sentences."""

from __future__ import annotations

NOTICES: dict[str, str] = {
    "no-votes": "Nobody has voted, so there is nothing to map.",
    "one-voter": "Only one person has voted, so there is nothing to compare.",
    "one-statement": "Only one statement has votes that can shape a map, so opinions differ along one line at most.",
    "no-axis": "All votes on each statement are alike, so there is no direction in which opinions differ.",
    "one-axis": "All differences of opinion lie along one line, so the map has one axis.",
    "no-unique-axis": "Opinions differ as much in several directions, so no axis of the map is unique.",
    "few-people": "Too few people voted enough to be grouped.",
    "no-structure": "The votes hold no more structure than chance would give, so there is one group.",
    "memberships-needed": (
        "Polis's own clustering is not reproduced. Without group memberships, everybody is shown as one group."
    ),
}
