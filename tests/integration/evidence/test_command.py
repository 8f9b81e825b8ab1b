"""``pshub verify`` and ``pshub export package``."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from pshub.cli.packages import package_command
from pshub.cli.verify import command as verify_command
from pshub.evidence import actions
from pshub.evidence.archives import pack, unpack
from pshub.evidence.models import Finding
from pshub.evidence.packaging import package_bytes
from pshub.people.actors import Actor

ROOT = Path(__file__).resolve().parents[3]
SUPPORT = ROOT / "tests" / "support" / "ballots"


def in_a_fresh_process(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``pshub`` in a folder, with settings that know the kinds of these tests and nothing else from here."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PSHUB_", "DJANGO_", "COV_"))}
    clean |= {
        "DJANGO_SETTINGS_MODULE": "ballot_settings",
        "PYTHONPATH": os.pathsep.join([str(SUPPORT), str(ROOT / "src")]),
        **environment,
    }
    program = [sys.executable, "-m", "pshub.cli.main", *arguments]
    return subprocess.run(program, cwd=folder, env=clean, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def pshub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Run the commands in this process, in a folder of their own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PSHUB_DATA", str(tmp_path / "data"))
    return CliRunner()


def copy_findings(place: Path) -> None:
    """Write the findings of the test's database to a database file of their own."""
    copy = sqlite3.connect(place)
    with connection.cursor() as cursor:
        for table in ("evidence_snapshot", "evidence_finding"):
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            copy.execute(cursor.fetchone()[0])
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                copy.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    copy.commit()
    copy.close()


def verify(pshub: CliRunner, *arguments: str) -> Result:
    return pshub.invoke(verify_command, list(arguments))


def test_a_fresh_process_verifies_a_package_without_a_database_in_an_empty_folder(
    public_finding: Finding, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "whole.zip").write_bytes(package_bytes(public_finding))
    nowhere = "postgres://nobody@127.0.0.1:9/nothing"
    told = in_a_fresh_process("verify", "whole.zip", folder=empty, PSHUB_DATABASE_URL=nowhere)
    assert told.returncode == 0, told.stderr
    assert "MATCH" in told.stdout
    assert public_finding.digest in told.stdout
    assert [path.name for path in empty.iterdir()] == ["whole.zip"]


def test_a_fresh_process_finds_an_altered_byte_of_a_stored_source(
    sealed: Finding, own_store: Path, tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a hub is copied to a file here, which SQLite alone can do")
    data = tmp_path / "data"
    shutil.copytree(own_store, data / "restricted")
    copy_findings(data / "hub.sqlite3")
    whole = in_a_fresh_process("verify", sealed.digest, "--data", "data", folder=tmp_path)
    assert (whole.returncode, "MATCH" in whole.stdout) == (0, True), whole.stderr
    source = next(data.glob("restricted/snapshots/*/*.zip"))
    source.write_bytes(source.read_bytes().replace(b"buses", b"busts", 1))
    damaged = in_a_fresh_process("verify", "--all", "--data", "data", folder=tmp_path)
    assert (damaged.returncode, "DAMAGED" in damaged.stdout, "0 of 1" in damaged.stdout) == (1, True, True)


def test_a_package_is_reported_as_json(pshub: CliRunner, sealed: Finding) -> None:
    Path("tables.zip").write_bytes(package_bytes(sealed))
    told = verify(pshub, "tables.zip", "--json")
    report = json.loads(told.stdout)[0]
    assert told.exit_code == 0
    assert (report["verdict"], report["scope"], report["digest"]) == ("match", "public-tables", sealed.digest)


def test_a_package_with_an_altered_byte_and_one_of_another_finding_fail(pshub: CliRunner, sealed: Finding) -> None:
    files = unpack(package_bytes(sealed))
    Path("good.zip").write_bytes(pack(files))
    files["released.json"] = files["released.json"].replace(b"buses", b"busts")
    Path("bad.zip").write_bytes(pack(files))
    damaged = verify(pshub, "bad.zip")
    assert damaged.exit_code == 1
    assert "DAMAGED: Stored bytes no longer have their digest." in damaged.stdout
    other = verify(pshub, "good.zip", "--expect", "0" * 64)
    assert other.exit_code == 1
    assert "another finding than the one asked for" in other.stdout


def test_what_is_no_package_is_refused_in_a_sentence(pshub: CliRunner) -> None:
    Path("votes.csv").write_text("person,option\n")
    refused = verify(pshub, "votes.csv")
    assert refused.exit_code == 1
    assert "votes.csv was refused: this is not a ZIP file" in refused.output


def test_a_file_larger_than_any_package_is_not_read(pshub: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    from pshub.evidence import archives

    monkeypatch.setattr(archives, "MOST_BYTES", 3)
    Path("large.zip").write_bytes(b"PK\x03\x04")
    refused = verify(pshub, "large.zip")
    assert (refused.exit_code, "larger than any package" in refused.output) == (1, True)


@pytest.mark.parametrize(
    "arguments", [[], ["--all", "0" * 64], ["not-a-digest"], ["0" * 64, "--expect", "1" * 64]], ids=str
)
def test_a_wrong_call_ends_with_two(pshub: CliRunner, arguments: list[str]) -> None:
    assert verify(pshub, *arguments).exit_code == 2


def test_a_finding_is_verified_by_its_address_or_the_start_of_it(pshub: CliRunner, sealed: Finding) -> None:
    told = verify(pshub, sealed.digest[:8])
    assert (told.exit_code, sealed.digest in told.stdout) == (0, True)
    unknown = verify(pshub, "0" * 64)
    assert (unknown.exit_code, "no finding" in unknown.output) == (1, True)


def test_all_findings_are_verified_and_counted(pshub: CliRunner, sealed: Finding, public_finding: Finding) -> None:
    Finding.objects.filter(pk=sealed.pk).update(title="What nobody said")
    told = verify(pshub, "--all")
    assert told.exit_code == 1
    assert "1 of 2 findings match." in told.stdout


def test_a_hub_without_findings_says_so(pshub: CliRunner, db: None) -> None:
    told = verify(pshub, "--all")
    assert (told.exit_code, "no findings yet" in told.stdout) == (0, True)


@pytest.mark.parametrize(
    ("field", "change", "verdict", "words"),
    [
        ("parameters_json", ("1", "2"), "DIFFERS", "altered after it was sealed"),
        ("method_json", ("10", "11"), "METHOD CHANGED", "The constant minimum was 11 when sealed, now 10"),
        ("result_json", ("40", "41"), "DIFFERS", "first in the result at $.options[1].votes"),
        ("released_json", ("40", "45"), "DIFFERS", "first in the released at $.options[1].votes"),
        ("title", ("How", "Why"), "DAMAGED", "the seal"),
        ("method_json", ("{", "["), "DAMAGED", "can no longer be read"),
    ],
)
def test_each_alteration_of_a_hub_gets_its_verdict(
    pshub: CliRunner, sealed: Finding, field: str, change: tuple[str, str], verdict: str, words: str
) -> None:
    Finding.objects.filter(pk=sealed.pk).update(**{field: getattr(sealed, field).replace(*change)})
    told = verify(pshub, sealed.digest)
    assert told.exit_code == 1
    assert verdict in told.stdout
    assert words in told.stdout


def test_a_package_is_exported_and_verifies(pshub: CliRunner, sealed: Finding) -> None:
    made = pshub.invoke(package_command, [sealed.digest, "f.zip"])
    assert made.exit_code == 0
    secret = pshub.invoke(package_command, [sealed.digest[:8], "r.zip", "--restricted"])
    assert "RESTRICTED, not for publication" in secret.stdout
    assert json.loads(verify(pshub, "r.zip", "--json").stdout)[0]["scope"] == "full"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{digest}", "there.zip"], "exists already"),
        (["{digest}", "nowhere/f.zip"], "cannot write"),
        (["0000", "f.zip"], "at least the first 8 digits"),
        (["0" * 64, "f.zip"], "there is no finding"),
    ],
)
def test_an_export_that_cannot_be_made_says_why(
    pshub: CliRunner, sealed: Finding, arguments: list[str], words: str
) -> None:
    Path("there.zip").write_bytes(b"mine")
    told = pshub.invoke(package_command, [argument.format(digest=sealed.digest) for argument in arguments])
    assert told.exit_code != 0
    assert words in told.output
    assert Path("there.zip").read_bytes() == b"mine"


def test_a_withdrawn_finding_is_not_exported(pshub: CliRunner, sealed: Finding, analyst: Actor) -> None:
    actions.withdraw(finding=sealed, reason="Wrong", by=analyst)
    told = pshub.invoke(package_command, [sealed.digest, "f.zip"])
    assert (told.exit_code, Path("f.zip").exists()) == (1, False)
