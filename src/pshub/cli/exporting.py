"""``pshub export``: take data out of a hub. Each format is a subcommand, loaded when it is used."""

from __future__ import annotations

from pshub.cli.sources import SourceGroup, Subcommand

#: To add an exporter, write its command in a module of its own and name it here.
EXPORTERS: dict[str, Subcommand] = {
    "polis": Subcommand("pshub.cli.polis", "export_command", "A conversation, in the format of a Polis export."),
    "package": Subcommand("pshub.cli.packages", "package_command", "Everything about one finding, as one ZIP."),
}

command = SourceGroup("export", EXPORTERS, help="Take data out of a hub. What is exact is restricted, and says so.")
