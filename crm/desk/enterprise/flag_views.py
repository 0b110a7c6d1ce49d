"""An enterprise's flags: what became of each, and what one does about an open one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.cultivation.flags import acts as flag_acts
from crm.cultivation.flags.forms import ActOnForm, DismissForm, SnoozeForm
from crm.cultivation.flags.models import DismissalCause
from crm.cultivation.flags.opened import FLAG_KINDS
from crm.cultivation.flags.story import flag_stories
from crm.cultivation.models import Flag
from crm.db import reading, transaction
from crm.desk.enterprise.flag_page import word_stories
from crm.enterprises import queries as enterprises
from crm.enterprises.models import Enterprise
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.fields import DeskForm
from crm.web.pages import FormPage, form_page
from crm.web.paging import asked_page, sent_numbers


@requires(Role.STEWARD, Role.MANAGER)
def flags(enterprise_id: int) -> ResponseReturnValue:
    """All flags of an enterprise with what happened to them, the open ones first."""
    page = asked_page()
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        stories, total = flag_stories(session, enterprise_id, offset=page.offset, limit=page.size)
    return render_template(
        "desk/flags.html",
        enterprise=enterprise,
        stories=word_stories(stories, enterprise_id, clock.today()),
        paging=page.of(total),
    )


@requires(Role.STEWARD, Role.MANAGER)
def see_flag(enterprise_id: int, flag_id: int) -> ResponseReturnValue:
    """Take the flag from the new ones; it stays open."""
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        flag_acts.see(session, enterprise_id, flag_id, by=me().id, on=clock.today())
    back = request.form.get("back")
    if back == "today" and me().has(Role.STEWARD):
        group = request.form.get("group")
        return redirect(url_for("desk.today", group=group if group in FLAG_KINDS else None))
    return redirect(url_for("desk.flags" if back == "flags" else "desk.enterprise", enterprise_id=enterprise_id))


@requires(Role.STEWARD)
def see_flags() -> ResponseReturnValue:
    """Take the flags that were on the page from the new ones; those that came meanwhile stay new."""
    with transaction() as session:
        count = flag_acts.see_all(session, scope(), sent_numbers("flag"), by=me().id, on=clock.today())
    flash(_("%(count)s 个标记已记为知道；它们仍在临近晋级和企业页面上。", count=count), "saved")
    return redirect(url_for("desk.today"))


@requires(Role.STEWARD, Role.MANAGER)
def snooze_flag(enterprise_id: int, flag_id: int) -> ResponseReturnValue:
    """Put the flag off until a day, with the reason."""
    on, form = clock.today(), SnoozeForm()
    page = _page("desk/snooze.html", form, *_about(enterprise_id, flag_id))
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        flag_acts.snooze(
            session, enterprise_id, flag_id, until=form.until.data, why=str(form.why.data), by=me().id, on=on
        )
    flash(_("标记已暂缓，到期会再出现。"), "saved")
    return redirect(_back(enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def act_on_flag(enterprise_id: int, flag_id: int) -> ResponseReturnValue:
    """Say what was done about it; the flag stays open."""
    form = ActOnForm()
    page = _page("desk/act_on_flag.html", form, *_about(enterprise_id, flag_id))
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        flag_acts.act_on(session, enterprise_id, flag_id, what=str(form.what.data), by=me().id, on=clock.today())
    flash(_("已记下。标记在条件变化前仍然有效。"), "saved")
    return redirect(_back(enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def dismiss_flag(enterprise_id: int, flag_id: int) -> ResponseReturnValue:
    """Close the flag by hand, with the cause."""
    form = DismissForm()
    page = _page("desk/dismiss_flag.html", form, *_about(enterprise_id, flag_id))
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        cause = DismissalCause(form.cause.data)
        flag_acts.dismiss(
            session, enterprise_id, flag_id, cause, why=str(form.why.data), by=me().id, on=clock.today()
        )
    flash(_("已不再跟进；结论变化时夜间评估会重新标记。"), "saved")
    return redirect(_back(enterprise_id))


def _about(enterprise_id: int, flag_id: int) -> tuple[Enterprise, Flag]:
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        return enterprise, flag_acts.flag_of(session, enterprise_id, flag_id)


def _page(template: str, form: DeskForm, enterprise: Enterprise, flag: Flag) -> FormPage:
    return form_page(template, form, enterprise=enterprise, flag=flag, on=clock.today(), back=_back(enterprise.id))


def _back(enterprise_id: int) -> str:
    return url_for("desk.flags", enterprise_id=enterprise_id)
