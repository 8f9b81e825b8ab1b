"""``pshub account``: the first administrator, and whoever else is made from the command line."""

from __future__ import annotations

from pathlib import Path

import click

from pshub.cli.hub import data_option, open_hub

ROLES = ("facilitator", "analyst", "editor", "administrator")


@click.group("account")
def command() -> None:
    """Make accounts and give them roles."""


@command.command("create")
@click.argument("email")
@data_option
@click.option("--name", default="", help="Name to show.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="Role to give; may be repeated.")
@click.option("--invite", is_flag=True, help="Send a link to choose a password instead of asking for one here.")
def create(email: str, data: Path | None, name: str, roles: tuple[str, ...], invite: bool) -> None:
    """Make an account for EMAIL."""
    open_hub(data)
    from pshub.people.actions import PeopleError, create_account
    from pshub.people.actors import Actor

    password = None if invite else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        user = create_account(
            email=email, name=name, password=password, roles=roles, by=Actor.system("pshub account create")
        )
    except PeopleError as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"Made an account for {user.email}.")


@command.command("give")
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@data_option
def give(email: str, role: str, data: Path | None) -> None:
    """Give the account of EMAIL a ROLE."""
    open_hub(data)
    from pshub.people.actions import give_role
    from pshub.people.actors import Actor
    from pshub.people.models import User

    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise click.ClickException(f"there is no account for {email}: make one with “pshub account create {email}”")
    give_role(user=user, role=role, by=Actor.system("pshub account give"))
    click.echo(f"{user.email} now has the role {role}.")
