"""What a hub needs before it can be served: its tables, its static files, its groups."""

from __future__ import annotations

import hashlib
import itertools
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from pshub.cli.steps import step


def prepare(folder: Path) -> None:
    """Bring the database and the static files up to date; what is up to date is left alone."""
    migrate()
    collect_static(folder)


def pending_migrations() -> list[str]:
    """Return the migrations that the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> None:
    """Apply the migrations that the database lacks."""
    from django.core.management import call_command
    from django.core.management.commands.migrate import Command
    from django.db import DatabaseError

    from pshub.people.groups import ensure_groups

    try:
        pending = pending_migrations()
        if pending:
            with step("Preparing the database") as shown:
                applied = itertools.count(1)

                class Showing(Command):
                    """Django's command, which says how far it is."""

                    def migration_progress_callback(
                        self, action: str, migration: Any = None, fake: bool = False
                    ) -> None:
                        if action == "apply_success":
                            shown(next(applied) / len(pending), migration.app_label)

                call_command(Showing(), interactive=False, verbosity=0)
                ensure_groups()
    except DatabaseError as problem:
        raise click.ClickException(
            f"the database cannot be prepared: {problem}. Run “pshub doctor” to see what is wrong"
        ) from None


def static_state() -> str:
    """Return a digest that changes when any static file of any installed package does."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(metadata.version("public-services-hub").encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}|{found.st_size}|{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static(folder: Path) -> None:
    """Gather the static files under names that hold their digest, where any has changed."""
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    if finders.find("pshub/pshub.css") is None:
        raise click.ClickException(
            "the front-end files have not been built: run “make setup” in the project's folder, or install a release"
        )
    stamp = folder / "static.stamp"
    state = static_state()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == state and Path(settings.STATIC_ROOT).is_dir():
        return
    stamp.unlink(missing_ok=True)
    with step("Gathering static files"):
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(state, encoding="ascii")
