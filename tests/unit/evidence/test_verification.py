"""Each verdict, and the order in which they are looked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ballots
import pytest

from pshub.evidence.computing import compute
from pshub.evidence.sealing import Seal, commitment, seal_snapshot
from pshub.evidence.verification import Report, Scope, Source, Stored, Verdict, verify
from pshub.methods.canonical import canonical_json, digest_bytes
from pshub.methods.method import result_digest

KIND = ballots.BallotKind()


def sealed(parameters: dict[str, Any] | None = None) -> Stored:
    """Return a finding as sealing leaves it."""
    files = ballots.ballot_files({"buses": 40, "vans": 23, "boats": 4})
    snapshot = seal_snapshot(files)
    computed = compute("ballot", files, parameters or {"weight": 1})
    released = canonical_json(computed.released)
    seal = Seal(
        kind="ballot",
        title="How people want to travel",
        method=KIND.method,
        parameters=computed.parameters,
        snapshot_digest=snapshot.digest,
        released_digest=digest_bytes(released),
        commitment=commitment(nonce=snapshot.nonce, result_digest=computed.result_digest),
    )
    return Stored(
        address=seal.digest,
        seal=seal,
        released=released,
        result=canonical_json(computed.result),
        result_digest=computed.result_digest,
        source=Source.KEPT,
        snapshot=snapshot.data,
    )


def edited(data: bytes | None, change: Callable[[Any], None]) -> bytes:
    """Return JSON with a change made to it."""
    value = json.loads(data or b"null")
    change(value)
    return canonical_json(value)


def check(stored: Stored) -> Report:
    return verify(stored, kind=KIND)


def test_what_nobody_touched_matches() -> None:
    report = check(sealed())
    assert report.verdict is Verdict.MATCH
    assert report.scope is Scope.FULL
    assert report.difference is None


def test_an_altered_byte_of_the_source_is_damage() -> None:
    stored = sealed()
    assert stored.snapshot is not None
    altered = stored.snapshot.replace(b"buses", b"busts", 1)
    report = check(replace(stored, snapshot=altered))
    assert report.verdict is Verdict.DAMAGED
    assert "digest" in report.notes[0]


def test_a_missing_source_is_damage() -> None:
    assert check(replace(sealed(), snapshot=None)).verdict is Verdict.DAMAGED


def test_damage_is_told_before_a_changed_method() -> None:
    stored = sealed()
    seal = replace(stored.seal, method=replace(stored.seal.method, version="0.9"))
    assert check(replace(stored, seal=seal, snapshot=b"")).verdict is Verdict.DAMAGED


def test_an_erased_source_is_told_even_if_the_method_changed_too() -> None:
    stored = sealed()
    seal = replace(stored.seal, method=replace(stored.seal.method, version="0.9"))
    report = check(replace(stored, seal=seal, source=Source.ERASED, snapshot=None, result=None, result_digest=""))
    assert report.verdict is Verdict.SOURCE_ERASED
    assert report.scope is Scope.NOTHING


def test_an_altered_parameter_differs_and_the_alteration_is_told() -> None:
    stored = sealed()
    report = check(replace(stored, seal=replace(stored.seal, parameters={"weight": 2})))
    assert report.verdict is Verdict.DIFFERS
    assert report.difference is not None
    assert report.difference.path == "$.options[1].share"
    assert "altered after it was sealed" in report.notes[0]


def test_a_parameter_that_the_method_cannot_take_differs() -> None:
    stored = sealed()
    report = check(replace(stored, seal=replace(stored.seal, parameters={"weight": "many"})))
    assert report.verdict is Verdict.DIFFERS
    assert report.difference is not None
    assert report.difference.recomputed.startswith("ValueError")


def test_a_changed_constant_is_a_changed_method_and_the_method_is_run_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored = sealed()
    monkeypatch.setitem(ballots.CONSTANTS, "round_to", 10)
    report = check(stored)
    assert report.verdict is Verdict.METHOD_CHANGED
    assert report.same_result is False
    assert "round_to was 5 when sealed, now 10" in report.notes[0]


def test_a_changed_constant_that_changes_no_number_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = sealed()
    monkeypatch.setitem(ballots.CONSTANTS, "minimum", 9)
    report = check(stored)
    assert report.verdict is Verdict.METHOD_CHANGED
    assert report.same_result is True
    assert "gives the same result" in " ".join(report.notes)


def test_a_sealed_constant_that_was_altered_is_a_changed_method_too() -> None:
    stored = sealed()
    method = replace(stored.seal.method, constants={"minimum": 3, "round_to": 5})
    report = check(replace(stored, seal=replace(stored.seal, method=method)))
    assert report.verdict is Verdict.METHOD_CHANGED
    assert any("altered after it was sealed" in note for note in report.notes)


def test_a_kind_that_is_not_installed_is_a_changed_method() -> None:
    report = verify(sealed(), kind=None)
    assert report.verdict is Verdict.METHOD_CHANGED
    assert "is installed here" in report.notes[0]


def test_an_altered_public_cell_differs_with_its_path_and_both_values() -> None:
    stored = sealed()
    released = edited(stored.released, lambda value: value["options"][1].update(votes=55))
    report = check(replace(stored, released=released))
    assert report.verdict is Verdict.DIFFERS
    assert report.difference is not None
    assert report.difference.to_dict() == {
        "part": "released",
        "path": "$.options[1].votes",
        "stored": "55",
        "recomputed": "40",
    }


def test_an_altered_exact_cell_differs_but_its_numbers_are_not_for_everybody() -> None:
    stored = sealed()
    result = edited(stored.result, lambda value: value["options"][0].update(votes=5))
    report = check(replace(stored, result=result))
    assert report.verdict is Verdict.DIFFERS
    assert report.difference is not None
    assert (report.difference.stored, report.difference.recomputed) == ("5", "4")
    assert report.public_dict()["difference"] == {"part": "result", "path": "", "stored": "", "recomputed": ""}


def test_a_forger_who_reseals_the_result_is_caught_by_the_source() -> None:
    stored = sealed()
    released = edited(stored.released, lambda value: value["options"][1].update(votes=55))
    seal = replace(stored.seal, released_digest=digest_bytes(released))
    report = check(replace(stored, released=released, seal=seal, address=seal.digest))
    assert report.verdict is Verdict.DIFFERS
    assert report.notes == ()


def test_a_forger_who_reseals_the_exact_result_is_caught_too() -> None:
    stored = sealed()
    result = edited(stored.result, lambda value: value["options"][0].update(votes=5))
    forged = result_digest(method=KIND.method, parameters=stored.seal.parameters, result=json.loads(result))
    assert check(replace(stored, result=result, result_digest=forged)).verdict is Verdict.DIFFERS


@pytest.mark.parametrize("part", ["address", "commitment", "result_digest", "released", "title"])
def test_a_part_without_its_digest_is_damage_though_the_numbers_are_equal(part: str) -> None:
    stored = sealed()
    altered = {
        "address": replace(stored, address="0" * 64),
        "commitment": replace(stored, seal=replace(stored.seal, commitment="0" * 64)),
        "result_digest": replace(stored, result_digest="0" * 64),
        "released": replace(stored, released=(stored.released or b"") + b" "),
        "title": replace(stored, seal=replace(stored.seal, title="What nobody said")),
    }[part]
    report = check(altered)
    assert report.verdict is Verdict.DAMAGED
    assert report.scope is Scope.FULL


def test_the_seal_binds_the_exact_result_even_where_that_is_not_stored() -> None:
    stored = replace(sealed(), result=None, result_digest="")
    assert check(stored).verdict is Verdict.MATCH
    seal = replace(stored.seal, commitment="0" * 64)
    assert check(replace(stored, seal=seal, address=seal.digest)).verdict is Verdict.DAMAGED


def test_without_the_source_the_public_tables_are_rechecked_and_that_is_said() -> None:
    stored = replace(sealed(), source=Source.NOT_INCLUDED, snapshot=None, result=None, result_digest="")
    report = check(stored)
    assert report.verdict is Verdict.MATCH
    assert report.scope is Scope.PUBLIC_TABLES
    assert "only what follows from the public tables" in report.notes[0]


def test_without_the_source_a_derived_value_that_does_not_follow_differs() -> None:
    stored = replace(sealed(), source=Source.NOT_INCLUDED, snapshot=None, result=None, result_digest="")
    released = edited(stored.released, lambda value: value["options"][1].update(share=0.9))
    seal = replace(stored.seal, released_digest=digest_bytes(released))
    report = check(replace(stored, released=released, seal=seal, address=seal.digest))
    assert report.verdict is Verdict.DIFFERS
    assert report.difference is not None
    assert report.difference.path == "$.options[1].share"


def test_simulated_results_may_differ_by_the_tolerance_of_their_kind() -> None:
    class Simulated(ballots.BallotKind):
        tolerance = 1e-6

    stored = sealed()
    released = edited(stored.released, lambda value: value["options"][1].update(share=0.615385 * (1 + 1e-8)))
    stored = replace(stored, released=released, seal=replace(stored.seal, released_digest=digest_bytes(released)))
    stored = replace(stored, address=stored.seal.digest)
    assert verify(stored, kind=Simulated()).verdict is Verdict.MATCH
    assert verify(stored, kind=KIND).verdict is Verdict.DIFFERS


def test_a_stored_result_that_is_no_json_differs() -> None:
    report = check(replace(sealed(), released=b"\xff{"))
    assert report.verdict is Verdict.DIFFERS
    assert report.difference is not None
    assert report.difference.stored == "(not readable)"
