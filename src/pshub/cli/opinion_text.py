"""The words and numbers of the analyst's report, from an opinion map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pshub.methods.opinion.notices import NOTICES
from pshub.methods.opinion.opinion_map import Group, GroupScores, OpinionMap, Statement

#: Statements in each list of the report.
LISTED = 8
#: Statements of each group that are named on the map.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """How one group, or everybody, voted on a statement; shares in whole per cent, adding up to 100."""

    label: str
    agree: int
    disagree: int
    passed: int
    voters: int


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in a list of the report, with what is said of it and its bars."""

    id: str
    text: str
    note: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class GroupPart:
    """The part of the report about one group."""

    label: str
    people: int
    percent: int
    lines: tuple[Line, ...]


def percentages(counts: Sequence[int]) -> tuple[int, ...]:
    """Return whole percentages that add up to 100: the largest remainders are rounded up.

    Examples
    --------
    >>> percentages([1, 1, 1])
    (34, 33, 33)
    """
    whole = sum(counts)
    if not whole:
        return tuple(0 for _ in counts)
    floors = [100 * count // whole for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda place: (-(100 * counts[place] % whole), place))
    for place in by_remainder[: 100 - sum(floors)]:
        floors[place] += 1
    return tuple(floors)


def group_parts(drawn: OpinionMap) -> list[GroupPart]:
    """Return what sets each group apart; nothing where there are no groups to tell apart."""
    if len(drawn.groups) < 2:
        return []
    by_id = {statement.id: statement for statement in drawn.statements}
    placed = sum(group.size for group in drawn.groups)
    return [
        GroupPart(
            label=group.label,
            people=group.size,
            percent=round(100 * group.size / placed),
            lines=tuple(
                _group_line(by_id[statement], group, drawn) for statement in drawn.representative[group.label][:LISTED]
            ),
        )
        for group in drawn.groups
    ]


def shared_lines(drawn: OpinionMap, side: str) -> list[Line]:
    """Return the statements that most people, and most of every group, agree (or disagree) with."""
    by_id = {statement.id: statement for statement in drawn.statements}
    lines = []
    for label in drawn.consensus[side]:
        statement = by_id[label]
        if all(_share(scores, side) > 0.5 for scores in statement.scores if scores.seen):
            lines.append(_everybody_line(statement, f"group-informed consensus {_informed(statement)}"))
    return lines[:LISTED]


def divisive_lines(drawn: OpinionMap) -> list[Line]:
    """Return the statements that set groups furthest apart; with one group, those that split everybody most evenly."""
    live = [statement for statement in drawn.statements if not (statement.moderated_out or statement.meta)]
    if len(drawn.groups) > 1:
        chosen = sorted(live, key=lambda statement: -statement.divisiveness)[:LISTED]
        return [
            _line(statement, f"divisiveness {statement.divisiveness:.2f}", _group_bars(statement))
            for statement in chosen
        ]
    chosen = sorted(live, key=lambda statement: -statement.split)[:LISTED]
    return [_everybody_line(statement, "") for statement in chosen]


def named_on_map(drawn: OpinionMap) -> list[Statement]:
    """Return the statements whose numbers are written on the map, in their order."""
    named = {statement for found in drawn.representative.values() for statement in found[:NAMED]}
    return [statement for statement in drawn.statements if statement.id in named]


def sides_in_words(statement: Statement) -> str:
    """Say which side each group that a statement stands for is on.

    For two groups that a statement sets apart: "A agrees, B disagrees".
    """
    return ", ".join(
        f"{scores.label} {scores.side}s" for scores in statement.scores if scores.label in statement.representative_of
    )


def every_line(drawn: OpinionMap) -> list[tuple[Statement, Bar]]:
    """Return every statement that moderators left in with how everybody voted on it, most votes first."""
    live = sorted((one for one in drawn.statements if not one.moderated_out), key=lambda one: -one.seen)
    return [(one, _bar("", (one.agree, one.disagree, one.passed))) for one in live]


def seen_in_words(drawn: OpinionMap) -> str:
    """Say how evenly statements were seen."""
    seen = sorted(statement.seen for statement in drawn.statements if not statement.moderated_out)
    if not seen:
        return "No statement was shown."
    middle = seen[len(seen) // 2]
    words = f"Between {seen[0]:,} and {seen[-1]:,} people voted on each statement; half of them had {middle:,} or more."
    if seen[0] < 10:
        few = sum(count < 10 for count in seen)
        words += f" {few} had fewer than 10 votes: read their shares with care."
    return words


def certainty(drawn: OpinionMap) -> str:
    """Say whether there is more than chance in the votes, and by how much."""
    structure = drawn.structure
    if drawn.parameters.mode == "polis":
        return (
            "This map follows Polis. Polis does not test whether groups are more than chance, so nothing is said of it "
            "here: run the same file in robust mode to know."
        )
    if not structure.shuffles:
        return "There are too few votes to tell opinion groups from chance."
    first = f"{100 * structure.share:.1f}%"
    chance = f"{100 * structure.null_high:.1f}%"
    if structure.holds:
        return (
            f"The first axis carries {first} of all differences between people. When everybody's votes on each "
            f"statement are shuffled, {structure.shuffles} times, it never carries more than {chance}. So the groups "
            "are more than chance. How stable each of them is has not been tested here."
        )
    return (
        f"The first axis carries {first} of all differences between people; with shuffled votes it can carry up to "
        f"{chance}. The votes hold no more structure than chance would give. Read the map as one cloud."
    )


def notices(drawn: OpinionMap) -> list[str]:
    """Return what a reader should know, in sentences."""
    return [NOTICES[code] for code in drawn.notices]


def _informed(statement: Statement) -> str:
    return f"{statement.group_informed_consensus:.2f}"


def _share(scores: GroupScores, side: str) -> float:
    return (scores.agree if side == "agree" else scores.disagree) / scores.seen


def _group_line(statement: Statement, group: Group, drawn: OpinionMap) -> Line:
    scores = next(entry for entry in statement.scores if entry.label == group.label)
    verb = "agrees" if scores.side == "agree" else "disagrees"
    note = f"more than others, the group {verb}"
    if scores.p_value is not None and scores.significant:
        note += "; held up on the other half of the votes"
    return _line(statement, note, _group_bars(statement))


def _group_bars(statement: Statement) -> tuple[Bar, ...]:
    return tuple(
        _bar(entry.label, (entry.agree, entry.disagree, entry.passed)) for entry in statement.scores if entry.seen
    )


def _everybody_line(statement: Statement, note: str) -> Line:
    return _line(statement, note, (_bar("", (statement.agree, statement.disagree, statement.passed)),))


def _bar(label: str, counts: tuple[int, int, int]) -> Bar:
    agree, disagree, passed = percentages(counts)
    return Bar(label, agree, disagree, passed, sum(counts))


def _line(statement: Statement, note: str, bars: tuple[Bar, ...]) -> Line:
    return Line(statement.id, statement.text or f"Statement {statement.id}", note, bars)
