"""`flask rules`: what new versions of the rules change for whom, before a night judges by them."""

from collections.abc import Iterator

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from sqlalchemy import true

from crm import clock
from crm.config.policies import library, rulebook_texts
from crm.config.service_rules import service_rules
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.pool.columns import read_pool
from crm.cultivation.previews.pending import PendingChange, find_pending_changes
from crm.cultivation.previews.preview import Move
from crm.db import reading
from crm.enterprises import queries as enterprises
from crm.enterprises.facts.columns import IdSpan
from crm.rules.law.problems import RulebookError
from crm.web.words import word

_EVERYBODY = IdSpan(1, 2**63 - 1)

rules_commands = AppGroup("rules", help="The recognition rules: preview what a new version changes.")


@rules_commands.command("preview")
def preview_command() -> None:
    """Say for whom the next night will say otherwise because the rules of this installation are new; write nothing."""
    today = clock.today()
    standards = Standards(library(), rulebook_texts(), service_rules().night.review_months)
    try:
        with reading() as session:
            changes = list(find_pending_changes(session, read_pool(session, _EVERYBODY, today), standards, on=today))
            moved = [move.enterprise_id for one in changes for move in one.moves.moves]
            names = enterprises.names(session, moved, true())
    except RulebookError as error:
        text = _("此前保存的规则读不懂，无法比较：%(where)s：%(why)s", where=error.where, why=error.why)
        raise click.ClickException(text) from error
    for one in changes:
        for line in word_change(one, names):
            click.echo(line)
    if not changes:
        click.echo(_("规则与上次夜间判断所用的相同，没有待生效的变化。"))


def word_change(change: PendingChange, names: dict[int, str]) -> Iterator[str]:
    """The version and its numbers, then everybody whose verdict changes, those who fall first."""
    found = change.moves
    yield _(
        "%(target)s%(purpose)s，%(before)s（%(old)s → %(new)s）：共 %(count)s 家，上升 %(up)s 家，下降 %(down)s 家",
        target=word(change.after.target, "short_tier"),
        purpose=word(change.purpose, "evaluation_purpose"),
        before=change.after.id,
        old=change.before.version,
        new=change.after.version,
        count=found.judged,
        up=found.rising,
        down=len(found.moves) - found.rising,
    )
    texts = {one.id: one.text.zh for book in (change.before, change.after) for one in book.criteria[change.purpose]}
    for move in found.moves:
        yield _word_move(move, names.get(move.enterprise_id, ""), texts)


def _word_move(move: Move, name: str, texts: dict[str, str]) -> str:
    return str(
        _(
            "  %(way)s %(name)s：%(before)s → %(after)s，因为 %(because)s",
            way=_("上升") if move.rises else _("下降"),
            name=name,
            before=word(move.before, "verdict"),
            after=word(move.after, "verdict"),
            because="；".join(texts.get(one, one) for one in move.because),
        )
    )
