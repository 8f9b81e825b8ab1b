"""``pshub opinion``: from a votes file to the opinion map, with no database."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:  # loaded when the command runs, so that --help is quick
    from pshub.cli.figure_process import FigureProcess
    from pshub.cli.opinion_figures import Drawing
    from pshub.methods.opinion.opinion_map import OpinionMap

#: What takes longer than this many seconds shows how far it is.
QUIET_SECONDS = 2.0


@click.command("opinion")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--out", "folder", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
@click.option(
    "--mode",
    type=click.Choice(["robust", "polis"]),
    default="robust",
    show_default=True,
    help="robust finds stable groups or says that there are none; polis follows Polis, given its groups.",
)
@click.option(
    "--figures",
    type=click.Choice(["svg", "none"]),
    default="svg",
    show_default=True,
    help="Draw figures, or leave them out.",
)
@click.option(
    "--statements", type=click.Path(path_type=Path), help="CSV with the statements' texts, if SOURCE has none."
)
@click.option(
    "--memberships",
    type=click.Path(path_type=Path),
    help="CSV with the columns participant and group: use these groups instead of finding them.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Chooses the shuffles and starts.")
def command(
    source: Path,
    folder: Path,
    mode: str,
    figures: str,
    statements: Path | None,
    memberships: Path | None,
    seed: int,
) -> None:
    """Map the opinions in SOURCE: a Polis export folder, a votes CSV, or Parquet.

    Writes opinion.json, participants.csv, statements.csv, figures and report.html. They are exact and hold what single
    people voted: keep them as you keep the votes.
    """
    from pshub.cli.figure_process import FigureProcess, FiguresFailed
    from pshub.cli.opinion_files import NotOurs, check_folder

    try:
        check_folder(folder)
        # Started before NumPy is loaded, so that drawing warms up while the map is computed.
        with FigureProcess() if figures == "svg" and source.exists() else nullcontext() as process:
            from pshub.methods.opinion import OpinionError

            try:
                _run(source, folder, mode, process, statements, memberships, seed)
            except OpinionError as error:
                _refuse(error)
    except (FiguresFailed, NotOurs) as error:
        _refuse(error)
    except OSError as error:
        click.echo(
            f"pshub opinion: {error.filename or folder}: {error.strerror or error}. Nothing was written.", err=True
        )
        sys.exit(2)


def _refuse(error: Exception) -> NoReturn:
    click.echo(f"pshub opinion: {error}", err=True)
    sys.exit(2)


def _run(
    source: Path,
    folder: Path,
    mode: str,
    process: FigureProcess | None,
    statements: Path | None,
    memberships: Path | None,
    seed: int,
) -> None:
    from pshub.methods.opinion import Parameters, analyse, read_votes

    show = _progress()
    notes: list[str] = []
    votes = read_votes(
        source,
        statements=statements,
        on_notice=lambda notice: notes.append(notice.message),
        progress=lambda done: show("reading", 0.4 * done),
    )
    given = None
    if memberships is not None:
        from pshub.cli.memberships import read_memberships

        given = read_memberships(memberships, votes=votes)
    parameters = Parameters.from_dict({"mode": mode, "seed": seed})
    drawn = analyse(
        votes,
        parameters=parameters,
        memberships=given,
        progress=lambda doing, done: show(doing, 0.4 + 0.4 * done),
    )
    drawings: list[Drawing] = []
    if process is not None:
        from pshub.cli.opinion_figures import drawings as make

        show("figures", 0.8)
        drawings = make(drawn, process)
    _write(drawn, source, folder, drawings, notes)
    _say(drawn, folder, notes)


def _write(drawn: OpinionMap, source: Path, folder: Path, drawings: list[Drawing], notes: list[str]) -> None:
    from pshub.cli import opinion_files
    from pshub.cli.opinion_report import report_html
    from pshub.methods.opinion import method, result_digest
    from pshub.practice.conversations.findings import sealed_result

    sealed = sealed_result(drawn)
    digest = result_digest(method=method(), parameters=drawn.parameters.to_dict(), result=sealed)
    title = _title(source)
    files = {
        "opinion.json": opinion_files.opinion_json(drawn, source=source.name, sealed=sealed),
        "participants.csv": opinion_files.participants_csv(drawn),
        "statements.csv": opinion_files.statements_csv(drawn),
        "report.html": report_html(
            drawn, title=title, source=source.name, digest=digest, figures=drawings, notes=notes
        ),
        "RESTRICTED.txt": (opinion_files.RESTRICTED + "\n").encode("utf-8"),
    }
    files |= {f"{opinion_files.FIGURES}/{one.name}.svg": one.svg.encode("utf-8") for one in drawings}
    opinion_files.write_all(folder, files)


def _title(source: Path) -> str:
    if source.is_dir():
        from pshub.methods.opinion.polis_export import read_polis_export

        topic = read_polis_export(source).topic
        if topic:
            return topic
    return source.name


def _say(drawn: OpinionMap, folder: Path, notes: list[str]) -> None:
    from pshub.cli.opinion_text import notices

    for note in (*notes, *notices(drawn)):
        click.echo(f"note: {note}", err=True)
    groups = ", ".join(f"{group.label} {group.size:,}" for group in drawn.groups)
    found = f"{len(drawn.groups)} groups ({groups})" if len(drawn.groups) > 1 else "no separate groups"
    click.echo(
        f"{len(drawn.votes.participants):,} people, {len(drawn.statements):,} statements, {drawn.votes.size:,} votes: "
        f"{found}"
    )
    click.echo(f"written to {folder} (restricted: not for publication); open {folder / 'report.html'}")


def _progress() -> Callable[[str, float], None]:
    """Return what shows how far the work is, once it has taken longer than a moment."""
    start = time.monotonic()
    said = ""

    def show(doing: str, done: float) -> None:
        nonlocal said
        if time.monotonic() - start < QUIET_SECONDS:
            return
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[2K{doing} ({done:.0%})", nl=False, err=True)
        elif doing != said:
            click.echo(f"{doing} ({done:.0%})", err=True)
        said = doing

    return show
