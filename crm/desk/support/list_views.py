"""服务包: all promises of the enterprises one sees, and the same as a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import BRIEF_PATIENCE_MS, Session, reading, transaction
from crm.desk.support import queries
from crm.desk.support.queries import PromiseFilter
from crm.desk.support.team_page import state_words
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.departments.queries import all_departments
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.signing.exports import record_export
from crm.web.downloads.answer import file_answer
from crm.web.downloads.asking import MOST_ROWS, file_links, filters_to_record
from crm.web.paging import asked_choice, asked_number, asked_page, asked_text, refuse_unread
from crm.web.words import PROMISE_STATES, PURPOSES, word

_LATEST_YEAR = 2100


@requires(Role.STEWARD, Role.MANAGER)
def service_plans() -> ResponseReturnValue:
    """What is promised, the first due first."""
    on, page, wanted = clock.today(), asked_page(), _asked()
    with reading() as session:
        rows, total = queries.list_promises(session, scope(), wanted, on=on, offset=page.offset, limit=page.size)
        filters = _filters(session, on)
    return render_template(
        "desk/service_plans.html",
        rows=[(row, *state_words(row.state, row.due_on, on)) for row in rows],
        paging=page.of(total),
        filters=filters,
        export_urls=file_links("desk.export_service_plans"),
    )


@requires(Role.STEWARD, Role.MANAGER)
def export_service_plans(kind: str) -> ResponseReturnValue:
    """The list as a file, all its pages; that it was taken is recorded."""
    on, wanted = clock.today(), _asked()
    with reading() as session:
        rows, total = queries.list_promises(session, scope(), wanted, on=on, limit=MOST_ROWS)
    refuse_unread()
    asked = filters_to_record()
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        record_export(session, me().id, "service_plans", kind, len(rows), total=total, filters=asked, at=clock.now())
    heads = [
        _("企业名称"),
        _("年度"),
        _("方面"),
        _("承诺"),
        _("承诺单位"),
        _("期限"),
        _("状态"),
        _("街道"),
        _("管家"),
    ]
    name = _("服务包-%(day)s", day=on.isoformat())
    return file_answer(kind, "service-plans", name, heads, [_cells(row, on) for row in rows])


def _asked() -> PromiseFilter:
    return PromiseFilter(
        state=asked_choice("state", queries.STATES, "promised"),
        aspect=asked_choice("aspect", PURPOSES),
        department_id=asked_number("department", 0),
        year=asked_number("year", 0, highest=_LATEST_YEAR),
        street=asked_choice("street", service_rules().streets),
        steward_id=asked_number("steward", 0),
        text=asked_text("q"),
    )


def _filters(session: Session, on: date) -> Sequence[dict[str, Any]]:
    named = [(each.id, each.name) for each in people.active_with(session, Role.STEWARD)]
    states = {**PROMISE_STATES, "overdue": _("已逾期"), "every": _("全部")}
    every = [
        {
            "name": "state",
            "label": _("状态"),
            "choices": [(state, states[state]) for state in queries.STATES],
            "every": states["promised"],
        },
        {"name": "aspect", "label": _("方面"), "choices": list(PURPOSES.items())},
        {
            "name": "department",
            "label": _("承诺单位"),
            "choices": [(each.id, each.name) for each in all_departments(session)],
        },
        {
            "name": "year",
            "label": _("年度"),
            "choices": [(year, str(year)) for year in range(on.year - 2, on.year + 2)],
        },
        {"name": "street", "label": _("街道"), "choices": [(one, one) for one in service_rules().streets]},
    ]
    return [*every, {"name": "steward", "label": _("管家"), "choices": named}] if me().has(Role.MANAGER) else every


def _cells(row: Any, on: date) -> list[str]:
    state, _tone = state_words(row.state, row.due_on, on)
    return [
        row.name,
        str(row.year),
        word(row.aspect, "purpose"),
        row.text,
        row.department or _("管家"),
        row.due_on.isoformat(),
        state,
        row.street or "",
        row.steward or _("未分派"),
    ]
