"""交接: the sheets, one of them item by item, accepting and objecting."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import reading, transaction
from crm.desk.handover import queries, service
from crm.desk.handover.forms import ObjectionForm, WithdrawalForm
from crm.desk.handover.items import read_things
from crm.desk.handover.queries import DONE, OPEN
from crm.desk.handover.sheet_page import by_enterprise, keys_of, parse_key
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page
from crm.web.paging import asked_choice, asked_page, asked_text


@requires(Role.STEWARD, Role.MANAGER)
def handovers() -> ResponseReturnValue:
    """Sheets with something to accept, or those that are over."""
    page, which = asked_page(), asked_choice("list", (OPEN, DONE), OPEN)
    with reading() as session:
        lines, total = queries.sheets(session, queries.sheets_of(me()), which, offset=page.offset, limit=page.size)
    return render_template("desk/handovers.html", lines=lines, which=which, paging=page.of(total), on=clock.today())


@requires(Role.STEWARD, Role.MANAGER)
def handover(handover_id: int) -> ResponseReturnValue:
    """One sheet, of the enterprises one sees."""
    with reading() as session:
        sheet = queries.sheet(session, handover_id, queries.sheets_of(me()))
        rows = queries.items_of(session, handover_id, scope())
        things = read_things(session, keys_of(rows))
        why = queries.withdrawn_why(session, handover_id) if sheet.withdrawn_on else None
    return render_template(
        "desk/handover.html",
        sheet=sheet,
        enterprises=by_enterprise(rows, things, sheet.receiver),
        is_mine=sheet.receiver_id == me().id and not sheet.withdrawn_on,
        withdrawn_why=why,
        may_withdraw=me().has(Role.MANAGER) and not (sheet.accepted or sheet.withdrawn_on),
        on=clock.today(),
    )


@requires(Role.STEWARD)
def accept_items(handover_id: int) -> ResponseReturnValue:
    """Take over what was ticked."""
    keys = {parse_key(text) for text in request.form.getlist("item")}
    with transaction() as session:
        queries.sheet(session, handover_id, queries.sheets_of(me()))
        count = service.accept(session, handover_id, keys, by=me().id, on=clock.today(), at=clock.now())
    flash(_("已接收 %(count)s 项。", count=count), "saved")
    return redirect(url_for("desk.handover", handover_id=handover_id))


@requires(Role.STEWARD)
def object_to_item(handover_id: int) -> ResponseReturnValue:
    """Say why an item is not taken over as it stands."""
    with reading() as session:
        sheet = queries.sheet(session, handover_id, queries.sheets_of(me()))
    page = form_page("desk/objection.html", ObjectionForm(data={"item": asked_text("item")}), sheet=sheet)
    if not page.is_submitted():
        return page.show()
    form = page.form
    with transaction() as session:
        service.object_to(
            session,
            handover_id,
            parse_key(form.item.data),
            remark=form.remark.data,
            by=me().id,
            on=clock.today(),
            at=clock.now(),
        )
    flash(_("异议已记下，主管会收到通知；弄清后再接收这一项。"), "saved")
    return redirect(url_for("desk.handover", handover_id=handover_id))


@requires(Role.MANAGER)
def withdraw_handover(handover_id: int) -> ResponseReturnValue:
    """Take a sheet back of which nothing is taken over yet."""
    with reading() as session:
        sheet = queries.sheet(session, handover_id, queries.sheets_of(me()))
    back = url_for("desk.handover", handover_id=handover_id)
    page = form_page("desk/withdraw_handover.html", WithdrawalForm(), sheet=sheet, back=back)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        count = service.withdraw(
            session, handover_id, why=page.form.why.data or "", by=me().id, on=clock.today(), at=clock.now()
        )
    flash(_("交接单已撤回，%(count)s 家企业回到 %(name)s。", count=count, name=sheet.giver), "saved")
    return redirect(back)
