"""申报台账: the list of applications with its filters, and the same as a file."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.desk.applications import queries
from crm.desk.applications.page import about_words, state_tone
from crm.desk.applications.queries import ApplicationFilter
from crm.desk.applications.standards import announced_ladder
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.signing.exports import record_export
from crm.rules import TARGETS, Purpose
from crm.web.downloads.answer import file_answer
from crm.web.downloads.asking import MOST_ROWS, file_links, filters_to_record
from crm.web.paging import asked_choice, asked_number, asked_page, asked_text, refuse_unread
from crm.web.vocabulary.applications import APPLICATION_STATES
from crm.web.words import PURPOSES_OF_EVALUATION, SHORT_TIERS, word

_PURPOSES = tuple(purpose.value for purpose in Purpose)


@requires(Role.STEWARD, Role.MANAGER)
def applications() -> ResponseReturnValue:
    """Applications one may see, the newest first."""
    page = asked_page()
    with reading() as session:
        windows = _windows(session)
        wanted = _asked(windows)
        rows = queries.list_applications(session, scope(), wanted, offset=page.offset, limit=page.size)
        total = queries.count_applications(session, scope(), wanted)
        stewards = people.active_with(session, Role.STEWARD) if me().has(Role.MANAGER) else ()
    return render_template(
        "desk/applications/list.html",
        rows=[(row, about_words(row.target.value, row.purpose.value), state_tone(row.state)) for row in rows],
        windows=windows,
        paging=page.of(total),
        filters=_filters(stewards, windows),
        text=wanted.text,
        summary_url=_summary_url(wanted.window),
        export_urls=file_links("desk.export_applications"),
    )


@requires(Role.STEWARD, Role.MANAGER)
def export_applications(kind: str) -> ResponseReturnValue:
    """The list as a file, all its pages; that it was taken is recorded."""
    on = clock.today()
    with reading() as session:
        windows = _windows(session)
        wanted = _asked(windows)
        rows = queries.list_applications(session, scope(), wanted, limit=MOST_ROWS)
        total = queries.count_applications(session, scope(), wanted)
    refuse_unread()
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        filters = filters_to_record()
        record_export(session, me().id, "applications", kind, len(rows), total=total, filters=filters, at=clock.now())
    heads = [
        _("编号"),
        _("企业名称"),
        _("统一社会信用代码"),
        _("申报事项"),
        _("窗口"),
        _("状态"),
        _("开始准备"),
        _("提交"),
        _("推荐函"),
        _("办结"),
        _("街道"),
        _("管家"),
    ]
    name = _("申报台账-%(day)s", day=on.isoformat())
    return file_answer(kind, "applications", name, heads, [_cells(row, windows) for row in rows])


def _summary_url(window_id: str) -> str | None:
    """Where the manager takes 汇总表 of the window that is looked at."""
    return url_for("desk.export_summary", window_id=window_id) if window_id and me().has(Role.MANAGER) else None


def _asked(windows: Mapping[str, str]) -> ApplicationFilter:
    return ApplicationFilter(
        state=asked_choice("state", queries.STATES, queries.OPEN),
        target=asked_choice("target", TARGETS),
        purpose=asked_choice("purpose", _PURPOSES),
        window=asked_choice("window", windows),
        street=asked_choice("street", service_rules().streets),
        steward_id=asked_number("steward", 0),
        text=asked_text("q"),
    )


def _windows(session: Session) -> dict[str, str]:
    return {window.id: window.text.zh for window in announced_ladder(session).windows}


def _filters(stewards: Any, windows: Mapping[str, str]) -> list[dict[str, Any]]:
    states = {**APPLICATION_STATES, queries.EVERY: _("全部")}
    filters: list[dict[str, Any]] = [
        {"name": "state", "label": _("状态"), "choices": list(states.items()), "every": _("进行中")},
        {"name": "target", "label": _("称号"), "choices": [(tier, SHORT_TIERS[tier]) for tier in TARGETS]},
        {"name": "purpose", "label": _("事项"), "choices": list(PURPOSES_OF_EVALUATION.items())},
        {"name": "window", "label": _("窗口"), "choices": list(windows.items())},
        {"name": "street", "label": _("街道"), "choices": [(one, one) for one in service_rules().streets]},
    ]
    if stewards:
        named = [(user.id, user.name) for user in stewards]
        filters.append({"name": "steward", "label": _("管家"), "choices": named})
    return filters


def _cells(row: Any, windows: Mapping[str, str]) -> list[str]:
    days = (row.opened_on, row.submitted_on, row.closed_on)
    opened, submitted, closed = (day.isoformat() if day else "" for day in days)
    return [
        row.number,
        row.name,
        row.credit_code,
        about_words(row.target.value, row.purpose.value),
        windows.get(row.window_id or "", ""),
        word(row.state, "application_state"),
        opened,
        submitted,
        row.letter or "",
        closed,
        row.street or "",
        row.steward or _("未分派"),
    ]
