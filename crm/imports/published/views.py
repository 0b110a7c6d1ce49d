"""公布名单的工作簿: read whole or not at all; its lines are then decided as those of a pasted list are."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.cultivation.recognitions.certificates import ReceivedList, receive_or_offer
from crm.cultivation.recognitions.queries import OFFERED
from crm.cultivation.recognitions.received_page import word_offered
from crm.db import transaction
from crm.imports.published.forms import PublishedForm
from crm.imports.published.lists import PublishedLists, read_lists
from crm.imports.workbook.child import read_published_apart
from crm.imports.workbook.memory import kept_in_memory
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.signing.limits import refuse_too_often
from crm.web.pages import form_page
from crm.web.sizes import LARGEST_FILE, accepts
from crm.web.wiring import sentence

READ = "recognition.file_read"
_SHOWN = 50


@requires(Role.MANAGER)
@accepts(LARGEST_FILE)
def receive_workbook() -> ResponseReturnValue:
    """Take a list as it was published; where a row cannot be read nothing is taken, and the page says why."""
    form = PublishedForm()
    page = form_page("imports/published.html", form, faults=[], fault_count=0)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        refuse_too_often(session, me().id, READ, service_rules().limits.uploads, at=clock.now())
        audit.record(session, me().id, READ, "recognitions")
    with kept_in_memory(form.file.data.read()) as path:
        rows = read_published_apart(path, form.sheet.data or "")
    lists = read_lists(rows, form.workbook_heading())
    if lists.problems:
        page.values.update(faults=_word_problems(lists), fault_count=len(lists.problems))
        return page.show(
            problem=_("有 %(count)s 行不能读取，整张名单都没有收下。请改好后重新上传。", count=len(lists.problems))
        )
    received = _receive(lists)
    offered = sum(one.offered for one in received)
    if offered:
        flash(word_offered(offered), "warn")
    else:
        flash(_("已收下 %(count)s 行，请逐行确认。", count=len(rows)), "saved")
    if len(received) > 1:
        flash(_("表中有不同的称号或日期，分成了 %(count)s 份名单，请分别确认。", count=len(received)), "warn")
        return redirect(url_for("cultivation.recognitions"))
    part = OFFERED if offered else None
    return redirect(url_for("cultivation.recognition", list_id=received[0].id, part=part))


def _receive(lists: PublishedLists) -> list[ReceivedList]:
    with transaction() as session:
        return [
            receive_or_offer(session, heading, lines, by=me().id, on=clock.today())
            for heading, lines in lists.lines.items()
        ]


def _word_problems(lists: PublishedLists) -> list[tuple[int, str]]:
    """The first rows that cannot be read, each with why."""
    return [(one.row, sentence(one.error.code, one.error.values)) for one in lists.problems[:_SHOWN]]
