"""ZIP files are read as if an enemy had made them."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pshub.evidence import archives
from pshub.evidence.archives import pack, unpack
from pshub.evidence.errors import DamagedArchive, RefusedArchive

NAMES = st.from_regex(r"[a-z][a-z0-9_-]{0,8}(/[a-z]{1,5})?\.[a-z]{1,4}", fullmatch=True)


def written(members: list[tuple[zipfile.ZipInfo | str, bytes]]) -> bytes:
    """Return a ZIP with members that our own writer would never write."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


@given(st.dictionaries(NAMES, st.binary(max_size=100), max_size=5))
def test_files_come_out_as_they_went_in_and_equal_files_give_equal_bytes(files: dict[str, bytes]) -> None:
    assert unpack(pack(files)) == files
    assert pack(files) == pack(dict(reversed(list(files.items()))))


@pytest.mark.parametrize(
    "name", ["../outside.txt", "/etc/passwd", "a/../b", "C:\\x", "a\\b", ".hidden", "a//b", "x" * 300]
)
def test_names_that_lead_outside_are_refused(name: str) -> None:
    with pytest.raises(RefusedArchive) as refusal:
        unpack(written([(name, b"x")]))
    assert refusal.value.code == "unsafe-name"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["a.txt", "A.TXT"])
def test_a_name_that_comes_twice_is_refused(second: str) -> None:
    with pytest.raises(RefusedArchive) as refusal:
        unpack(written([("a.txt", b"1"), (second, b"2")]))
    assert refusal.value.code == "name-twice"


def test_links_are_refused() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with pytest.raises(RefusedArchive) as refusal:
        unpack(written([(link, b"/etc/passwd")]))
    assert refusal.value.code == "link"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(RefusedArchive) as refusal:
        unpack(written([("bomb.txt", bytes(50 * 1024 * 1024))]))
    assert refusal.value.code == "bomb"


def test_more_bytes_than_any_package_has_are_refused() -> None:
    with pytest.raises(RefusedArchive) as refusal:
        unpack(written([("a.txt", b"x" * 100), ("b.txt", b"y" * 100)]), most_bytes=150)
    assert refusal.value.code == "too-large"


def test_more_files_than_any_package_has_are_refused() -> None:
    many = [(f"f{number}.txt", b"") for number in range(archives.MOST_FILES + 1)]
    with pytest.raises(RefusedArchive) as refusal:
        unpack(written(list(many)))
    assert refusal.value.code == "too-many-files"


def test_a_size_that_is_a_lie_is_no_way_in() -> None:
    data = bytearray(pack({"a.txt": b"x" * 100}))
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises((RefusedArchive, DamagedArchive)) as refusal:
        unpack(bytes(data))
    assert str(refusal.value)


def test_encrypted_members_are_refused() -> None:
    data = bytearray(pack({"a.txt": b"x"}))
    place = data.rindex(b"PK\x01\x02") + 8
    data[place] |= 1
    with pytest.raises(RefusedArchive) as refusal:
        unpack(bytes(data))
    assert refusal.value.code == "encrypted"


def test_other_compressions_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.txt", b"x")
    with pytest.raises(RefusedArchive) as refusal:
        unpack(buffer.getvalue())
    assert refusal.value.code == "compression"


def test_what_is_no_zip_is_refused_and_a_cut_zip_is_damaged() -> None:
    with pytest.raises(RefusedArchive) as refusal:
        unpack(b"person,option\n")
    assert refusal.value.code == "not-a-zip"
    with pytest.raises(DamagedArchive) as damage:
        unpack(pack({"a.txt": b"x" * 100})[:60])
    assert "no longer be read whole" in str(damage.value)


@given(st.data())
def test_noise_never_breaks_the_reader(data: st.DataObject) -> None:
    whole = bytearray(pack({"a.txt": b"hello", "b/c.txt": b"world"}))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    files: dict[str, bytes] = {}
    with contextlib.suppress(RefusedArchive, DamagedArchive):
        files = unpack(bytes(whole))
    assert set(files.values()) <= {b"hello", b"world"}
