"""``pshub import subscribers``."""

from __future__ import annotations

from pathlib import Path

import click

from pshub.cli.hub import data_option, open_hub

PROBLEMS_SHOWN = 50


@click.command("subscribers")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--consent", required=True, metavar="WORDS", help="Where and when these people agreed.")
@click.option("--dry-run", is_flag=True, help="Check the file and write nothing.")
@data_option
def command(file: Path, consent: str, dry_run: bool, data: Path | None) -> None:
    """Put the addresses of a CSV file on the newsletter's list.

    The file has the column email and, if wanted, topics (names in addresses, apart by a semicolon). Whoever has left,
    bounced or complained before stays off the list. A second run changes nothing.
    """
    open_hub(data)
    from pshub.people.actors import Actor
    from pshub.publishing.newsletters.actions.importing import ImportRefused, import_subscribers

    try:
        report = import_subscribers(
            source=file.read_bytes(), consent=consent, dry_run=dry_run, by=Actor.system("pshub import subscribers")
        )
    except ImportRefused as refused:
        raise click.ClickException(f"{refused} Nothing was imported.") from None
    for row in report.refused[:PROBLEMS_SHOWN]:
        click.echo(f"  line {row.line}: {row.address}: {row.why}")
    if len(report.refused) > PROBLEMS_SHOWN:
        click.echo(f"  and {len(report.refused) - PROBLEMS_SHOWN} more")
    counts = report.counts
    done = "would be added" if dry_run else "added"
    click.echo(
        f"  {counts['added']} {done}, {counts['known']} known already, {counts['left']} left before or cannot be "
        f"reached, {counts['refused']} refused"
    )
