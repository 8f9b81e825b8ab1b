"""``pshub index``: makes good what the index of the public site missed."""

from __future__ import annotations

from pathlib import Path

import click

from pshub.cli.hub import data_option
from pshub.cli.preparation import open_prepared
from pshub.cli.steps import step


@click.command("index")
@data_option
def command(data: Path | None) -> None:
    """Compare the index with all that is public, and write what differs.

    The worker does so by itself once a day, and after each change for what changed. Search, feeds, topic pages and the
    site map read the index.
    """
    open_prepared(data)
    from django.db import DatabaseError

    from pshub.site import indexing

    try:
        with step("Looking the index over") as shown:
            written = indexing.rebuild(progress=lambda kind, done, total: shown(done / max(1, total), kind))
    except DatabaseError as problem:
        raise click.ClickException(f"the index cannot be written: {problem}") from None
    click.echo(f"{written:,} entries were written or removed.")
