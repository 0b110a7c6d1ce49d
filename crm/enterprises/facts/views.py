"""Pages of the one-valued facts and judgements: three states, who said so, when, and on what it rests."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from crm import clock
from crm.attachments.queries import counts_of
from crm.db import reading, transaction
from crm.enterprises import queries
from crm.enterprises.facts import queries as fact_queries
from crm.enterprises.facts.forms import fact_form, fact_value
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import EnterpriseFact, FactAttachment, Grade
from crm.enterprises.facts.service import record_fact
from crm.enterprises.facts.values import field_of, read_value, show_value, single_facts
from crm.enterprises.heading import HistoryLine, HistoryStep, heading, writers
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.rules.law.catalogue import FactKind, Field
from crm.web.pages import form_page
from crm.web.words import word

GROUPS = {
    "product": _l("产品与产业链"),
    "market": _l("市场"),
    "innovation": _l("创新"),
    "quality": _l("质量与数字化"),
    "compliance": _l("合规"),
}


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact as it stands; `state` is known or unknown, `value` its words."""

    id: str
    label: str
    is_judgement: bool
    is_known: bool
    value: str
    since: date | None
    who: str | None
    grade: str | None
    evidence: str | None


@requires(Role.STEWARD, Role.MANAGER)
def facts(enterprise_id: int) -> ResponseReturnValue:
    """Every fact of the catalogue, by group; what nobody recorded is unknown."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        current = fact_queries.current_facts(session, enterprise_id)
        names = writers(session, list(current.values()), "recorded_by")
    groups = [
        (title, [_line(field, current.get(field.id), names) for field in single_facts() if field.group == group])
        for group, title in GROUPS.items()
    ]
    known = sum(one.is_known for _title, lines in groups for one in lines)
    return render_template("enterprises/facts.html", head=head, groups=groups, known=known, total=len(single_facts()))


@requires(Role.STEWARD, Role.MANAGER)
def edit_fact(enterprise_id: int, fact: str) -> ResponseReturnValue:
    """Say what a fact is, with evidence; what is known now and was known before stands beside the form."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        field = field_of(fact)
        rows = fact_queries.fact_history(session, enterprise_id, fact)
        names = writers(session, rows, "recorded_by")
        files = counts_of(session, FactAttachment, "fact_id", [row.id for row in rows if row.replaced_on is None])
    now = next((row for row in rows if row.replaced_on is None), None)
    form = fact_form(field, read_value(now.value) if now else None)
    page = form_page(
        "enterprises/edit_fact.html",
        form,
        head=head,
        field=field,
        now=now.id if now else 0,
        line=_line(field, now, names),
        files=sum(files.values()),
        history=_history(rows, names),
        is_judgement=field.kind is FactKind.JUDGEMENT,
        unit="%" if field.kind is FactKind.RATIO else None,
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        _recorded(session, enterprise_id, field, form)
    flash(_("已保存“%(label)s”。", label=field.zh), "saved")
    return redirect(url_for("enterprises.facts", enterprise_id=enterprise_id))


def _recorded(session: Session, enterprise_id: int, field: Field, form: Any) -> None:
    queries.get(session, enterprise_id, scope())
    evidence = Evidence(form.source.data, Grade(form.grade.data))
    record_fact(
        session,
        enterprise_id,
        field.id,
        fact_value(field, form),
        evidence,
        by=me().id,
        on=clock.today(),
        from_date=form.from_date.data,
        seen=form.version.data or 0,
    )


def _line(field: Field, row: EnterpriseFact | None, names: dict[int | None, str]) -> FactLine:
    is_judgement = field.kind is FactKind.JUDGEMENT
    if row is None:
        return FactLine(field.id, field.zh, is_judgement, False, "", None, None, None, None)
    is_known = read_value(row.value) is not None
    return FactLine(
        field.id,
        field.zh,
        is_judgement,
        is_known,
        show_value(field.id, row.value),
        row.from_date,
        names[row.recorded_by],
        row.grade,
        row.evidence,
    )


def _history(rows: Any, names: dict[int | None, str]) -> list[HistoryLine]:
    """Each answer beside the one it replaced."""
    before = [*(show_value(row.fact, row.value) for row in rows[1:]), None]
    return [
        HistoryLine(
            row.recorded_on,
            names[row.recorded_by],
            None,
            row.evidence,
            [HistoryStep(_("自 %(day)s 起", day=row.from_date), old, _answer(row))],
        )
        for row, old in zip(rows, before, strict=False)
    ]


def _answer(row: EnterpriseFact) -> str:
    return str(_("%(value)s（%(grade)s）", value=show_value(row.fact, row.value), grade=word(row.grade, "grade")))
