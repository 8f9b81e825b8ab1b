"""``pshub export package``: everything about one finding as one ZIP."""

from __future__ import annotations

from pathlib import Path

import click

from pshub.cli.hub import data_option, open_hub


@click.command(name="package")
@click.argument("digest")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--restricted", is_flag=True, help="Put in the source and the exact result: not for publication.")
@data_option
def package_command(digest: str, file: Path, restricted: bool, data: Path | None) -> None:
    """Write the package of a finding to FILE, which can be verified without this hub.

    DIGEST is the finding's address, or its first 8 digits or more.
    """
    open_hub(data)
    from django.db import DatabaseError

    from pshub.evidence import actions
    from pshub.evidence.errors import EvidenceError
    from pshub.evidence.packaging import package_bytes
    from pshub.evidence.querysets import findings
    from pshub.people.actors import Actor

    if file.exists():
        raise click.ClickException(f"{file} exists already: choose another name, or move it away")
    if len(digest) < 8:
        raise click.UsageError("write at least the first 8 digits of the finding's digest")
    try:
        found = list(findings().filter(digest__startswith=digest.lower())[:2])
    except DatabaseError:
        raise click.ClickException("this data folder holds no hub: name it with --data") from None
    if len(found) != 1:
        reason = "several findings start with" if found else "there is no finding"
        raise click.ClickException(f"{reason} {digest}")
    try:
        if restricted:
            content = actions.take_restricted_package(finding=found[0], by=Actor.system("pshub export package"))
        else:
            content = package_bytes(found[0])
    except EvidenceError as error:
        raise click.ClickException(str(error)) from None
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"cannot write {file}: {error.strerror or error}") from None
    mark = ": RESTRICTED, not for publication" if restricted and found[0].snapshot.restricted else ""
    click.echo(f"Wrote {file} ({len(content):,} bytes){mark}")
