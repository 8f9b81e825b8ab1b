"""A snapshot is its bytes, and a seal is everything its address covers."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pshub.evidence.errors import DamagedSnapshot, EvidenceError
from pshub.evidence.sealing import Seal, commitment, normalised, open_snapshot, seal_snapshot
from pshub.methods.method import Method

NONCE = "5a" * 32
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,10}\.csv", fullmatch=True)
FILES = st.dictionaries(NAMES, st.binary(max_size=200), min_size=1, max_size=5)


@given(FILES)
def test_a_snapshot_opens_to_what_was_sealed(files: dict[str, bytes]) -> None:
    sealed = seal_snapshot(files)
    opened = open_snapshot(sealed.data, digest=sealed.digest)
    assert opened.files == files
    assert opened.nonce == sealed.nonce


@given(FILES)
def test_the_order_of_files_changes_nothing(files: dict[str, bytes]) -> None:
    backwards = dict(reversed(list(files.items())))
    assert seal_snapshot(files, nonce=NONCE).data == seal_snapshot(backwards, nonce=NONCE).data


@given(FILES, st.data())
def test_any_altered_byte_is_damage(files: dict[str, bytes], data: st.DataObject) -> None:
    sealed = seal_snapshot(files)
    place = data.draw(st.integers(0, len(sealed.data) - 1))
    altered = bytearray(sealed.data)
    altered[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DamagedSnapshot) as refusal:
        open_snapshot(bytes(altered), digest=sealed.digest)
    assert "digest" in str(refusal.value)


def test_the_digest_is_the_sha256_of_the_file_and_the_file_an_ordinary_zip() -> None:
    sealed = seal_snapshot({"votes.csv": b"person,option\n"}, nonce=NONCE)
    assert hashlib.sha256(sealed.data).hexdigest() == sealed.digest
    with zipfile.ZipFile(BytesIO(sealed.data)) as archive:
        assert archive.read("votes.csv") == b"person,option\n"
        description = json.loads(archive.read("datapackage.json"))
    assert description["resources"][0]["path"] == "votes.csv"
    assert description["resources"][0]["hash"] == f"sha256:{hashlib.sha256(b'person,option' + bytes([10])).hexdigest()}"


def test_a_small_table_cannot_be_guessed_from_its_digest() -> None:
    files = {"votes.csv": b"p1,yes\n"}
    assert seal_snapshot(files).digest != seal_snapshot(files).digest


@pytest.mark.parametrize(
    ("files", "nonce", "code"),
    [
        ({}, None, "empty-snapshot"),
        ({"datapackage.json": b"{}"}, None, "reserved-name"),
        ({"a.csv": b""}, "short", "bad-nonce"),
    ],
)
def test_what_cannot_be_sealed_is_refused(files: dict[str, bytes], nonce: str | None, code: str) -> None:
    with pytest.raises(EvidenceError) as refusal:
        seal_snapshot(files, nonce=nonce)
    assert refusal.value.code == code


def test_bytes_that_hash_but_are_no_snapshot_are_damage() -> None:
    data = b"not a ZIP at all"
    with pytest.raises(DamagedSnapshot) as refusal:
        open_snapshot(data, digest=hashlib.sha256(data).hexdigest())
    assert "not a snapshot" in str(refusal.value)


def _seal(**changes: object) -> Seal:
    parts: dict[str, object] = {
        "kind": "ballot",
        "title": "How people travel",
        "method": Method(name="count", version="1.0", constants={"minimum": 10}),
        "parameters": {"weight": 1},
        "snapshot_digest": "a" * 64,
        "released_digest": "b" * 64,
        "commitment": "c" * 64,
    }
    return Seal(**{**parts, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "other"},
        {"title": "How people vote"},
        {"method": Method(name="count", version="1.1", constants={"minimum": 10})},
        {"method": Method(name="count", version="1.0", constants={"minimum": 11})},
        {"parameters": {"weight": 2}},
        {"snapshot_digest": "d" * 64},
        {"released_digest": "d" * 64},
        {"commitment": "d" * 64},
    ],
)
def test_the_address_covers_every_part(change: dict[str, object]) -> None:
    assert _seal(**change).digest != _seal().digest


def test_a_seal_survives_the_trip_through_json() -> None:
    assert Seal.from_dict(json.loads(json.dumps(_seal().to_dict()))) == _seal()


@pytest.mark.parametrize(
    "broken",
    [{}, {**_seal().to_dict(), "seal": 2}, {**_seal().to_dict(), "kind": 3}, {**_seal().to_dict(), "parameters": []}],
)
def test_a_seal_that_is_none_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(EvidenceError) as refusal:
        Seal.from_dict(broken)
    assert refusal.value.code == "bad-seal"


def test_a_commitment_needs_the_nonce() -> None:
    assert commitment(nonce=NONCE, result_digest="e" * 64) != commitment(nonce="5b" * 32, result_digest="e" * 64)


def test_normalised_values_are_what_json_gives_back() -> None:
    assert normalised({"a": (1, -0.0), "b": {"c": None}}) == {"a": [1, 0.0], "b": {"c": None}}
