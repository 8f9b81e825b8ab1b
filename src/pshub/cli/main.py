"""The ``pshub`` command. Each subcommand's module is imported only when that subcommand runs."""

from __future__ import annotations

import os
from importlib import import_module
from typing import NamedTuple

import click

# Set before NumPy is loaded: matrices are small here, and threads that wait for each other cost more than they give.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class Subcommand(NamedTuple):
    """Where a subcommand lives (its module holds it as ``command``) and what it does, for ``pshub --help``."""

    module: str
    summary: str


SUBCOMMANDS: dict[str, Subcommand] = {
    "demo": Subcommand("pshub.cli.demo", "Start a hub with sample content on this machine."),
    "serve": Subcommand("pshub.cli.serve", "Serve a hub: the web pages and one worker."),
    "worker": Subcommand("pshub.cli.worker", "Run the worker alone."),
    "opinion": Subcommand("pshub.cli.opinion", "Map the opinions in a votes file; needs no database."),
    "import": Subcommand("pshub.cli.importing", "Bring data into a hub."),
    "export": Subcommand("pshub.cli.exporting", "Take data out of a hub."),
    "verify": Subcommand("pshub.cli.verify", "Recompute findings and say whether they still match."),
    "account": Subcommand("pshub.cli.account", "Make an account, or give one a role."),
    "backup": Subcommand("pshub.cli.backup", "Back up a hub's database and files, or restore them."),
    "doctor": Subcommand("pshub.cli.doctor", "Check this machine and a hub's settings."),
}


class LazyGroup(click.Group):
    """A group that lists its subcommands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table, which follows how a hub is used."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a subcommand and return its ``command``."""
        subcommand = SUBCOMMANDS.get(cmd_name)
        if subcommand is None:
            return None
        command = import_module(subcommand.module).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{subcommand.module}.command is not a click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write names and summaries from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, subcommand.summary) for name, subcommand in SUBCOMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="public-services-hub", prog_name="pshub")
def main() -> None:
    """Run a local research-and-policy hub: from what people say to findings that anyone can recompute."""


if __name__ == "__main__":
    main()
