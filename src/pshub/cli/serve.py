"""``pshub serve``: the web pages, and one supervised worker."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from pshub.cli.hub import data_option, open_hub
from pshub.cli.preparation import prepare
from pshub.cli.supervisor import Child, Supervisor, follow_supervisor, pshub
from pshub.cli.web import require_free_port, serve_web, split_bind


@click.command("serve")
@data_option
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Web processes.")
@click.option("--threads", type=click.IntRange(1, 256), default=8, show_default=True, help="Threads in each of them.")
@click.option("--no-worker", is_flag=True, help="Serve the pages alone; run “pshub worker” elsewhere.")
@click.option("--no-prepare", is_flag=True, help="Leave the database and the static files as they are.")
def command(data: Path | None, bind: str, workers: int, threads: int, no_worker: bool, no_prepare: bool) -> None:
    """Serve a hub: the web pages and one worker.

    Brings the database and the static files up to date first. Ctrl-C stops everything.
    """
    follow_supervisor()
    host, port = split_bind(bind)
    require_free_port(host, port, change="pshub serve --bind HOST:PORT")
    folder = open_hub(data)
    if not no_prepare:
        prepare(folder)
        if workers > 1 and not os.environ.get("PSHUB_REDIS_URL"):
            click.echo(
                f"Note: {workers} web processes count rate limits each for itself; set PSHUB_REDIS_URL to share."
            )
    if no_worker:
        serve_web(bind=bind, workers=workers, threads=threads)
        return
    from django.db import connections

    connections.close_all()
    children = serving(folder, bind=bind, workers=workers, threads=threads)
    click.echo(f"Serving at http://{bind}/ – press Ctrl-C to stop.")
    sys.exit(Supervisor(children).run())


def serving(folder: Path, *, bind: str, workers: int, threads: int) -> list[Child]:
    """Return the processes that serve a hub that has been prepared."""
    web = pshub("serve", "--data", str(folder), "--bind", bind, "--workers", str(workers), "--threads", str(threads))
    return [
        Child("web process", [*web, "--no-worker", "--no-prepare"]),
        Child("worker", pshub("worker", "--data", str(folder))),
    ]
