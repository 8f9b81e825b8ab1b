"""What sealing writes, and what can become of a finding."""

from __future__ import annotations

import json
from pathlib import Path

import ballots
import pytest
from django.db import IntegrityError, transaction

from pshub.delivery.models import OutboxMessage
from pshub.evidence import actions, snapshots
from pshub.evidence.actions import findings as sealing_action
from pshub.evidence.errors import DamagedSnapshot, ErasedSnapshot, EvidenceError, TooFewChanged
from pshub.evidence.models import Finding, FindingState, Snapshot
from pshub.evidence.querysets import findings, standing
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry
from pshub.people.permissions import NotPermitted

State = FindingState.State
VOTES = {"buses": 40, "vans": 23, "boats": 4}


def seal_again(analyst: Actor, **changes: object) -> Finding:
    """Seal what the fixture sealed, with changes."""
    arguments: dict[str, object] = {
        "kind": "ballot",
        "files": ballots.ballot_files(VOTES),
        "parameters": {"weight": 1},
        "title": "How people want to travel",
        "by": analyst,
    }
    return actions.seal(**{**arguments, **changes})  # type: ignore[arg-type]


def test_sealing_keeps_the_exact_result_and_releases_only_what_is_safe(sealed: Finding) -> None:
    exact, released = json.loads(sealed.result_json), json.loads(sealed.released_json)
    assert [option["votes"] for option in exact["options"]] == [4, 40, 23]
    assert [option["votes"] for option in released["options"]] == [None, 40, 25]
    assert sealed.snapshot.restricted
    assert standing(sealed).state == State.CURRENT


def test_the_source_is_one_file_named_by_its_digest_that_only_its_owner_reads(sealed: Finding, own_store: Path) -> None:
    files = [path for path in own_store.rglob("*") if path.is_file()]
    assert [path.stem for path in files] == [sealed.snapshot.digest]
    assert files[0].stat().st_mode & 0o077 == 0


def test_sealing_is_written_down_and_its_figures_are_asked_for(sealed: Finding) -> None:
    entry = AuditEntry.objects.get(verb="finding.sealed")
    assert entry.detail["digest"] == sealed.digest
    assert OutboxMessage.objects.get(topic="evidence.draw").payload == {"digest": sealed.digest}


def test_sealing_the_same_again_gives_the_same_finding(sealed: Finding, analyst: Actor) -> None:
    assert seal_again(analyst).pk == sealed.pk
    assert Finding.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"parameters": {"weight": 2}},
        {"title": "Another title"},
        {"files": ballots.ballot_files(VOTES, first=500)},
        {"kind": "secretive-ballot"},
    ],
)
def test_sealing_anything_else_gives_another_finding(
    sealed: Finding, analyst: Actor, change: dict[str, object]
) -> None:
    assert seal_again(analyst, **change).digest != sealed.digest


def test_a_withdrawn_or_damaged_twin_is_not_handed_out_again(sealed: Finding, analyst: Actor) -> None:
    actions.withdraw(finding=sealed, reason="Wrong question", by=analyst)
    second = seal_again(analyst)
    assert second.pk != sealed.pk
    snapshots.remove(second.snapshot.digest)
    assert seal_again(analyst).pk not in {sealed.pk, second.pk}


def test_only_those_who_may_seal_do(db: None) -> None:
    with pytest.raises(NotPermitted):
        seal_again(Actor.visitor())
    assert not Snapshot.objects.exists()


def test_nothing_is_left_behind_where_sealing_fails(
    db: None, analyst: Actor, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(sealing_action, "audit", fail)
    with pytest.raises(RuntimeError):
        seal_again(analyst)
    assert not Finding.objects.exists()
    assert not Snapshot.objects.exists()
    assert not [path for path in own_store.rglob("*") if path.is_file()]


@pytest.mark.parametrize("changed", [1, 9])
def test_a_public_result_too_close_to_the_last_is_refused(db: None, analyst: Actor, changed: int) -> None:
    with pytest.raises(TooFewChanged) as refusal:
        seal_again(analyst, changed_since_public=changed)
    assert f"only {changed} participants" in str(refusal.value)


@pytest.mark.parametrize("changed", [0, 10])
def test_a_public_result_far_enough_from_the_last_or_on_the_same_votes_is_sealed(
    db: None, analyst: Actor, changed: int
) -> None:
    assert seal_again(analyst, changed_since_public=changed).public


def test_a_superseded_finding_keeps_its_values_and_leads_to_the_newer(sealed: Finding, analyst: Actor) -> None:
    newer = seal_again(analyst, title="Newer")
    actions.supersede(finding=sealed, successor=newer, by=analyst)
    holds = standing(findings().get(pk=sealed.pk))
    assert (holds.state, holds.successor_digest, holds.hidden) == (State.SUPERSEDED, newer.digest, False)


def test_a_successor_that_is_not_public_is_not_told_of(sealed: Finding, analyst: Actor) -> None:
    newer = seal_again(analyst, title="Newer", public=False)
    actions.supersede(finding=sealed, successor=newer, by=analyst)
    assert standing(findings().get(pk=sealed.pk)).successor_digest == ""
    actions.make_public(finding=newer, by=analyst)
    assert standing(findings().get(pk=sealed.pk)).successor_digest == newer.digest


def test_a_finding_cannot_supersede_itself(sealed: Finding, analyst: Actor) -> None:
    with pytest.raises(EvidenceError) as refusal:
        actions.supersede(finding=sealed, successor=sealed, by=analyst)
    assert refusal.value.code == "supersedes-itself"


def test_withdrawing_needs_a_reason_and_is_final(sealed: Finding, analyst: Actor) -> None:
    with pytest.raises(EvidenceError) as refusal:
        actions.withdraw(finding=sealed, reason="  ", by=analyst)
    assert refusal.value.code == "reason-needed"
    actions.withdraw(finding=sealed, reason="Counted twice", by=analyst)
    holds = standing(findings().get(pk=sealed.pk))
    assert (holds.state, holds.reason, holds.hidden) == (State.WITHDRAWN, "Counted twice", True)
    with pytest.raises(EvidenceError) as again:
        actions.withdraw(finding=sealed, reason="Again", by=analyst)
    assert again.value.code == "withdrawn"


def test_the_database_itself_refuses_a_withdrawal_without_reason(sealed: Finding) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingState.objects.create(finding=sealed, state=State.WITHDRAWN, by="nobody")
    assert sealed.states.count() == 1


def test_erasing_a_source_takes_bytes_exact_result_and_its_digest_but_leaves_safe_tables(
    sealed: Finding, analyst: Actor, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        successors = actions.erase_snapshot(
            snapshot=sealed.snapshot,
            reason="Somebody asked",
            successor_files=ballots.ballot_files({"buses": 39, "vans": 23, "boats": 4}),
            by=analyst,
        )
    old = findings().get(pk=sealed.pk)
    assert (old.result_json, old.result_digest) == ("", "")
    assert old.released_json == sealed.released_json
    assert snapshots.stored_bytes(sealed.snapshot.digest) is None
    holds = standing(old)
    assert (holds.state, holds.reason, holds.hidden) == (State.SOURCE_ERASED, "Somebody asked", False)
    assert [successor.public for successor in successors] == [False]
    with pytest.raises(ErasedSnapshot):
        snapshots.read(old.snapshot)


def test_a_successor_of_an_erasure_is_public_once_enough_people_changed(sealed: Finding, analyst: Actor) -> None:
    successors = actions.erase_snapshot(
        snapshot=sealed.snapshot,
        reason="A table left",
        successor_files=ballots.ballot_files({"buses": 30, "vans": 23, "boats": 4}),
        participants_changed=10,
        by=analyst,
    )
    assert [successor.public for successor in successors] == [True]
    assert standing(findings().get(pk=sealed.pk)).successor_digest == successors[0].digest


def test_tables_that_are_not_disclosable_any_more_go_with_their_source(db: None, analyst: Actor) -> None:
    finding = seal_again(analyst, kind="secretive-ballot")
    actions.erase_snapshot(snapshot=finding.snapshot, reason="Asked", by=analyst)
    old = findings().get(pk=finding.pk)
    assert old.released_json == ""
    assert standing(old).hidden


def test_erasing_the_source_of_a_withdrawn_finding_keeps_it_withdrawn(sealed: Finding, analyst: Actor) -> None:
    actions.withdraw(finding=sealed, reason="Wrong", by=analyst)
    assert (
        actions.erase_snapshot(
            snapshot=sealed.snapshot, reason="Asked", successor_files=ballots.ballot_files({"a": 10}), by=analyst
        )
        == []
    )
    assert standing(findings().get(pk=sealed.pk)).state == State.WITHDRAWN


def test_erasing_needs_a_reason(sealed: Finding, analyst: Actor) -> None:
    with pytest.raises(EvidenceError) as refusal:
        actions.erase_snapshot(snapshot=sealed.snapshot, reason="", by=analyst)
    assert refusal.value.code == "reason-needed"


def test_a_finding_whose_kind_is_gone_loses_its_tables_with_its_source(
    sealed: Finding, analyst: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pshub.evidence import kinds

    monkeypatch.delitem(kinds._kinds, "ballot")
    actions.erase_snapshot(snapshot=sealed.snapshot, reason="Asked", by=analyst)
    assert findings().get(pk=sealed.pk).released_json == ""


def test_a_source_that_is_missing_is_named(sealed: Finding) -> None:
    snapshots.remove(sealed.snapshot.digest)
    with pytest.raises(DamagedSnapshot) as damage:
        snapshots.read(sealed.snapshot)
    assert "missing" in str(damage.value)
