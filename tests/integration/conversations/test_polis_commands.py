"""``pshub import polis`` and ``pshub export polis``, as somebody types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from conversation_fixtures import crowd

from pshub.cli import polis
from pshub.cli.exporting import command as export_group
from pshub.cli.importing import command as import_group
from pshub.evidence.models import Finding, Provisional
from pshub.inquiries.models import Inquiry
from pshub.practice.conversations.models import Conversation


@pytest.fixture(autouse=True)
def open_already(monkeypatch):
    """The hub of these tests is open: the commands must not open another."""
    monkeypatch.setattr(polis, "open_hub", lambda data: None)


@pytest.fixture
def export(conversation, tmp_path) -> Path:
    """A folder that an export was written to, of a conversation of 24 people."""
    crowd(conversation, people=24)
    folder = tmp_path / "export"
    result = run(export_group, "polis", conversation.slug, str(folder))
    assert result.exit_code == 0, result.output
    return folder


def run(group, *words: str):
    return CliRunner().invoke(group, list(words))


def test_an_export_is_loaded_mapped_and_named(export, db):
    result = run(import_group, "polis", str(export), "--inquiry", "Night buses", "--title", "Buses")
    assert result.exit_code == 0, result.output
    assert "Made the inquiry “Night buses” at /inquiries/night-buses/" in result.output
    assert "Loaded “Buses”: 3 statements, 24 people, 72 votes that count." in result.output
    assert Provisional.objects.count() == 1
    again = run(import_group, "polis", str(export), "--inquiry", "Night buses", "--title", "Buses")
    assert "nothing was changed" in again.output
    assert Inquiry.objects.filter(title="Night buses").count() == 1


def test_sealing_says_where_the_evidence_is(export):
    result = run(import_group, "polis", str(export), "--inquiry", "night-buses", "--seal")
    assert result.exit_code == 0, result.output
    assert Finding.objects.get().get_absolute_url() in result.output


def test_rows_not_taken_are_named_and_the_rest_is_loaded(export):
    with (export / "votes.csv").open("a", encoding="utf-8") as file:
        file.write("1,x,1,99,7\n" * 60)
    result = run(import_group, "polis", str(export), "--inquiry", "Buses", "--no-map")
    assert result.exit_code == 0, result.output
    assert "votes.csv, line 74: the vote is '7'" in result.output
    assert "10 rows more" in result.output
    assert not Provisional.objects.exists()


def test_what_is_no_export_is_refused_and_nothing_is_made(db, tmp_path):
    before = Inquiry.objects.count()
    result = run(import_group, "polis", str(tmp_path), "--inquiry", "Buses")
    assert result.exit_code == 1
    assert "is not a Polis export" in result.output
    assert "Nothing was imported." in result.output
    assert (Inquiry.objects.count(), Conversation.objects.count()) == (before, 0)


def test_an_export_goes_to_no_other_inquiry(export, inquiry):
    run(import_group, "polis", str(export), "--inquiry", "Buses", "--no-map")
    (export / "summary.csv").write_text((export / "summary.csv").read_text() + "views,3\n")
    result = run(import_group, "polis", str(export), "--inquiry", "Libraries", "--no-map")
    assert result.exit_code == 1
    assert "name that inquiry to update it" in result.output
    refused = run(import_group, "polis", str(export), "--inquiry", "Never made", "--no-map")
    assert "Nothing was imported." in refused.output
    assert not Inquiry.objects.filter(title="Never made").exists()


def test_two_inquiries_of_one_title_are_told_apart_by_address(export):
    for slug in ("a", "b"):
        Inquiry.objects.create(title="Same", slug=slug, question="?")
    result = run(import_group, "polis", str(export), "--inquiry", "Same", "--no-map")
    assert "several inquiries" in result.output
    assert run(import_group, "polis", str(export), "--inquiry", "b", "--no-map").exit_code == 0


def test_an_export_does_not_write_over_files_unless_told(conversation, export):
    again = run(export_group, "polis", str(conversation), str(export))
    assert again.exit_code == 1
    assert "--replace" in again.output
    assert run(export_group, "polis", str(conversation), str(export), "--replace").exit_code == 0
    assert sorted(path.name for path in export.iterdir()) == [
        "comments.csv",
        "participants-votes.csv",
        "summary.csv",
        "votes.csv",
    ]


def test_what_cannot_be_exported_is_said(conversation, tmp_path):
    crowd(conversation, people=2)
    assert "no conversation" in run(export_group, "polis", "never-was", str(tmp_path / "a")).output.lower()
    (tmp_path / "file").write_text("x")
    assert run(export_group, "polis", conversation.slug, str(tmp_path / "file" / "under")).exit_code != 0
    Conversation.objects.update(loading=True)
    assert "being loaded" in run(export_group, "polis", conversation.slug, str(tmp_path / "b")).output
    assert not (tmp_path / "b").exists()


def test_few_late_votes_left_out_are_said_when_sealing(export, inquiry):
    run(import_group, "polis", str(export), "--inquiry", "Buses")
    loaded = Conversation.objects.get(record__inquiry__title="Buses")
    crowd(loaded, people=3, first=90)
    result = run(import_group, "polis", str(export), "--inquiry", "Buses", "--seal")
    assert "3 people are left out" in result.output


def test_help_lists_what_can_be_brought_in_and_out():
    for group in (import_group, export_group):
        result = run(group, "--help")
        assert "polis" in result.output
        assert run(group, "nothing").exit_code == 2
