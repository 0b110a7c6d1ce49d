"""The auditor's pages: the trail, and whether its chain holds."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.audit import service as audit
from crm.audit.heads import Heads
from crm.dashboards import audit_queries
from crm.dashboards.audit_words import called
from crm.db import reading, transaction
from crm.people.access import me, requires
from crm.people.models import Role
from crm.web.paging import asked_choice, asked_number, asked_page, asked_text


@requires(Role.AUDITOR)
def trail() -> ResponseReturnValue:
    """Who did what, newest first."""
    page = asked_page()
    with reading() as session:
        actions = audit_queries.actions(session)
        lines, total = audit_queries.trail(
            session,
            actor=asked_number("actor", 0),
            action=asked_choice("action", actions),
            what=asked_text("q"),
            offset=page.offset,
            limit=page.size,
        )
    filters = [{"name": "action", "label": _("动作"), "choices": [(action, called(action)) for action in actions]}]
    return render_template("dashboards/audit.html", lines=lines, page=page.of(total), filters=filters, called=called)


@requires(Role.AUDITOR)
def verify_trail() -> ResponseReturnValue:
    """Walk the whole chain, say whether it holds, and record that somebody looked."""
    kept = Heads.of(current_app.config["SETTINGS"]).all()
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
