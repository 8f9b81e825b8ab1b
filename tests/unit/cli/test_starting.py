"""What is tried before a hub starts, and what is said where it cannot."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pshub.cli import demo, hub, preparation
from pshub.cli.serve import serving
from pshub.cli.steps import step
from pshub.cli.web import WebServer, require_free_port, server_options, split_bind


@pytest.mark.parametrize(
    ("bind", "host", "port"),
    [("127.0.0.1:8000", "127.0.0.1", 8000), ("[::1]:80", "::1", 80), (":9000", "127.0.0.1", 9000)],
)
def test_an_address_is_taken_apart(bind: str, host: str, port: int) -> None:
    assert split_bind(bind) == (host, port)


@pytest.mark.parametrize("bind", ["8000", "localhost:", "localhost:http", "localhost:0", "localhost:70000"])
def test_what_is_no_address_is_refused(bind: str) -> None:
    with pytest.raises(click.BadParameter, match=r"such as 127\.0\.0\.1:8000"):
        split_bind(bind)


def test_a_taken_port_is_said_to_be_taken_before_anything_is_done(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ran = CliRunner().invoke(demo.command, ["--port", str(port), "--data", str(tmp_path / "new")])

    assert ran.exit_code == 1
    assert f"cannot listen on 127.0.0.1:{port}" in ran.output
    assert "make demo PORT=N" in ran.output
    assert not (tmp_path / "new").exists()


def test_a_free_port_is_left_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    require_free_port("127.0.0.1", port, change="")
    with socket.socket() as own:
        own.bind(("127.0.0.1", port))
        assert own.getsockname()[1] == port


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(click.ClickException, match="cannot write to the data folder") as refused:
        hub.data_folder(tmp_path / "file" / "data")

    assert str(tmp_path / "file" / "data") in refused.value.message
    assert "--data" in refused.value.message


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(click.ClickException, match="cannot write"):
        hub.data_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_sample_that_was_cut_off_is_begun_again_and_a_whole_one_is_kept(tmp_path: Path) -> None:
    for name in ("hub.sqlite3", "hub.sqlite3-wal", "keys"):
        (tmp_path / name).write_text("x")
    (tmp_path / "media").mkdir()
    demo.begin_again_after_interruption(tmp_path)
    assert (tmp_path / "hub.sqlite3").exists()

    (tmp_path / demo.LOADING).touch()
    demo.begin_again_after_interruption(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys"]


def test_a_hub_that_was_not_made_for_the_sample_is_neither_loaded_into_nor_ever_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "require_free_port", lambda host, port, change: None)
    (tmp_path / "hub.sqlite3").write_text("a real hub")
    (tmp_path / "restricted").mkdir()
    for _ in range(2):
        ran = CliRunner().invoke(demo.command, ["--data", str(tmp_path)])
        assert ran.exit_code == 1
        assert "pshub serve --data" in ran.output
    assert (tmp_path / "hub.sqlite3").read_text() == "a real hub"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hub.sqlite3", "restricted"]


def test_a_whole_sample_is_kept_when_the_start_was_cut_off_between_the_marks(tmp_path: Path) -> None:
    demo.refuse_another_hub(tmp_path)
    assert (tmp_path / demo.LOADING).exists()
    for name in ("hub.sqlite3", demo.LOADED):
        (tmp_path / name).write_text("x")

    demo.begin_again_after_interruption(tmp_path)
    demo.refuse_another_hub(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["hub.sqlite3", demo.LOADED]


def test_missing_front_end_files_are_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.staticfiles import finders

    monkeypatch.setattr(finders, "find", lambda name: None)
    with pytest.raises(click.ClickException, match="make setup"):
        preparation.collect_static(tmp_path)

    assert not (tmp_path / "static.stamp").exists()


def test_a_hub_is_served_by_a_web_process_and_a_worker(tmp_path: Path) -> None:
    web, worker = serving(tmp_path, bind="127.0.0.1:8000", workers=2, threads=4)

    assert web.arguments[-2:] == ["--no-worker", "--no-prepare"]
    assert list(worker.arguments[-3:]) == ["worker", "--data", str(tmp_path)]


def test_gunicorn_knows_all_its_options() -> None:
    server = WebServer(server_options(bind="127.0.0.1:0", workers=2, threads=4))

    assert (server.cfg.workers, server.cfg.threads, server.cfg.worker_class_str) == (2, 4, "gthread")
    assert server.cfg.control_socket_disable is True


def test_a_step_says_what_it_is_at_and_how_long_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Loading") as shown:
        shown(0.5, "votes")
        shown(0.6, "votes")
    said = capsys.readouterr().out.splitlines()

    assert said[:2] == ["  Loading", "  Loading: votes"]
    assert said[2].startswith("  Loading: done in ")


def test_a_step_that_fails_is_not_said_to_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="no"), step("Loading"):
        raise ValueError("no")

    assert "done" not in capsys.readouterr().out
