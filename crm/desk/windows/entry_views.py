"""Entering a window, and its page, where another manager approves it or it is withdrawn."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.policies import library
from crm.cultivation.windows import queries, service
from crm.cultivation.windows.texts import read_window_text
from crm.db import reading, transaction
from crm.desk.windows.entry_page import state_of, window_days
from crm.desk.windows.forms import WindowForm
from crm.enterprises.heading import names_of
from crm.people.access import me, requires
from crm.people.models import Role
from crm.web.pages import form_page


@requires(Role.MANAGER)
def new_window() -> ResponseReturnValue:
    """Write down a window that awaits approval by another manager."""
    page = form_page("desk/windows/new.html", form := WindowForm())
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        kept = service.enter_window(session, form.entry(), ladder=library().ladder, by=me().id, at=clock.now())
    flash(_("已录入，请另一位主管审定。"), "saved")
    return redirect(url_for("desk.entered_window", digest=kept.digest))


@requires(Role.MANAGER)
def entered_window(digest: str) -> ResponseReturnValue:
    """One window that somebody entered, with its days and conditions."""
    with reading() as session:
        kept = queries.entered_window(session, digest)
        names = names_of(session, (kept.entered_by, kept.approved_by, kept.withdrawn_by))
    window, notice = read_window_text(kept.text)
    is_waiting = kept.approved_at is None and kept.withdrawn_at is None
    return render_template(
        "desk/windows/entered.html",
        kept=kept,
        window=window,
        days=window_days(window),
        conditions=[condition.text.zh for condition in notice.conditions] if notice else [],
        names=names,
        state=state_of(kept),
        is_waiting=is_waiting,
        is_own=kept.entered_by == me().id,
    )


@requires(Role.MANAGER)
def approve_window(digest: str) -> ResponseReturnValue:
    """Let it count."""
    with transaction() as session:
        kept = queries.entered_window(session, digest)
        service.approve_window(session, kept, ladder=library().ladder, by=me().id, at=clock.now())
    flash(_("已审定，窗口列入看板；开始之日自动摸底并告知管家。"), "saved")
    return redirect(url_for("desk.windows"))


@requires(Role.MANAGER)
def withdraw_window(digest: str) -> ResponseReturnValue:
    """Take it back before it was approved."""
    with transaction() as session:
        service.withdraw_window(session, queries.entered_window(session, digest), by=me().id, at=clock.now())
    flash(_("已撤回，原文仍保留。"), "saved")
    return redirect(url_for("desk.windows"))
