"""``pshub import``: bring data into a hub. Each kind of source is a subcommand, loaded when it is used."""

from __future__ import annotations

from pshub.cli.sources import SourceGroup, Subcommand

#: To add an importer, write its command in a module of its own and name it here.
IMPORTERS: dict[str, Subcommand] = {
    "polis": Subcommand("pshub.cli.polis", "import_command", "A conversation held on Polis, from its export folder."),
}

command = SourceGroup(
    "import",
    IMPORTERS,
    help="Bring data into a hub. Everything is checked before anything is written, and a second run is safe.",
)
