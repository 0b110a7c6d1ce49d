"""`flask import`: previews a register on the command line and, when asked to, writes it."""

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from crm import clock
from crm.config.settings import Settings
from crm.db import reading, transaction
from crm.errors import CrmError
from crm.imports.batches import life as batches
from crm.imports.batches import service
from crm.imports.batches.options import Options, idempotency_key
from crm.imports.batches.queries import applied_as, left_off
from crm.imports.batches.service import ImportResult
from crm.imports.batches.store import BatchStore
from crm.imports.batches.writing_cli import is_long, write_in_parts
from crm.imports.outcome.report import counts, report
from crm.imports.record.early_codes_cli import read_with_early_codes
from crm.imports.sheets.staged import StagedRegister
from crm.imports.sheets.unnamed_units import name_unnamed_units
from crm.imports.tables.choices import NO_MAPS
from crm.imports.tables.layout import LISTS, SheetKind
from crm.imports.workbook.child import read_apart
from crm.imports.workbook.refusals import Refusal
from crm.people.models import UserState
from crm.people.queries import find
from crm.rules.reading.ladder import load_ladder
from crm.web.wiring import sentence


def read_sheets(_context: click.Context, _parameter: click.Parameter, text: str) -> tuple[str, ...]:
    """The sheets named in `--complete`, parted by commas of either width."""
    names = tuple(name.strip() for name in text.replace("，", ",").split(",") if name.strip())
    unknown = [name for name in names if name not in LISTS]
    if unknown:
        raise click.BadParameter(_("只能是这些表：%(sheets)s。", sheets="、".join(LISTS)))
    return names


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "write", is_flag=True, help="Write the register; without it, only preview.")
@click.option("--create-stewards", is_flag=True, help="Make unknown steward names candidates without sign-in.")
@click.option("--attest-clean", is_flag=True, help="Record that no listed enterprise is on a list or in an incident.")
@click.option(
    "--accept-leaps", is_flag=True, help="Write amounts that differ a thousandfold from the record as well."
)
@click.option(
    "--complete",
    callback=read_sheets,
    default=SheetKind.TITLES.value,
    show_default=True,
    help="Sheets in which an enterprise that is left out is known to have none.",
)
@click.option("--by", "staff_number", help="Staff number of the person who answers for the import.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the report as JSON.",
)
@with_appcontext
def import_command(
    file: Path,
    write: bool,
    create_stewards: bool,
    attest_clean: bool,
    accept_leaps: bool,
    complete: tuple[str, ...],
    staff_number: str | None,
    report_file: Path | None,
) -> None:
    """Read a register workbook, say what it holds, and write it when asked to."""
    options = Options(create_stewards, attest_clean, complete, accept_leaps)
    try:
        read = partial(read_apart, file, title_terms(current_app.config["SETTINGS"]), NO_MAPS, file.name)
        staged = read_with_early_codes(read)
        told = _apply(file, staged, options, staff_number) if write else _preview(staged)
    except Refusal as refusal:
        raise click.ClickException(word_refusal(CrmError(refusal.code, **refusal.values))) from None
    except CrmError as error:
        raise click.ClickException(word_refusal(error)) from None
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(_word_failure(error)) from error
    if report_file:
        report_file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _word_failure(error: DBAPIError) -> str:
    """A database without our tables was never prepared; one that did not answer in time is only busy."""
    if isinstance(error, ProgrammingError) or "no such" in str(error.orig):
        return str(_("数据库没有准备好，什么也没有写入。请先运行 flask --app crm db upgrade，再重试。"))
    return str(_("数据库暂时没有应答，没有写完。请稍候再次执行同一命令，已写入的不会重复。"))


def title_terms(settings: Settings) -> dict[str, int]:
    """The years a title of each tier lasts, by the policy files."""
    return {tier.id: tier.lasts for tier in load_ladder(settings.policies).tiers if tier.lasts is not None}


def word_refusal(error: CrmError) -> str:
    """The sentence of a refusal."""
    return sentence(error.code, error.values)


def _preview(staged: StagedRegister) -> dict[str, Any]:
    with reading() as session:
        preview = service.preview(session, staged, on=clock.today())
        compared = preview.comparison.counts()
        unknown = [*preview.stewards.unknown, *preview.stewards.ambiguous]
    _say_counts(preview.staged, compared)
    if unknown:
        click.echo(_("系统中没有（或有重名）的管家：%(names)s", names="、".join(unknown)))
    click.echo(_("以上只是预览，没有写入。加 --apply 写入。"))
    return report(preview.staged)


def _apply(file: Path, staged: StagedRegister, options: Options, staff_number: str | None) -> dict[str, Any]:
    settings: Settings = current_app.config["SETTINGS"]
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    with reading() as session:
        by = _person(session, staff_number)
        if applied_as(session, idempotency_key(digest, staged.signature(), options)):
            click.echo(_("这个文件已按同样的选项导入过，这次没有写入任何内容。"))
            return report(service.preview(session, staged, on=clock.today()).staged)
        found = service.preview(session, staged, on=clock.today())
        batches.refuse_unnamed_units(name_unnamed_units(found.staged.findings))
    if is_long(staged):
        written = _write_long(ArrivedFile(file.name, digest, len(content)), staged, options, by=by)
    else:
        with transaction() as session:
            batch = batches.receive(session, file.name, digest, len(content), by=by, at=clock.now())
            on, at, key = clock.today(), clock.now(), settings.field_key
            written = service.apply(session, batch, staged, options, by=by, on=on, at=at, field_key=key)
    _say_counts(written.staged, written.counts["sheets"])
    told = {name: written.counts[name] for name in ("assigned", "queued", "visits", "held")}
    click.echo(
        _("已写入：分派 %(assigned)s 家，待分派 %(queued)s 家，走访 %(visits)s 条，搁置 %(held)s 条。", **told)
    )
    return report(written.staged)


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A workbook by its name, the hash of its content and its size in bytes."""

    name: str
    digest: str
    size: int


def _write_long(file: ArrivedFile, staged: StagedRegister, options: Options, *, by: int | None) -> ImportResult:
    """Write a long register in parts, from where the same command was interrupted if it was."""
    with transaction() as session:
        batch = left_off(session, file.digest, options.as_json())
        if batch is None:
            batch = batches.receive(session, file.name, file.digest, file.size, by=by, at=clock.now())
        batches.take_over(session, batch, options, by=by, at=clock.now())
    store = BatchStore.of(current_app.config["SETTINGS"], batch.id)
    with store.at_work() as ours:
        if not ours:
            raise CrmError("import_not_open", name=file.name)
        store.keep_staged(staged)
        try:
            written = write_in_parts(batch.id, staged, by=by)
        except OperationalError as error:
            raise CrmError("import_waits", name=file.name) from error
        store.keep_findings(written.staged)
        store.drop_rows()
    return written


def _person(session: Any, staff_number: str | None) -> int | None:
    if staff_number is None:
        return None
    user = find(session, staff_number)
    if user is None or user.state is not UserState.ACTIVE:
        raise CrmError("import_person_unknown", number=staff_number)
    return user.id


def _say_counts(staged: StagedRegister, compared: dict[str, dict[str, int]]) -> None:
    names = {"accepted": _("接收"), "rejected": _("未接收"), "repaired": _("改正"), "merged": _("合并")}
    names |= {"new": _("新增"), "changed": _("变更"), "same": _("相同")}
    for sheet, numbers in counts(staged).items():
        every = {**numbers, **compared[sheet]}
        click.echo(f"{sheet}：" + "，".join(f"{names[name]} {number}" for name, number in every.items()))
