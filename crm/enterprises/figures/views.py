"""Pages of the yearly figures: three years side by side, one year to write down, and what was there before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.enterprises import queries
from crm.enterprises.facts.models import Grade
from crm.enterprises.figures.service import check_year, grade_of, record_figures, show_figure, value_of
from crm.enterprises.forms import EVERY, FiguresForm
from crm.enterprises.heading import HistoryLine, HistoryStep, group_steps, heading, writers
from crm.enterprises.models import AMOUNTS, FigureName, YearlyFigures
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.rules.law.days.dates import last_complete_year
from crm.web.pages import form_page
from crm.web.paging import asked_number
from crm.web.words import FIGURES, word

_YEARS = 3


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One figure of one year."""

    value: int | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure over the years."""

    label: Any
    is_amount: bool
    cells: list[FigureCell]


@requires(Role.STEWARD, Role.MANAGER)
def figures(enterprise_id: int) -> ResponseReturnValue:
    """Three years side by side, the last complete one first unless the URL asks for another."""
    last = asked_number("until", last_complete_year(clock.today()), highest=last_complete_year(clock.today()))
    years = [last - back for back in range(_YEARS)]
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        rows = queries.figures(session, enterprise_id, years)
        known = queries.years_with_figures(session, enterprise_id)
        history = figure_history(session, enterprise_id)
    return render_template(
        "enterprises/figures.html",
        head=head,
        years=years,
        lines=lines(years, rows),
        known=known,
        history=history,
        is_latest=last == last_complete_year(clock.today()),
        stale=stale(years, known),
    )


@requires(Role.STEWARD, Role.MANAGER)
def edit_figures(enterprise_id: int, year: int) -> ResponseReturnValue:
    """Write down or correct one year; what is there now stands beside the form."""
    check_year(year, on=clock.today())
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        row = queries.figures(session, enterprise_id, [year]).get(year)
        history = figure_history(session, enterprise_id, year)
    form = FiguresForm(**{name.value: value_of(row, name) for name in FigureName})
    page = form_page(
        "enterprises/edit_figures.html",
        form,
        head=head,
        year=year,
        now=row.version if row else 0,
        lines=lines([year], {year: row} if row else {}),
        history=history,
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        changed = _recorded(session, enterprise_id, year, form)
        factor = service_rules().figures.unlike_factor
        unlike = queries.unlike_neighbours(session, enterprise_id, year, changed, factor=factor)
    flash(_("已保存 %(count)s 处修改。", count=len(changed)) if changed else _("内容没有变化。"), "saved")
    if unlike:
        named = "、".join(str(FIGURES[name]) for name in unlike)
        flash(_("%(named)s与相邻年度相差 %(factor)s 倍以上，请核对单位。", named=named, factor=factor), "warning")
    return redirect(url_for("enterprises.figures", enterprise_id=enterprise_id))


def stale(years: list[int], known: Sequence[int]) -> str:
    """Said of figures older than the last complete year: they never stand in for it."""
    last = last_complete_year(clock.today())
    older = [str(year) for year in years if year in known and year < last]
    if not older or (last in known and years[0] == last):
        return ""
    return str(_("%(older)s 年是较早年度数据，不代替 %(last)s 年。", older="、".join(older), last=last))


def lines(years: list[int], rows: dict[int, YearlyFigures]) -> list[FigureRow]:
    """Every figure of these years."""
    return [
        FigureRow(
            FIGURES[name],
            name in AMOUNTS,
            [FigureCell(value_of(rows.get(year), name), grade_of(rows.get(year), name)) for year in years],
        )
        for name in FigureName
    ]


def figure_history(session: Session, enterprise_id: int, year: int | None = None) -> list[HistoryLine]:
    """What was changed in the figures, in words."""
    rows = queries.figure_changes(session, enterprise_id, year=year)
    names = writers(session, rows, "changed_by")
    return group_steps(
        (
            (row.changed_on, names[row.changed_by], _("%(year)s 年", year=row.year), row.source),
            HistoryStep(
                FIGURES[row.field],
                show_graded(row.field, row.old, row.old_grade),
                show_graded(row.field, row.new, row.grade),
            ),
        )
        for row in rows
    )


def show_graded(field: FigureName, value: int | None, grade: str | None) -> str | None:
    """A figure with its grade: 703.60 万元（审计）; None when it was not known."""
    if value is None or grade is None:
        return None if value is None else show_figure(field, value)
    return str(_("%(value)s（%(grade)s）", value=show_figure(field, value), grade=word(grade, "grade")))


def _recorded(session: Session, enterprise_id: int, year: int, form: FiguresForm) -> list[FigureName]:
    """Write what was typed; which figures changed."""
    queries.get(session, enterprise_id, scope())
    changed = record_figures(
        session,
        enterprise_id,
        year,
        form.figures(),
        grade=Grade(form.grade.data),
        source=str(form.source.data),
        by=me().id,
        on=clock.today(),
        confirming=form.reach.data == EVERY,
        seen=form.version.data or 0,
    )
    return [change.field for change in changed]
