"""Opening a hub for a command: its data folder, its settings, its database."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

DEFAULT_DATA = Path("data")

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    envvar="PSHUB_DATA",
    show_default="PSHUB_DATA, else ./data",
    help="Folder that holds everything the hub keeps.",
)


def data_folder(data: Path | None) -> Path:
    """Return the data folder, made and tried for writing.

    Raises
    ------
    click.ClickException
        Where it cannot be made or written to.
    """
    folder = (data or DEFAULT_DATA).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise click.ClickException(
            f"cannot write to the data folder {folder} ({problem.strerror or problem}): choose another with --data "
            "(make demo DATA=…), or let this user write there"
        ) from None
    return folder


def open_hub(data: Path | None, **environment: str) -> Path:
    """Set Django up on a data folder and return the folder. Values given here stand in for environment variables."""
    folder = data_folder(data)
    os.environ["PSHUB_DATA"] = str(folder)
    os.environ.update(environment)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pshub.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise click.ClickException(f"the settings do not hold together: {problem}") from None
    return folder
