"""提醒: what the person was told, reading it, and choosing what to be told."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import reading, transaction
from crm.errors import CrmError
from crm.notifications import queries, service
from crm.notifications.forms import choices_form, field_name
from crm.notifications.models import NoticeChannel
from crm.notifications.page import groups, kinds, readable
from crm.people.access import me, requires
from crm.web.pages import form_page


@requires()
def notices() -> ResponseReturnValue:
    """What stands and may still be read, grouped by day and kind."""
    with reading() as session:
        lines = readable(session, queries.notices_of(session, me().id))
    return render_template(
        "notifications/notices.html", groups=groups(lines), unread=sum(one.is_unread for one in lines)
    )


@requires()
def read(notice_id: int) -> ResponseReturnValue:
    """Mark one notice as read, and go where it leads when asked to open it; the scope is looked at anew."""
    with transaction() as session:
        lines = readable(session, [queries.notice_of(session, me().id, notice_id)])
        if not lines:
            raise CrmError("not_found")
        service.mark_read(session, me().id, [notice_id], at=clock.now())
    return redirect(lines[0].url if request.form.get("open") == "1" else url_for("notifications.notices"))


@requires()
def read_all() -> ResponseReturnValue:
    """Mark everything that may be read as read."""
    with transaction() as session:
        lines = readable(session, queries.unread_of(session, me().id))
        count = service.mark_read(session, me().id, [one.id for one in lines], at=clock.now())
    flash(_("%(count)s 条提醒已标为已读。", count=count), "saved")
    return redirect(url_for("notifications.notices"))


@requires()
def choices() -> ResponseReturnValue:
    """What the person wants to be told, kind by kind, in plain sentences."""
    offered = {name: kind for name, kind in kinds().items() if kind.choice is not None}
    with reading() as session:
        form = choices_form(offered, queries.choices_of(session, me().id))
    rows = [(kind, [form[field_name(name, channel)] for channel in NoticeChannel]) for name, kind in offered.items()]
    page = form_page("notifications/choices.html", form, rows=rows)
    if not page.is_submitted():
        return page.show()
    chosen = {
        (name, channel): bool(page.form[field_name(name, channel)].data)
        for name in offered
        for channel in NoticeChannel
    }
    with transaction() as session:
        service.choose(session, chosen, by=me().id)
    flash(_("已保存。新的提醒按这里的选择告诉您。"), "saved")
    return redirect(url_for("notifications.notices"))
