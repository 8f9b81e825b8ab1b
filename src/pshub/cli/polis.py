"""``pshub import polis`` and ``pshub export polis``."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pshub.cli.hub import data_option, open_hub
from pshub.cli.steps import step

if TYPE_CHECKING:
    from pshub.inquiries.models import Inquiry
    from pshub.people.actors import Actor
    from pshub.practice.conversations.actions.importing import Imported
    from pshub.practice.conversations.importers import CheckedExport

PROBLEMS_SHOWN = 50


@click.command("polis")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--inquiry", "inquiry_title", required=True, metavar="TITLE", help="Inquiry to load it into; made if new."
)
@click.option("--title", default="", help="Title of the conversation; by default its topic on Polis.")
@click.option("--language", default="en-GB", show_default=True, help="Language of the statements, such as zh-Hant.")
@click.option("--map/--no-map", "draw", default=True, show_default=True, help="Draw the provisional map at once.")
@click.option("--seal", is_flag=True, help="Seal the result and say where its evidence page is.")
@data_option
def import_command(
    folder: Path, inquiry_title: str, title: str, language: str, draw: bool, seal: bool, data: Path | None
) -> None:
    """Load a conversation held on Polis from its export folder DIR.

    The whole export is checked first. A folder that is no export is refused and nothing is written; a row that can't
    be taken is named with its line and the reason. Loading the same export again changes nothing; a changed one
    updates the conversation.
    """
    open_hub(data)
    from pshub.people.actors import Actor
    from pshub.practice.conversations.importers import ImportRefused, VotesError, check_export

    by = Actor.system("pshub import polis")
    try:
        with step(f"Checking {folder.name}") as shown:
            checked = check_export(folder, progress=shown)
        _report(checked)
        done = _load(checked, inquiry_title, title, language, by)
    except (VotesError, ImportRefused) as refused:
        raise click.ClickException(f"{refused} Nothing was imported.") from None
    _say(done)
    _results(done, draw=draw, seal=seal, by=by)


def _load(checked: CheckedExport, inquiry_title: str, title: str, language: str, by: Actor) -> Imported:
    from pshub.practice.conversations.actions.importing import import_polis

    made: list[Inquiry] = []

    def inquiry() -> Inquiry:
        # Called where the import begins: a refused one leaves no inquiry behind.
        found, new = _inquiry(inquiry_title, by)
        made.extend([found] if new else [])
        return found

    with step("Loading") as shown:
        done = import_polis(checked=checked, inquiry=inquiry, title=title, language=language, by=by, progress=shown)
    for row in made:
        click.echo(f"  Made the inquiry “{row}” at {row.get_absolute_url()}")
    return done


def _inquiry(title: str, by: Actor) -> tuple[Inquiry, bool]:
    """Return the inquiry of that title or address, making it where there is none, and whether it is new."""
    from django.utils.text import slugify

    from pshub.inquiries.actions import create_inquiry
    from pshub.inquiries.models import Inquiry

    found = list(Inquiry.objects.filter(title=title)[:2]) or list(Inquiry.objects.filter(slug=title)[:2])
    if len(found) > 1:
        raise click.ClickException(
            f"there are several inquiries called “{title}”: give the address of one, as in /inquiries/ADDRESS/"
        )
    if found:
        return found[0], False
    base = slugify(title)[:100] or "inquiry"
    taken = set(Inquiry.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug = next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)
    return create_inquiry(title=title, slug=slug, question=title, by=by), True


def _report(checked: CheckedExport) -> None:
    for problem in checked.problems[:PROBLEMS_SHOWN]:
        click.echo(f"  Not taken: {problem}", err=True)
    if len(checked.problems) > PROBLEMS_SHOWN:
        click.echo(f"  Not taken: {len(checked.problems) - PROBLEMS_SHOWN} rows more", err=True)
    for notice in checked.notices:
        click.echo(f"  Note: {notice}")


def _say(done: Imported) -> None:
    if not done.changed:
        click.echo(f"“{done.conversation}” was loaded from these files before: nothing was changed.")
    else:
        verb = "Loaded" if done.created else "Updated"
        click.echo(
            f"{verb} “{done.conversation}”: {done.statements} statements, {done.participants} people, "
            f"{done.votes} votes that count."
        )
    click.echo(f"  Conversation  {done.conversation.get_absolute_url()}")


def _results(done: Imported, *, draw: bool, seal: bool, by: Actor) -> None:
    from django.conf import settings

    from pshub.practice.conversations import actions

    conversation = done.conversation
    # A sealed result takes the place of the provisional map, so there is no need to draw both.
    if draw and not seal and (done.changed or not _is_drawn(done)):
        with step("Drawing the map") as shown:
            actions.recompute(conversation=conversation, by=by, progress=shown)
    if seal:
        with step("Sealing the result") as shown:
            finding = actions.close_and_seal(conversation=conversation, by=by, progress=shown)
        if conversation.left_out:
            click.echo(
                f"  Note: the latest votes of {conversation.left_out} people are left out of the public result: they "
                "are fewer than 10 since the last public map."
            )
        click.echo(f"  Evidence      {settings.BASE_URL}{finding.get_absolute_url()}")


def _is_drawn(done: Imported) -> bool:
    from pshub.practice.conversations.querysets import provisional_of

    return provisional_of(done.conversation) is not None


@click.command("polis")
@click.argument("name", metavar="CONVERSATION")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--replace", is_flag=True, help="Replace files that are already in DIR.")
@data_option
def export_command(name: str, folder: Path, replace: bool, data: Path | None) -> None:
    """Write a CONVERSATION (its address, title or number) to the folder DIR in the format of a Polis export.

    The files are exact and restricted: they say how each person voted. What was imported comes back as it came.
    """
    open_hub(data)
    from pshub.people.actors import Actor
    from pshub.practice.conversations import actions
    from pshub.practice.conversations.errors import ConversationError
    from pshub.practice.conversations.querysets import conversation_named

    conversation = conversation_named(name)
    if conversation is None:
        raise click.ClickException(
            f"there is no conversation {name!r}: give its address, as in /conversations/ADDRESS/"
        )
    try:
        files = actions.export_polis(conversation=conversation, by=Actor.system("pshub export polis"))
    except ConversationError as refused:
        raise click.ClickException(str(refused)) from None
    there = sorted(file for file in files if (folder / file).exists())
    if there and not replace:
        raise click.ClickException(f"{folder} holds {', '.join(there)} already: use --replace, or name another folder")
    _write(folder, files)
    click.echo(f"Wrote {', '.join(files)} to {folder}. They say how each person voted: keep them restricted.")


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Write all files beside their places first, so that a full disk leaves no half export."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as draft:
            for file, content in files.items():
                (Path(draft) / file).write_bytes(content)
            for file in files:
                shutil.move(Path(draft) / file, folder / file)
    except OSError as problem:
        raise click.ClickException(f"cannot write to {folder}: {problem.strerror or problem}") from None
