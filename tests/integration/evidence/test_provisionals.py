"""A provisional result: exact every time, public only when enough people changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ballots
import pytest

from pshub.evidence import actions, handlers, snapshots
from pshub.evidence.errors import EvidenceError
from pshub.evidence.kinds import SnapshotFiles
from pshub.evidence.models import Provisional, Snapshot
from pshub.people.actors import Actor

KEY = "conversation:1"


def save(analyst: Actor, votes: dict[str, int], changed: int | Callable[[SnapshotFiles | None], int]) -> Provisional:
    return actions.save_provisional(
        key=KEY,
        kind="ballot",
        parameters={"weight": 1},
        files=ballots.ballot_files(votes),
        participants_changed=changed,
        by=analyst,
    )


def public_votes(provisional: Provisional) -> list[Any]:
    return [option["votes"] for option in json.loads(provisional.released_json)["options"]]


def exact_votes(provisional: Provisional) -> list[Any]:
    return [option["votes"] for option in json.loads(provisional.exact_json)["options"]]


@pytest.mark.parametrize(("changed", "shown"), [(9, [40, 20]), (10, [50, 20]), (0, [50, 20])])
def test_the_public_result_moves_only_when_enough_people_changed(
    db: None, analyst: Actor, changed: int, shown: list[int]
) -> None:
    save(analyst, {"buses": 40, "vans": 20}, 0)
    provisional = save(analyst, {"buses": 49, "vans": 20}, changed)
    assert exact_votes(provisional) == [49, 20]
    assert public_votes(provisional) == shown


def test_changes_are_counted_against_the_last_public_result_not_the_last_run(db: None, analyst: Actor) -> None:
    seen: list[bytes] = []

    def count(last: SnapshotFiles | None) -> int:
        assert last is not None
        seen.append(last["votes.csv"])
        return 9

    save(analyst, {"buses": 40}, 0)
    save(analyst, {"buses": 49}, count)
    save(analyst, {"buses": 58}, count)
    assert seen == [ballots.ballot_files({"buses": 40})["votes.csv"]] * 2


def test_the_input_of_a_replaced_public_result_is_deleted(
    db: None, analyst: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    first = save(analyst, {"buses": 40}, 0).released_snapshot
    assert first is not None
    with django_capture_on_commit_callbacks(execute=True):
        save(analyst, {"buses": 60}, 20)
    assert Snapshot.objects.count() == 1
    assert snapshots.stored_bytes(first.digest) is None


def test_an_equal_public_result_is_not_replaced(db: None, analyst: Actor) -> None:
    first = save(analyst, {"buses": 40}, 0)
    again = save(analyst, {"buses": 41}, 50)
    assert again.released_at == first.released_at
    assert exact_votes(again) == [41]


def test_a_caller_may_bring_the_exact_result(db: None, analyst: Actor) -> None:
    provisional = actions.save_provisional(
        key=KEY,
        kind="ballot",
        parameters={},
        files=ballots.ballot_files({"buses": 40}),
        participants_changed=0,
        exact={"options": [{"option": "buses", "votes": 40}]},
        by=analyst,
    )
    assert public_votes(provisional) == [40]


def test_the_public_figures_are_drawn_and_kept_with_the_row(
    db: None, analyst: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        save(analyst, {"buses": 40}, 0)
    assert Provisional.objects.get(key=KEY).figures["bars"].startswith("<svg")


def test_a_drawing_of_a_result_that_was_replaced_meanwhile_is_dropped(db: None, analyst: Actor) -> None:
    provisional = save(analyst, {"buses": 40}, 0)
    assert not actions.keep_provisional_pictures(
        provisional=provisional, of_result="{}", pictures=[], by=Actor.system("worker")
    )


def test_a_drawing_of_what_is_gone_is_no_failure(db: None) -> None:
    handlers.draw_provisional({"key": "conversation:gone"})
    handlers.draw_finding({"digest": "0" * 64})
    handlers.recompute({"digest": "0" * 64})
    assert not Provisional.objects.exists()


def test_erased_votes_leave_the_input_of_the_public_result_too(
    db: None, analyst: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    provisional = save(analyst, {"buses": 40}, 0)
    old = provisional.released_snapshot
    assert old is not None
    without = ballots.ballot_files({"buses": 39})
    with django_capture_on_commit_callbacks(execute=True):
        rebased = actions.rebase_provisional(key=KEY, removed=1, files=without, by=analyst)
    assert rebased.released_snapshot is not None
    assert snapshots.read(rebased.released_snapshot).files == without
    assert snapshots.stored_bytes(old.digest) is None
    assert public_votes(rebased) == [40]


def test_there_must_be_something_to_rebase(db: None, analyst: Actor) -> None:
    with pytest.raises(EvidenceError) as refusal:
        actions.rebase_provisional(key="nothing", removed=1, files=ballots.ballot_files({"a": 1}), by=analyst)
    assert refusal.value.code == "no-provisional"


@pytest.mark.parametrize(("others", "shown"), [(0, [40]), (8, [40]), (9, [50])])
def test_people_who_were_erased_count_as_changed(db: None, analyst: Actor, others: int, shown: list[int]) -> None:
    save(analyst, {"buses": 40}, 0)
    actions.rebase_provisional(key=KEY, removed=1, files=ballots.ballot_files({"buses": 39}), by=analyst)
    provisional = save(analyst, {"buses": 39 + others}, others)
    assert public_votes(provisional) == shown
    assert provisional.removed_since_release == (0 if others == 9 else 1)


@pytest.mark.parametrize("removed", [0, 1])
def test_an_exact_result_with_erased_votes_is_forgotten(db: None, analyst: Actor, removed: int) -> None:
    save(analyst, {"buses": 40}, 0)
    rebased = actions.rebase_provisional(
        key=KEY, removed=removed, files=ballots.ballot_files({"buses": 39}), by=analyst
    )
    assert (rebased.exact_json, rebased.exact_at) == ("{}", None)
    assert public_votes(rebased) == [40]


@pytest.mark.parametrize("forgotten", [True, False])
def test_a_public_result_whose_input_cannot_be_read_stays_while_the_exact_one_follows(
    db: None, analyst: Actor, forgotten: bool
) -> None:
    first = save(analyst, {"buses": 40}, 0)
    assert first.released_snapshot is not None
    snapshots.remove(first.released_snapshot.digest)
    if forgotten:
        actions.rebase_provisional(key=KEY, removed=1, by=analyst)
    provisional = save(analyst, {"buses": 80}, lambda _: 40)
    assert (exact_votes(provisional), public_votes(provisional)) == ([80], [40])
