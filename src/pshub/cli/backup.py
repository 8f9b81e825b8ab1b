"""``pshub backup``: copy a hub while it runs, check a copy, bring it back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pshub.cli.hub import data_folder, data_option, open_hub
from pshub.cli.steps import step


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@click.option("--keep-days", type=click.IntRange(1, 3650), default=35, show_default=True, help="Days until it expires.")
@click.option("--check", is_flag=True, help="Read FILE through and say whether it is whole.")
@click.option("--restore", is_flag=True, help="Put FILE into a data folder that holds no hub yet.")
@click.option("--even-expired", is_flag=True, help="Restore although the backup has expired.")
def command(file: Path, data: Path | None, keep_days: int, check: bool, restore: bool, even_expired: bool) -> None:
    """Back up a hub's database and files to FILE, or restore them.

    The hub may run meanwhile. The keys go to FILE.keys: keep the two apart. Delete both when they expire.
    """
    if check and restore:
        raise click.UsageError("choose one of --check and --restore")
    target = file.expanduser().resolve()
    folder = None if check else data_folder(data)
    if folder is not None and not restore and (folder / "hub.sqlite3").is_file():
        # Opening the hub first puts the SQLite in place that may read a file others write to.
        open_hub(folder)
    from pshub.cli.archive import BackupError, check_backup, keys_path, make_backup, restore_backup

    try:
        if check:
            with step(f"Checking {file}") as shown:
                listed = check_backup(target, progress=shown)
            click.echo(f"{file} is whole: {len(listed['files'])} files, expires on {_day(listed['expires'])}.")
        elif restore and folder is not None:
            with step(f"Restoring to {folder}") as shown:
                restore_backup(target, folder, progress=shown, even_expired=even_expired)
            click.echo("Restored. Erase again whoever was erased after the backup was made.")
        elif folder is not None:
            if not target.parent.is_dir():
                raise click.ClickException(f"there is no folder {target.parent}")
            with step(f"Backing up to {file}") as shown:
                expires = make_backup(folder, target, keep_days=keep_days, progress=shown)
            click.echo(f"Keys: {keys_path(file)} – keep it apart from {file.name}.")
            click.echo(f"Both expire on {expires:%d %B %Y}: delete them by then.")
    except BackupError as refused:
        raise click.ClickException(str(refused)) from None


def _day(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%d %B %Y}"
