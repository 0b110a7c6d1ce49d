"""`flask people`: the first administrator, and a new password for somebody locked out."""

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import transaction
from crm.errors import CrmError
from crm.people import queries, service
from crm.people.departments.service import register_named
from crm.people.models import Role

people_commands = AppGroup("people", help="Accounts: add a person, give a one-time password.")


@people_commands.command("add")
@click.argument("staff_number")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="A role to grant; may be given several times.",
)
def add(staff_number: str, name: str, roles: tuple[str, ...]) -> None:
    """Open an account and print its one-time password, which must be changed at the first sign-in."""
    try:
        with transaction() as session:
            user = service.add_user(session, staff_number, name, by=None, on=clock.today())
            for role in roles or (Role.SYSTEM_ADMIN.value,):
                service.grant(session, user, Role(role), by=None, on=clock.today())
            password = service.give_one_time_password(
                session, user, by=None, at=clock.now(), rules=service_rules().sign_in
            )
    except CrmError as error:
        raise click.ClickException(_said(error)) from error
    click.echo(_("账号 %(number)s 已开通，一次性密码：%(password)s", number=user.staff_number, password=password))


@people_commands.command("reset")
@click.argument("staff_number")
def reset(staff_number: str) -> None:
    """Print a new one-time password for an account; its sessions end."""
    with transaction() as session:
        user = queries.find(session, staff_number)
        if user is None:
            raise click.ClickException(_("没有工号为 %(number)s 的账号。", number=staff_number))
        password = service.give_one_time_password(
            session, user, by=None, at=clock.now(), rules=service_rules().sign_in
        )
    click.echo(_("一次性密码：%(password)s", password=password))


@people_commands.command("departments")
def register_departments() -> None:
    """Register the departments that config/service.yaml names; what is there already stays as it is."""
    try:
        with transaction() as session:
            count = register_named(session, service_rules().departments, by=None)
    except CrmError as error:
        raise click.ClickException(_said(error)) from error
    click.echo(_("已登记 %(count)s 个责任单位。", count=count))


def _said(error: CrmError) -> str:
    from crm.site.wordings import WORDINGS  # the edge's words; imported late, because it knows every feature

    return WORDINGS[error.code].say(error.values)
