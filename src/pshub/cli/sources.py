"""A group of commands that lists its subcommands without importing them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

import click


class Subcommand(NamedTuple):
    """Where a subcommand lives, its name there, and what it does, for ``--help``."""

    module: str
    attribute: str
    summary: str


class SourceGroup(click.Group):
    """A group over a table of subcommands."""

    def __init__(self, name: str, table: Mapping[str, Subcommand], *, help: str) -> None:  # noqa: A002 - click's word
        super().__init__(name, help=help)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a subcommand and return it."""
        place = self.table.get(cmd_name)
        if place is None:
            return None
        found = getattr(import_module(place.module), place.attribute)
        if not isinstance(found, click.Command):
            raise TypeError(f"{place.module}.{place.attribute} is not a click command")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write names and summaries from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.summary) for name, place in self.table.items()])
