"""`flask audit`: verify the chain, and print its head to be kept elsewhere."""

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from crm.audit import service
from crm.audit.heads import Head, Heads
from crm.db import reading, transaction

audit_commands = AppGroup("audit", help="The audit chain: verify it, print its head.")


@audit_commands.command("verify")
@click.option("--head", "expected", metavar="NUMBER:CODE", help="A head kept earlier; shows a cut tail as well.")
def verify(expected: str | None) -> None:
    """Walk the whole chain and name the first row that does not hold; exit status 1 when there is one."""
    outside = Heads.of(current_app.config["SETTINGS"]).read_all()
    with reading() as session:
        number, code, broken = service.verify(session, key=current_app.config["SETTINGS"].audit_key)
        kept = service.holds_head(session, expected) if expected else True
        lost = service.missing_head(session, outside)
    if broken:
        raise click.ClickException(_("审计链在第 %(id)s 行断开：%(why)s", id=broken.id, why=broken.why))
    if not kept:
        raise click.ClickException(_("审计链缺少此前留存的末行 %(head)s，末尾可能被截断。", head=expected))
    if lost:
        text = _("库外留存的末行 %(head)s 不在审计链中：末尾被截断、整表被清空，或库是从备份恢复的。", head=lost)
        raise click.ClickException(text)
    click.echo(_("审计链完整，共 %(count)s 行，末行 %(count)s:%(code)s", count=number, code=code))


@audit_commands.command("accept")
def accept() -> None:
    """After a restore: go on from the present head, and leave a row that says so."""
    with transaction() as session:
        number, code = service.head(session)
        service.record(session, None, "audit.accepted", "audit", number=number)
    with reading() as session:
        number, code = service.head(session)
    Heads.of(current_app.config["SETTINGS"]).accept(Head(number, code))
    click.echo(f"{number}:{code}")


@audit_commands.command("head")
def head() -> None:
    """Print number and code of the newest row, to be kept outside the database."""
    with reading() as session:
        number, code = service.head(session)
    click.echo(f"{number}:{code}")
