"""推荐函 of one application, to be printed, and 汇总表 of a window as a workbook."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.cultivation.applications import queries as applications
from crm.cultivation.windows.conditions import find_window, window_of
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.desk.applications import queries
from crm.desk.applications.page import about_words, word_judgements
from crm.desk.applications.standards import announced_ladder
from crm.enterprises import queries as enterprises
from crm.errors import CrmError
from crm.money import wan_to_type
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.signing.exports import record_export
from crm.web.downloads.answer import file_answer
from crm.web.paging import refuse_unread
from crm.web.words import word


@requires(Role.STEWARD, Role.MANAGER)
def recommendation_letter(application_id: int) -> ResponseReturnValue:
    """The letter by which the district recommends, on one sheet of paper; there is none before."""
    with reading() as session:
        shown = applications.get_application(session, application_id, scope())
        enterprise = enterprises.get(session, shown.enterprise_id, scope())
        kept = applications.judgements_of(session, application_id)
        window = window_of(announced_ladder(session), shown.window_id)
    if shown.letter is None or not kept:
        raise CrmError("not_found")
    return render_template(
        "desk/applications/letter.html",
        application=shown,
        enterprise=enterprise,
        about=about_words(shown.target.value, shown.purpose.value),
        window=window.text.zh if window else "",
        judgement=word_judgements(kept)[0],
        back=url_for("desk.application", application_id=application_id),
    )


@requires(Role.MANAGER)
def export_summary(window_id: str) -> ResponseReturnValue:
    """Whom the district recommended in a window, with the figures that were judged; that it was taken is recorded."""
    with reading() as session:
        window = find_window(announced_ladder(session), window_id)
        rows = queries.recommended_in(session, scope(), window_id)
    refuse_unread()
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        record_export(session, me().id, "summary", "xlsx", len(rows), filters={"window": window_id}, at=clock.now())
    heads = [
        _("序号"),
        _("企业名称"),
        _("统一社会信用代码"),
        _("街道"),
        _("行业"),
        _("主导产品"),
        _("上年度营业收入（万元）"),
        _("上年度研发费用（万元）"),
        _("提交时判断"),
        _("推荐函"),
        _("推荐日期"),
    ]
    name = _("%(window)s汇总表", window=window.text.zh)
    return file_answer("xlsx", "summary", name, heads, [_cells(place, row) for place, row in enumerate(rows, 1)])


def _cells(place: int, row: Any) -> list[str]:
    figures = {one["year"]: one for one in row.facts.get("figures") or ()}.get(row.as_of.year - 1, {})
    amounts = [figures.get(name) for name in ("revenue", "rd_expense")]
    return [
        str(place),
        row.name,
        row.credit_code,
        row.street or "",
        row.industry or "",
        row.main_product or "",
        *("" if amount is None else wan_to_type(amount) for amount in amounts),
        word(row.verdict, "verdict"),
        row.letter or "",
        row.recommended_on.isoformat() if row.recommended_on else "",
    ]
