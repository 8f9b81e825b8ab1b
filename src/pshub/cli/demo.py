"""``pshub demo``: a hub with sample content on this machine."""

from __future__ import annotations

import http.client
import shutil
import sys
import time
from pathlib import Path

import click

from pshub.cli.hub import data_folder, data_option, open_hub
from pshub.cli.preparation import prepare
from pshub.cli.serve import serving
from pshub.cli.steps import step
from pshub.cli.supervisor import Supervisor
from pshub.cli.web import require_free_port

HOST = "127.0.0.1"
#: A day: until then the demonstration's map is drawn again only when somebody asks for it.
DEMO_RECOMPUTE_MINUTES = str(24 * 60)
#: Seconds that the web process gets to answer for the first time.
PATIENCE = 60.0
#: Marks in the data folder: the sample is being loaded, or is there.
LOADING = "sample.loading"
LOADED = "sample.loaded"


@click.command("demo")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to serve at.")
@data_option
@click.option("--links", is_flag=True, help="Print fresh sign-in links for a demonstration that runs, and stop.")
def command(port: int, data: Path | None, links: bool) -> None:
    """Start a hub with sample content on this machine.

    Everything is kept in the data folder: a second start is quick and finds what was entered. Ctrl-C stops it.
    """
    address = f"http://{HOST}:{port}"
    if links:
        print_links(address, open_hub(data, PSHUB_DEMO="1", PSHUB_BASE_URL=address))
        return
    require_free_port(HOST, port, change="pshub demo --port N (make demo PORT=N)")
    click.echo("  Starting")
    folder = data_folder(data)
    begin_again_after_interruption(folder)
    refuse_another_hub(folder)
    # A map that a worker draws anew by itself would not move any more when somebody has voted and asks for it.
    open_hub(folder, PSHUB_DEMO="1", PSHUB_BASE_URL=address, PSHUB_RECOMPUTE_MINUTES=DEMO_RECOMPUTE_MINUTES)
    prepare(folder)
    load_sample_once(folder)
    from django.conf import settings
    from django.db import connections

    settings.ADDRESS_FILE.write_text(address, encoding="ascii")
    click.echo("  Starting the web server and the worker")

    connections.close_all()
    supervisor = Supervisor(serving(folder, bind=f"{HOST}:{port}", workers=1, threads=8))
    sys.exit(supervisor.run(lambda: announce(address, port, folder, supervisor)))


def begin_again_after_interruption(folder: Path) -> None:
    """Remove a sample that was cut off while it was loaded: nobody can have entered anything yet."""
    if (folder / LOADED).exists():
        # Cut off between the two marks: the sample is whole, and somebody may have worked on it since.
        (folder / LOADING).unlink(missing_ok=True)
    if not (folder / LOADING).exists():
        return
    click.echo("  The last start was cut off while the sample was loaded: beginning again.")
    for path in folder.glob("hub.sqlite3*"):
        path.unlink()
    for name in ("media", "restricted", "cache"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / LOADING).unlink()


def refuse_another_hub(folder: Path) -> None:
    """Mark an empty folder as one where the sample is loaded; refuse one that holds a hub without the sample.

    The mark is set before there is a database, so that what a later start may delete was made for the sample.

    Raises
    ------
    click.ClickException
        Where there is a database that was not made for the sample.
    """
    if (folder / LOADED).exists():
        return
    if any((folder / name).exists() for name in ("hub.sqlite3", "media", "restricted")):
        raise click.ClickException(
            f"the folder {folder} holds a hub without the sample, and the sample is not mixed into it: start that hub "
            f"with “pshub serve --data {folder}”, or choose another folder with --data (make demo DATA=…)"
        )
    (folder / LOADING).touch()


def load_sample_once(folder: Path) -> None:
    """Load the sample hub and the demonstration's accounts, unless they are there."""
    from pshub.people.actors import Actor
    from pshub.people.demo import ensure_accounts

    if not (folder / LOADED).exists():
        from pshub.cli.sample.loader import load_sample

        with step("Loading the sample hub") as shown:
            load_sample(progress=shown)
        (folder / LOADED).touch()
        (folder / LOADING).unlink(missing_ok=True)
    ensure_accounts(by=Actor.system("demo"))


def answers(port: int) -> bool:
    """Return whether the web process answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def announce(address: str, port: int, folder: Path, supervisor: Supervisor) -> None:
    """Wait until the pages are served, then say where and how to sign in."""
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        ended = any(child.exit_code() is not None for child in supervisor.children)
        if ended or time.monotonic() > deadline or supervisor.stopping.wait(0.1):
            return
    click.echo("")
    click.echo(f"The hub is at {address}/")
    click.echo("")
    print_links(address, folder)
    click.echo("Press Ctrl-C to stop; what you enter is kept.")


def print_links(address: str, folder: Path) -> None:
    """Print links that sign in to the studio."""
    from pshub.people.demo import new_link
    from pshub.people.roles import STUDIO_ROLES

    click.echo("Sign in to the studio (each link works once, for an hour, on this machine):")
    for role in sorted(STUDIO_ROLES):
        click.echo(f"  {role.label!s:<14} {address}{new_link(role)}")
    port = address.rpartition(":")[2]
    click.echo(f"Fresh links: {Path(sys.executable).with_name('pshub')} demo --links --port {port} --data {folder}")
    click.echo("")
