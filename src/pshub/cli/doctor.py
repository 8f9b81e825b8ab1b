"""``pshub doctor``: whether this machine is fit for a hub, and the hub well."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pshub.cli.hub import data_option, open_hub

_MARKS = {"good": "ok", "warning": "note", "problem": "WRONG"}


@click.command("doctor")
@data_option
def command(data: Path | None) -> None:
    """Check this machine and a hub's settings.

    Ends with exit code 1 where something is wrong. Changes nothing.
    """
    folder = open_hub(data)
    from pshub.cli.diagnosis import examine

    wrong = 0
    for sign in examine(folder):
        wrong += sign.level == "problem"
        click.echo(f"{_MARKS[sign.level]:<6} {sign.subject}: {sign.said}")
    if wrong:
        click.echo(f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong.")
        sys.exit(1)
    click.echo("Nothing is wrong.")
