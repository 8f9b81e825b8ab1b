"""``pshub worker``: does what was queued, and what is due at set times."""

from __future__ import annotations

from pathlib import Path

import click

from pshub.cli.hub import data_option, open_hub
from pshub.cli.supervisor import follow_supervisor


@click.command("worker")
@data_option
@click.option("--batch", is_flag=True, help="Do what is queued and due now, then stop.")
def command(data: Path | None, batch: bool) -> None:
    """Run the worker alone.

    Several workers may run beside each other: no task and no periodic job is done twice.
    """
    follow_supervisor()
    open_hub(data)
    from pshub.delivery.workers import run_worker

    run_worker(batch=batch)
