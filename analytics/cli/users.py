"""Who may log in to a dashboard that others reach: added, listed, removed."""

import getpass
import sys
from typing import Annotated

import typer

from analytics.cli.speech import help_text as _help
from analytics.cli.speech import out
from analytics.model.errors import SettingsError

users = typer.Typer(help=_help("users"), no_args_is_help=True, rich_markup_mode=None)


@users.command("add", help=_help("users_add"))
def add(
    name: Annotated[str, typer.Argument(help=_help("user_name"))],
    role: Annotated[str, typer.Option("--role", help=_help("user_role"))],
) -> None:
    """Ask for a password and keep its hash."""
    from analytics.store.users import set_user, users_file

    file = users_file()
    set_user(file, name, role, _password())
    out("user_added", name=name, role=role, file=file)


@users.command("list", help=_help("users_list"))
def list_() -> None:
    """Print names and roles, never hashes."""
    from analytics.store.users import read_users, users_file

    for user in sorted(read_users(users_file()).values(), key=lambda one: one.name):
        print(f"{user.name}\t{user.role}")


@users.command("remove", help=_help("users_remove"))
def remove(name: Annotated[str, typer.Argument(help=_help("user_name"))]) -> None:
    """Take a user off; sessions that run end within a minute."""
    from analytics.store.users import remove_user, users_file

    remove_user(users_file(), name)
    out("user_removed", name=name)


def _password() -> str:
    """Ask twice at a terminal; else read the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("password: ")
    if getpass.getpass("again: ") != first:
        raise SettingsError("user_password_differs")
    return first
