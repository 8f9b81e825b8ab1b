"""A package can be read, checked and trusted without the hub that made it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable

import ballots
import pytest

from pshub.evidence import actions, package
from pshub.evidence.archives import pack, unpack
from pshub.evidence.errors import RefusedArchive
from pshub.evidence.models import Finding
from pshub.evidence.packaging import HiddenFinding, package_bytes, package_name
from pshub.evidence.querysets import findings
from pshub.evidence.recomputation import installed_kind
from pshub.evidence.verification import Report, Scope, Verdict
from pshub.methods.canonical import canonical_json, digest_bytes
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry
from pshub.people.permissions import NotPermitted

Files = dict[str, bytes]


def check(data: bytes, expected: str = "") -> Report:
    return package.verify_package(data, kind_of=installed_kind, expected=expected)


def forged(data: bytes, change: Callable[[Files], None], *, reseal: bool = True) -> bytes:
    """Return a package with a change, and with digests put right by a forger who knows the format."""
    files = unpack(data)
    change(files)
    if reseal:
        seal = json.loads(files[package.SEAL])
        seal["released_digest"] = digest_bytes(files[package.RELEASED])
        files[package.SEAL] = canonical_json(seal)
        about = json.loads(files[package.FINDING])
        about["digest"] = digest_bytes(files[package.SEAL])
        files[package.FINDING] = canonical_json(about)
    files.pop(package.SUMS)
    files[package.SUMS] = package.sums(files)
    return pack(files)


def edit(files: Files, name: str, change: Callable[[dict[str, object]], None]) -> None:
    value = json.loads(files[name])
    change(value)
    files[name] = canonical_json(value)


def test_the_public_package_holds_no_source_and_matches_by_its_tables(sealed: Finding) -> None:
    data = package_bytes(sealed)
    names = set(unpack(data))
    assert names == {
        "SHA256SUMS",
        "seal.json",
        "finding.json",
        "released.json",
        "datapackage.json",
        "README.txt",
        "METHOD.txt",
        "tables/options.csv",
        "figures/bars.vl.json",
    }
    report = check(data)
    assert (report.verdict, report.scope, report.address) == (Verdict.MATCH, Scope.PUBLIC_TABLES, sealed.digest)


def test_the_public_package_tells_nothing_exact(sealed: Finding) -> None:
    content = b"".join(unpack(package_bytes(sealed)).values())
    assert sealed.result_digest.encode() not in content
    assert b'"votes":23' not in content
    assert b"p1," not in content


def test_the_package_of_a_public_source_is_recomputed_whole(public_finding: Finding) -> None:
    report = check(package_bytes(public_finding))
    assert (report.verdict, report.scope) == (Verdict.MATCH, Scope.FULL)


def test_the_same_finding_gives_the_same_bytes(sealed: Finding) -> None:
    assert package_bytes(sealed) == package_bytes(findings().get(pk=sealed.pk))


def test_the_readme_says_how_to_check_and_the_method_is_in_plain_words(sealed: Finding) -> None:
    files = unpack(package_bytes(sealed))
    assert "pshub verify PACKAGE.zip" in files["README.txt"].decode()
    assert sealed.digest in files["README.txt"].decode()
    assert files["METHOD.txt"].decode() == "We count the votes for each option.\n\nshare = votes ÷ all votes\n"


def test_checksums_are_those_of_an_ordinary_tool(sealed: Finding) -> None:
    with zipfile.ZipFile(io.BytesIO(package_bytes(sealed))) as archive:
        for line in archive.read("SHA256SUMS").decode().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest


def test_formulas_in_a_table_are_neutralised(public_finding: Finding) -> None:
    table = unpack(package_bytes(public_finding))["tables/options.csv"].decode()
    assert "\r\n'=SUM(A1),12," in table


@pytest.mark.parametrize("name", ["released.json", "seal.json", "tables/options.csv", "README.txt", "snapshot.zip"])
def test_an_altered_file_in_a_package_is_damage(public_finding: Finding, name: str) -> None:
    files = unpack(package_bytes(public_finding))
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])
    report = check(pack(files))
    assert report.verdict is Verdict.DAMAGED
    assert name in report.notes[0]


def test_an_altered_byte_of_the_zip_itself_is_damage(public_finding: Finding) -> None:
    data = package_bytes(public_finding)
    altered = data.replace(b'"title"', b'"titel"', 1)
    assert check(altered).verdict is Verdict.DAMAGED


def test_an_altered_parameter_is_damage_and_differs_once_resealed(public_finding: Finding) -> None:
    def change(files: Files) -> None:
        edit(files, package.SEAL, lambda seal: seal["parameters"].update(weight=2))  # type: ignore[attr-defined]

    data = package_bytes(public_finding)
    files = unpack(data)
    change(files)
    assert check(pack(files)).verdict is Verdict.DAMAGED
    assert check(forged(data, change)).verdict is Verdict.DIFFERS


def test_a_changed_constant_is_a_changed_method(sealed: Finding, monkeypatch: pytest.MonkeyPatch) -> None:
    data = package_bytes(sealed)
    monkeypatch.setitem(ballots.CONSTANTS, "round_to", 10)
    report = check(data)
    assert report.verdict is Verdict.METHOD_CHANGED
    assert report.same_result is True


def test_a_resealed_result_differs_from_what_its_source_gives(public_finding: Finding) -> None:
    def change(files: Files) -> None:
        edit(files, package.RELEASED, lambda value: value["options"][1].update(votes=99))  # type: ignore[index]

    report = check(forged(package_bytes(public_finding), change))
    assert report.verdict is Verdict.DIFFERS
    assert report.difference is not None
    assert (report.difference.stored, report.difference.recomputed) == ("99", "23")


def test_a_resealed_share_differs_from_what_the_public_counts_give(sealed: Finding) -> None:
    def change(files: Files) -> None:
        edit(files, package.RELEASED, lambda value: value["options"][1].update(share=0.99))  # type: ignore[index]

    report = check(forged(package_bytes(sealed), change))
    assert report.verdict is Verdict.DIFFERS
    assert report.difference is not None
    assert report.difference.path == "$.options[1].share"


def test_a_resealed_table_differs_from_the_sealed_result_at_its_cell(sealed: Finding) -> None:
    def change(files: Files) -> None:
        files["tables/options.csv"] = files["tables/options.csv"].replace(b"buses,40", b"buses,45")

    report = check(forged(package_bytes(sealed), change))
    assert report.verdict is Verdict.DIFFERS
    assert report.difference is not None
    assert (report.difference.path, report.difference.stored, report.difference.recomputed) == (
        "options/buses/votes",
        "45",
        "40",
    )


@pytest.mark.parametrize("name", ["tables/options.csv", "figures/bars.vl.json"])
@pytest.mark.parametrize("manner", ["missing", "added", "changed"])
def test_tables_and_figures_are_all_there_and_nothing_more(sealed: Finding, name: str, manner: str) -> None:
    def change(files: Files) -> None:
        if manner == "missing":
            files.pop(name)
        elif manner == "added":
            files[name.replace("/", "/another-")] = files[name]
        else:
            files[name] = files[name].replace(b"buses", b"boats")

    report = check(forged(package_bytes(sealed), change))
    assert report.verdict is Verdict.DIFFERS
    assert report.difference is not None


def test_figures_of_another_version_of_the_hub_may_look_otherwise(sealed: Finding) -> None:
    def change(files: Files) -> None:
        files["figures/bars.vl.json"] = b"{}"
        edit(files, package.FINDING, lambda about: about.update(software="0.0.1"))

    assert check(forged(package_bytes(sealed), change)).verdict is Verdict.MATCH


def test_a_package_forged_throughout_has_another_address(sealed: Finding) -> None:
    def change(files: Files) -> None:
        edit(files, package.RELEASED, lambda value: value["options"][1].update(votes=45))  # type: ignore[index]
        kind = ballots.BallotKind()
        released = kind.derive(json.loads(files[package.RELEASED]))
        files[package.RELEASED] = canonical_json(released)
        from pshub.evidence.tables import table_csv

        files["tables/options.csv"] = table_csv(kind.tables(released)[0])
        files["figures/bars.vl.json"] = canonical_json(kind.figures(released)[0].vega_lite)

    data = forged(package_bytes(sealed), change)
    alone = check(data)
    assert alone.verdict is Verdict.MATCH
    assert alone.address != sealed.digest
    assert check(data, expected=sealed.digest).verdict is Verdict.DIFFERS


def test_the_restricted_package_is_recomputed_whole_marked_and_written_down(sealed: Finding, analyst: Actor) -> None:
    data = actions.take_restricted_package(finding=sealed, by=analyst)
    files = unpack(data)
    assert files["RESTRICTED.txt"].startswith(b"RESTRICTED - NOT FOR PUBLICATION")
    assert "RESTRICTED" in package_name(sealed, restricted=True)
    assert check(data).scope is Scope.FULL
    assert check(data).verdict is Verdict.MATCH
    assert AuditEntry.objects.filter(verb="finding.restricted_package_taken").count() == 1


def test_only_analysts_take_the_restricted_package(sealed: Finding) -> None:
    with pytest.raises(NotPermitted):
        actions.take_restricted_package(finding=sealed, by=Actor.visitor())
    assert not AuditEntry.objects.filter(verb="finding.restricted_package_taken").exists()


def test_an_altered_exact_result_in_a_restricted_package_differs(sealed: Finding, analyst: Actor) -> None:
    def change(files: Files) -> None:
        edit(files, package.RESULT, lambda value: value["options"][0].update(votes=5))  # type: ignore[index]

    report = check(forged(actions.take_restricted_package(finding=sealed, by=analyst), change, reseal=False))
    assert report.verdict is Verdict.DIFFERS
    assert report.difference is not None
    assert report.difference.part == "result"


def test_the_package_of_an_erased_source_says_so(sealed: Finding, analyst: Actor) -> None:
    actions.erase_snapshot(snapshot=sealed.snapshot, reason="Asked", by=analyst)
    report = check(package_bytes(findings().get(pk=sealed.pk)))
    assert report.verdict is Verdict.SOURCE_ERASED


def test_there_is_no_package_of_a_withdrawn_finding(sealed: Finding, analyst: Actor) -> None:
    actions.withdraw(finding=sealed, reason="Wrong", by=analyst)
    with pytest.raises(HiddenFinding):
        package_bytes(findings().get(pk=sealed.pk))
    with pytest.raises(HiddenFinding):
        actions.take_restricted_package(finding=findings().get(pk=sealed.pk), by=analyst)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda files: files.pop("seal.json"), "missing-file"),
        (lambda files: files.update({"virus.exe": b"MZ"}), "foreign-file"),
        (lambda files: files.update({"finding.json": b"[]"}), "not-json"),
        (lambda files: files.update({"finding.json": b"{"}), "not-json"),
        (lambda files: files.update({"finding.json": b"{}"}), "no-address"),
        (lambda files: files.update({"seal.json": b"{}"}), "bad-seal"),
    ],
)
def test_what_is_no_package_is_refused_in_plain_words(
    sealed: Finding, change: Callable[[Files], None], code: str
) -> None:
    with pytest.raises(RefusedArchive) as refusal:
        check(forged(package_bytes(sealed), change, reseal=False))
    assert refusal.value.code == code


def test_checksums_that_are_none_are_damage(sealed: Finding) -> None:
    files = unpack(package_bytes(sealed))
    files["SHA256SUMS"] = b"no sums here\n"
    assert check(pack(files)).verdict is Verdict.DAMAGED


def test_a_file_that_the_checksums_do_not_list_is_damage(sealed: Finding) -> None:
    files = unpack(package_bytes(sealed))
    files["tables/more.csv"] = b"a\r\n"
    assert check(pack(files)).verdict is Verdict.DAMAGED


@pytest.mark.parametrize("words", [b'{"a": NaN}', b'{"a": Infinity}', b"[" * 30_000, b'{"a": "\\ud800"}', b"{"])
@pytest.mark.parametrize("name", ["released.json", "seal.json"])
def test_json_that_cannot_have_been_sealed_is_refused_in_plain_words(sealed: Finding, name: str, words: bytes) -> None:
    def change(files: Files) -> None:
        files[name] = words

    with pytest.raises(RefusedArchive, match=f"{name} in the package"):
        check(forged(package_bytes(sealed), change, reseal=False))
