"""称号义务: the list with its file, and what is done about one duty."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.policies import library
from crm.config.service_rules import service_rules
from crm.cultivation.duties import service
from crm.cultivation.duties.forms import ChangeForm, FulfilForm, SetAsideForm
from crm.cultivation.duties.models import ChangeKind
from crm.cultivation.duties.page import name_duty, word_duty
from crm.cultivation.titles.ending import REVIEWED
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.desk.duties import queries
from crm.desk.duties.queries import DutyFilter
from crm.enterprises import queries as enterprises
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.signing.exports import record_export
from crm.web.downloads.answer import file_answer
from crm.web.downloads.asking import MOST_ROWS, file_links, filters_to_record
from crm.web.fields import DeskForm
from crm.web.pages import FormPage, form_page
from crm.web.paging import asked_choice, asked_number, asked_page, asked_text, refuse_unread
from crm.web.words import DUTIES, DUTY_STATES, SHORT_TIERS, word

_TIERS = tuple(tier.value for tier in REVIEWED)


@requires(Role.STEWARD, Role.MANAGER)
def duties() -> ResponseReturnValue:
    """What is due, the first first."""
    on, page, wanted = clock.today(), asked_page(), _asked()
    with reading() as session:
        rows = queries.list_duties(session, scope(), wanted, offset=page.offset, limit=page.size)
        total = queries.count_duties(session, scope(), wanted)
        stewards = people.active_with(session, Role.STEWARD) if me().has(Role.MANAGER) else ()
    return render_template(
        "desk/duties.html",
        rows=[(row, word_duty(row, on, row.tier.value)) for row in rows],
        paging=page.of(total),
        filters=_filters(stewards),
        text=wanted.text,
        export_urls=file_links("desk.export_duties"),
    )


@requires(Role.STEWARD, Role.MANAGER)
def export_duties(kind: str) -> ResponseReturnValue:
    """The list as a file, all its pages; that it was taken is recorded."""
    on, wanted = clock.today(), _asked()
    with reading() as session:
        rows = queries.list_duties(session, scope(), wanted, limit=MOST_ROWS)
        total = queries.count_duties(session, scope(), wanted)
    refuse_unread()
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        filters = filters_to_record()
        record_export(session, me().id, "duties", kind, len(rows), total=total, filters=filters, at=clock.now())
    heads = [_("企业名称"), _("称号"), _("义务"), _("截止"), _("状态"), _("逾期后果"), _("街道"), _("管家")]
    return file_answer(
        kind, "duties", _("称号义务-%(day)s", day=on.isoformat()), heads, [_cells(row, on) for row in rows]
    )


@requires(Role.STEWARD, Role.MANAGER)
def fulfil_duty(enterprise_id: int, duty_id: int) -> ResponseReturnValue:
    """The update was made or the change reported."""
    form = FulfilForm()
    page = _page("desk/fulfil_duty.html", form, enterprise_id, duty_id)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        duty = service.duty_of(session, enterprise_id, duty_id)
        service.fulfil(
            session, enterprise_id, duty, form.done_on.data, why=str(form.why.data), by=me().id, on=clock.today()
        )
    flash(_("已登记完成。"), "saved")
    return redirect(_back(enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def set_aside_duty(enterprise_id: int, duty_id: int) -> ResponseReturnValue:
    """The change was none that has to be reported."""
    form = SetAsideForm()
    page = _page("desk/set_aside_duty.html", form, enterprise_id, duty_id)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        duty = service.duty_of(session, enterprise_id, duty_id)
        service.set_aside(session, duty, why=str(form.why.data), by=me().id, on=clock.today())
    flash(_("已注明无需办理，理由仍保留。"), "saved")
    return redirect(_back(enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def announce_change(enterprise_id: int) -> ResponseReturnValue:
    """A merger, a move or the like happened, and has to be reported."""
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
    form = ChangeForm()
    months = library().ladder.change_report_months
    page = form_page(
        "desk/announce_change.html", form, enterprise=enterprise, months=months, back=_back(enterprise_id)
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        number = service.announce_change(
            session,
            enterprise_id,
            ChangeKind(form.kind.data),
            form.happened_on.data,
            ladder=library().ladder,
            by=me().id,
            on=clock.today(),
        )
    flash(_("已登记，%(count)s 个称号须报告这项变化。", count=number), "saved")
    return redirect(_back(enterprise_id))


def _page(template: str, form: DeskForm, enterprise_id: int, duty_id: int) -> FormPage:
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        duty = service.duty_of(session, enterprise_id, duty_id)
    words = word_duty(duty, clock.today())
    return form_page(template, form, enterprise=enterprise, duty=words, back=_back(enterprise_id))


def _back(enterprise_id: int) -> str:
    return url_for("cultivation.titles", enterprise_id=enterprise_id)


def _asked() -> DutyFilter:
    return DutyFilter(
        state=asked_choice("state", queries.STATES, "waiting"),
        kind=asked_choice("duty", queries.KINDS),
        tier=asked_choice("tier", _TIERS),
        street=asked_choice("street", service_rules().streets),
        steward_id=asked_number("steward", 0),
        text=asked_text("q"),
    )


def _filters(stewards: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": "state", "label": _("状态"), "choices": list(DUTY_STATES.items()), "every": DUTY_STATES["waiting"]},
        {"name": "duty", "label": _("义务"), "choices": list(DUTIES.items())},
        {"name": "tier", "label": _("称号"), "choices": [(tier, SHORT_TIERS[tier]) for tier in _TIERS]},
        {"name": "street", "label": _("街道"), "choices": [(one, one) for one in service_rules().streets]},
    ]
    if stewards:
        named = [(user.id, user.name) for user in stewards]
        found.append({"name": "steward", "label": _("管家"), "choices": named})
    return found


def _cells(row: Any, on: Any) -> list[str]:
    said = word_duty(row, on)
    return [
        row.name,
        word(row.tier, "tier"),
        name_duty(row),
        row.due_on.isoformat(),
        said.state,
        said.meaning,
        row.street or "",
        row.steward or _("未分派"),
    ]
