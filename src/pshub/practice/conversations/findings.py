"""The kind of finding that conversations offer: the opinion map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pshub.evidence.kinds import Figure, FindingKind, Progress, SnapshotFiles, Table
from pshub.practice.conversations import figures, release, tables
from pshub.practice.conversations.snapshots import files_to_votes

if TYPE_CHECKING:  # NumPy comes with them, which no web process loads
    from pshub.methods.method import Method
    from pshub.methods.opinion.opinion_map import OpinionMap

#: Statements in a panel of a figure.
PANEL = 5


def sealed_result(drawn: OpinionMap) -> dict[str, Any]:
    """Return what is sealed of a map: the method's result, and the words of the statements by their labels."""
    texts = dict(zip(drawn.votes.statements, drawn.votes.texts, strict=True))
    return {**drawn.result(), "texts": texts}


class OpinionMapKind(FindingKind):
    """Votes on statements -> axes, opinion groups, and what each group says."""

    name = "opinion-map"
    title = "Opinion map"
    restricted = True
    explanation_template = "conversations/evidence/opinion_map.html"

    @property
    def method(self) -> Method:
        """The method as installed now."""
        from pshub.methods.opinion import method

        return method()

    def compute(
        self, files: SnapshotFiles, parameters: Mapping[str, Any], *, progress: Progress | None = None
    ) -> dict[str, Any]:
        """Return the exact map of the votes in a snapshot."""
        from pshub.methods.opinion import Parameters, analyse

        def report(doing: str, fraction: float) -> None:
            if progress is not None:
                progress(fraction, doing)

        chosen = Parameters.from_dict(parameters)
        return sealed_result(analyse(files_to_votes(files), parameters=chosen, progress=report))

    def release(self, result: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return rounded counts of what enough people stand behind, and what follows from them."""
        return release.released_map(result)

    def derive(self, released: Mapping[str, Any]) -> dict[str, Any]:
        """Return the released map with its shares, scores and lists computed again from the rounded counts."""
        return release.derived_map(released)

    def tables(self, released: Mapping[str, Any]) -> list[Table]:
        """Return the public tables."""
        return tables.all_tables(released)

    def figures(self, released: Mapping[str, Any]) -> list[Figure]:
        """Return the map, what each group says, and what unites and divides."""
        drawn = [_map(released), _groups(released), _answers(released)]
        return [figure for figure in drawn if figure is not None]

    def summary(self, released: Mapping[str, Any]) -> str:
        """Return what the map says in a few sentences."""
        if not released.get("statements"):
            return "Too few people have voted for anything to be shown."
        voted = f"About {released['people']:,} people cast about {released['votes']:,} votes."
        return f"{voted} {_groups_in_words(released)}"


def _groups_in_words(released: Mapping[str, Any]) -> str:
    shown = released["groups"]
    if not released["holds"]:
        return (
            "Their opinions do not fall into groups: shuffled votes look the same. Read the map as a cloud, and each "
            "statement by itself."
        )
    if len(shown) < 2:
        return "No opinion groups large enough to show were found. Read each statement by itself."
    sizes = ", ".join(f"{group['label']} (about {group['people']})" for group in shown)
    shared, divisive = len(released["derived"]["shared"]["agree"]), len(released["derived"]["divisive"])
    return (
        f"They fall into {len(shown)} opinion groups: {sizes}. Most people in every group agree with "
        f"{_statements(shared)}; {_statements(divisive)} divide{'s' if divisive == 1 else ''} the groups."
    )


def _statements(count: int) -> str:
    return {0: "no statement", 1: "one statement"}.get(count, f"{count} statements")


def _texts(released: Mapping[str, Any]) -> dict[str, str]:
    return {entry["id"]: entry["text"] for entry in released["statements"]}


def _named_on_map(released: Mapping[str, Any]) -> set[str]:
    """Return the statements whose numbers are written on the map: those that later figures speak of."""
    named = {entry["id"] for found in released["representative"].values() for entry in found[:3]}
    return named | set(released["derived"]["divisive"][:4])


def _map(released: Mapping[str, Any]) -> Figure | None:
    if not released["statements"] or released["axes"] == "none":
        return None
    named = _named_on_map(released)
    width = released["density"]["width"]
    spec = figures.map_spec(
        statements=[
            figures.StatementPoint(entry["id"], entry["x"], entry["y"], entry["id"] in named)
            for entry in released["statements"]
        ],
        groups=[figures.GroupPoint(group["label"], group["x"], group["y"]) for group in released["groups"]],
        squares=[figures.Square(x, y, width, people) for x, y, people in released["density"]["squares"]],
    )
    groups = released["groups"]
    if released["holds"] and len(groups) > 1:
        where = "; ".join(
            f"group {group['label']}, about {group['people']} people, {_quarter(group)}" for group in groups
        )
        words = f"Opinion groups lie apart on the map: {where}."
    else:
        words = "There are no separate groups: people form one cloud."
    description = (
        f"{words} Darker squares hold more people; only squares with at least 10 are drawn. Diamonds are statements, "
        "towards the people who agree with them."
    )
    return Figure("opinion-map", "The opinion map", spec, description, "places", width=600, height=640)


def _quarter(group: Mapping[str, Any]) -> str:
    across = "right" if group["x"] > 0 else "left"
    up = "upper" if group["y"] > 0 else "lower"
    return f"{up} {across}"


def _groups(released: Mapping[str, Any]) -> Figure | None:
    texts = _texts(released)
    rows = []
    words = []
    for group in released["groups"]:
        label = group["label"]
        # A group that is not shown on a statement has no mark there, so those with all their marks come first.
        found = sorted(
            (entry["id"] for entry in released["representative"].get(label, [])),
            key=lambda statement: -len(released["derived"]["statements"][statement]["groups"]),
        )[:PANEL]
        for statement in found:
            of = released["derived"]["statements"][statement]["groups"]
            shares = {name: answers["agree"] for name, answers in of.items() if answers["agree"] is not None}
            rows.append(figures.GroupShares(f"What group {label} stands out for", statement, texts[statement], shares))
        if found:
            agree = released["derived"]["statements"][found[0]]["groups"][label]["agree"]
            words.append(f"{round(100 * agree)}% of group {label} agree that “{texts[found[0]]}”")
    if not rows:
        return None
    description = (
        "Share of each group that agrees, for the statements that set a group apart. " + "; ".join(words) + "."
    )
    return Figure(
        "what-each-group-says",
        "What each group says",
        figures.groups_spec(rows),
        description,
        "answers-by-group",
        width=780,
        height=60 + 44 * len(rows),
    )


def _answers(released: Mapping[str, Any]) -> Figure | None:
    derived, texts = released["derived"], _texts(released)
    lists: tuple[tuple[str, list[str]], ...] = (
        ("Most people in every group agree", derived["shared"]["agree"]),
        ("Most people in every group disagree", derived["shared"]["disagree"]),
        ("What divides the groups", derived["divisive"]),
    )
    if not released["groups"]:
        lists = (
            ("Most agreed with", derived["shared"]["agree"]),
            ("Most disagreed with", derived["shared"]["disagree"]),
        )
    rows = [
        figures.Answers(
            heading,
            statement,
            texts[statement],
            derived["statements"][statement]["agree"],
            derived["statements"][statement]["disagree"],
            derived["statements"][statement]["pass"],
        )
        for heading, found in lists
        for statement in found[:PANEL]
    ]
    if not rows:
        return None
    words = [
        f"{heading.lower()}: “{texts[found[0]]}” ({round(100 * derived['statements'][found[0]]['agree'])}% agree)"
        for heading, found in lists
        if found
    ]
    return Figure(
        "agreement-and-division",
        "What unites and what divides",
        figures.answers_spec(rows),
        "How everybody voted. First of each list: " + "; ".join(words) + ".",
        "statements",
        width=780,
        height=60 + 44 * len(rows),
    )


OPINION_MAP = OpinionMapKind()
