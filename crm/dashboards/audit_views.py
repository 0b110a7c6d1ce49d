"""The auditor's pages: the trail, and whether its chain holds."""

from datetime import timedelta
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.audit import service as audit
from crm.audit.heads import Heads
from crm.config.service_rules import service_rules
from crm.dashboards import audit_queries
from crm.dashboards.audit_queries import TrailFilter, TrailLine
from crm.dashboards.audit_words import sentence, word_action
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.signing.limits import refuse_too_often
from crm.web.downloads.answer import file_answer
from crm.web.fields import LATEST
from crm.web.paging import asked_choice, asked_day, asked_number, asked_page, asked_text, refuse_unread
from crm.web.words import moment

_MOST_ROWS = 10_000
_EXPORTED = "audit.exported"
NO_DAY = LATEST


@requires(Role.AUDITOR)
def trail() -> ResponseReturnValue:
    """Who did what, newest first."""
    page = asked_page()
    with reading() as session:
        actions, actors = audit_queries.actions(session), audit_queries.actors(session)
        lines, total = audit_queries.trail(session, _asked(actions), offset=page.offset, limit=page.size)
    filters = [
        {"name": "action", "label": _("动作"), "choices": [(action, word_action(action)) for action in actions]},
        {"name": "actor", "label": _("人员"), "choices": actors},
    ]
    return render_template(
        "dashboards/audit.html",
        lines=[(line, sentence(line)) for line in lines],
        page=page.of(total),
        filters=filters,
        export_url=url_for("dashboards.export_trail", **_shown_filters()),
    )


@requires(Role.AUDITOR)
def export_trail() -> ResponseReturnValue:
    """What is on the screen, all its pages, as a file; that it was taken is itself an act of the trail."""
    with reading() as session:
        lines, total = audit_queries.trail(session, _asked(audit_queries.actions(session)), limit=_MOST_ROWS)
    refuse_unread()
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        refuse_too_often(session, me().id, _EXPORTED, service_rules().limits.exports, at=clock.now())
        audit.record(
            session, me().id, "audit.exported", "audit", rows=len(lines), total=total, filters=_shown_filters()
        )
    heads = [_("序号"), _("时间"), _("人员"), _("动作"), _("说明"), _("对象"), _("校验码")]
    name = _("审计-%(day)s", day=clock.today().isoformat())
    return file_answer("csv", "audit", name, heads, [_cells(line) for line in lines])


def _asked(actions: list[str]) -> TrailFilter:
    first, last = asked_day("from", NO_DAY), asked_day("to", NO_DAY)
    return TrailFilter(
        actor=asked_number("actor", 0),
        action=asked_choice("action", actions),
        what=asked_text("q"),
        since=None if first == NO_DAY else clock.beginning(first),
        before=None if last == NO_DAY else clock.beginning(last + timedelta(days=1)),
    )


def _shown_filters() -> dict[str, Any]:
    return {name: text for name, text in request.args.items() if name != "page"}


def _cells(line: TrailLine) -> list[str]:
    return [
        str(line.id),
        moment(line.at),
        line.who or _("系统"),
        str(word_action(line.action)),
        sentence(line),
        line.object,
        line.mac,
    ]


@requires(Role.AUDITOR)
def verify_trail() -> ResponseReturnValue:
    """Walk the whole chain, say whether it holds, and record that somebody looked."""
    kept = Heads.of(current_app.config["SETTINGS"]).read_all()
    with transaction() as session:
        number, code, broken = audit.verify(session, key=current_app.config["SETTINGS"].audit_key)
        lost = audit.missing_head(session, kept)
        seen = {"rows": number, "broken": broken.id if broken else None, "lost": lost}
        audit.record(session, me().id, "audit.verified", "audit", **seen)
    if lost:
        flash(_("库外留存的末行 %(head)s 不在审计链中，请立即保全数据库并报告。", head=lost[:24]), "error")
    elif broken:
        flash(_("审计链在第 %(id)s 行断开，请立即保全数据库并报告。", id=broken.id), "error")
    else:
        flash(_("审计链完整，共 %(count)s 行，末行校验码 %(code)s。", count=number, code=code[:16]), "saved")
    return redirect(url_for("dashboards.trail"))
