"""``pshub verify``: recompute findings in a fresh process and say whether they are still as they were sealed."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pshub.cli.hub import data_option, open_hub
from pshub.cli.steps import step

if TYPE_CHECKING:
    from pshub.evidence.kinds import Progress
    from pshub.evidence.verification import Report

_START_OF_DIGEST = re.compile(r"[0-9a-f]{8,64}")

_MEANINGS = {
    "match": "Everything is as it was sealed.",
    "differs": "The result computed again is not the stored one.",
    "damaged": "Stored bytes no longer have their digest.",
    "source-erased": "The source was erased: nothing can be computed from it.",
    "method-changed": "The installed method is not the one that made this finding.",
}
_COMPARED = {
    "full": "the public and the exact result, computed again from the sealed source",
    "public-tables": "what follows from the public tables, computed again; every digest",
    "nothing": "nothing could be computed again",
}


def described(report: Report) -> str:
    """Return a report in plain words."""
    verdict = report.verdict.value
    lines = [f"{verdict.replace('-', ' ').upper()}: {_MEANINGS[verdict]}"]
    if report.address:
        lines += [f"  Finding     {report.address}", f"  Title       {report.title}"]
    lines.append(f"  Compared    {_COMPARED[report.scope.value]}")
    if report.difference:
        lines += [
            f"  Difference  first in the {report.difference.part} at {report.difference.path}",
            f"    stored      {report.difference.stored}",
            f"    recomputed  {report.difference.recomputed}",
        ]
    lines += [f"  Note        {note}" for note in report.notes]
    return "\n".join(lines)


def _run(title: str, verify: Callable[[Progress | None], Report], *, quiet: bool) -> Report:
    if quiet:
        return verify(None)
    with step(title) as shown:
        return verify(shown)


def _package(path: Path, expected: str, *, quiet: bool) -> Report:
    # A package is verified apart from any hub: the settings get an empty folder, and no database is opened.
    with tempfile.TemporaryDirectory(prefix="pshub-verify-") as folder:
        open_hub(Path(folder))
        from pshub.evidence.archives import MOST_BYTES
        from pshub.evidence.errors import RefusedArchive
        from pshub.evidence.package import verify_package
        from pshub.evidence.recomputation import installed_kind

        if path.stat().st_size > MOST_BYTES:
            raise click.ClickException(f"{path} is larger than any package: at most {MOST_BYTES} bytes are read")
        data = path.read_bytes()
        try:
            return _run(
                f"Checking {path.name}",
                lambda progress: verify_package(data, kind_of=installed_kind, expected=expected, progress=progress),
                quiet=quiet,
            )
        except RefusedArchive as refusal:
            raise click.ClickException(f"{path} was refused: {refusal}") from None


def _stored(start: str | None, data: Path | None, *, quiet: bool) -> list[Report]:
    open_hub(data)
    from django.db import DatabaseError

    from pshub.evidence.models import Finding
    from pshub.evidence.recomputation import verify_finding

    chosen = Finding.objects.select_related("snapshot").order_by("sealed_at", "pk")
    try:
        found = list(chosen.filter(digest__startswith=start) if start else chosen)
    except DatabaseError:
        raise click.ClickException("this data folder holds no hub: name it with --data") from None
    if start and len(found) != 1:
        many = f"{len(found)} findings start with {start}: write more of it" if found else f"no finding {start} here"
        raise click.ClickException(many)
    return [
        _run(
            f"Checking {finding.digest[:12]}",
            lambda progress, finding=finding: verify_finding(finding, progress=progress),  # type: ignore[misc]
            quiet=quiet,
        )
        for finding in found
    ]


@click.command(name="verify")
@click.argument("target", required=False, metavar="[DIGEST | PACKAGE.zip]")
@click.option("--all", "everything", is_flag=True, help="Verify every finding of the hub.")
@click.option("--expect", default="", metavar="DIGEST", help="The address that the package's finding should have.")
@click.option("--json", "as_json", is_flag=True, help="Print the reports as JSON.")
@data_option
def command(target: str | None, everything: bool, expect: str, as_json: bool, data: Path | None) -> None:
    """Recompute findings and say whether they are still as they were sealed.

    DIGEST is the address of a finding in this hub, or its first 8 digits or more. PACKAGE.zip is a package downloaded
    from the page of a finding; it is verified without a database. The command ends with 0 where everything matches,
    with 1 where something does not, and with 2 where it was called wrongly.
    """
    if everything == (target is not None):
        raise click.UsageError("name one finding or package, or use --all")
    if target is not None and Path(target).is_file():
        reports = [_package(Path(target), expect.lower(), quiet=as_json)]
    elif expect:
        raise click.UsageError("--expect goes with a package")
    elif target is not None and not _START_OF_DIGEST.fullmatch(target.lower()):
        raise click.UsageError(f"{target!r} is neither a file nor the digest of a finding (64 digits 0-9, a-f)")
    else:
        reports = _stored(target.lower() if target else None, data, quiet=as_json)
    if as_json:
        click.echo(json.dumps([report.to_dict() for report in reports], ensure_ascii=False, indent=2))
    else:
        for report in reports:
            click.echo(described(report))
        if everything:
            click.echo(_summary(reports))
    sys.exit(0 if all(report.verdict.value == "match" for report in reports) else 1)


def _summary(reports: list[Report]) -> str:
    if not reports:
        return "This hub has no findings yet."
    matching = sum(report.verdict.value == "match" for report in reports)
    return f"{matching} of {len(reports)} findings match."
