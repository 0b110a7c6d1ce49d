"""Pages of published lists: received, decided line by line, done in one act."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.policies import library
from crm.cultivation.recognitions import certificates, queries, service
from crm.cultivation.recognitions.forms import ListForm, MatchForm
from crm.cultivation.recognitions.models import LineDecision
from crm.cultivation.recognitions.reading import read_lines
from crm.cultivation.recognitions.received_page import list_page, word_filled, word_let_go, word_offered
from crm.db import reading, transaction
from crm.enterprises import queries as enterprises
from crm.enterprises.identity.credit_codes import read_code
from crm.errors import CrmError
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page
from crm.web.paging import asked_page, sent_numbers


@requires(Role.MANAGER)
def recognitions() -> ResponseReturnValue:
    """All lists, the newest first."""
    page = asked_page()
    with reading() as session:
        rows, total = queries.lists(session, offset=page.offset, limit=page.size)
    return render_template("cultivation/recognitions.html", rows=rows, paging=page.of(total))


@requires(Role.MANAGER)
def receive_list() -> ResponseReturnValue:
    """Take a list as it was published."""
    form = ListForm()
    page = form_page("cultivation/receive_list.html", form)
    if not page.is_submitted():
        return page.show()
    lines = read_lines(str(form.lines.data))
    with transaction() as session:
        received = certificates.receive_or_offer(session, form.heading(), lines, by=me().id, on=clock.today())
    if received.offered:
        flash(word_offered(received.offered), "warn")
        return redirect(url_for("cultivation.recognition", list_id=received.id, part=queries.OFFERED))
    flash(_("已收下 %(count)s 行，请逐行确认。", count=len(lines)), "saved")
    return redirect(url_for("cultivation.recognition", list_id=received.id))


@requires(Role.MANAGER)
def recognition(list_id: int) -> ResponseReturnValue:
    """One list: the lines of a part, to be decided."""
    return list_page(list_id).show()


@requires(Role.MANAGER)
def decide_lines(list_id: int) -> ResponseReturnValue:
    """Take the chosen lines, or leave them out."""
    numbers = sent_numbers("line")
    list_page(list_id, ticked=numbers)
    decision = _decision(request.form.get("decision", ""))
    with transaction() as session:
        received = service.list_of(session, list_id)
        count = service.decide_lines(session, received, numbers, decision, by=me().id, on=clock.today())
    if count:
        flash(_("已决定 %(count)s 行。", count=count), "saved")
    if count < len(numbers):
        passed_over = len(numbers) - count
        flash(_("%(count)s 行没有对应的企业或已经办理，没有采用。请先指定企业。", count=passed_over), "warn")
    return redirect(url_for("cultivation.recognition", list_id=list_id))


@requires(Role.MANAGER)
def decide_certificates(list_id: int) -> ResponseReturnValue:
    """Fill in the numbers that came afterwards, or let them go."""
    numbers = sent_numbers("line")
    list_page(list_id, ticked=numbers)
    is_taken = _decision(request.form.get("decision", "")) is LineDecision.TAKEN
    with transaction() as session:
        received = service.list_of(session, list_id)
        count = certificates.decide_certificates(
            session, received, numbers, is_taken=is_taken, by=me().id, on=clock.today()
        )
    flash(word_filled(count) if is_taken else word_let_go(count), "saved")
    if count < len(numbers):
        flash(_("%(count)s 行的证书编号已由他人处理，没有再改。", count=len(numbers) - count), "warn")
    return redirect(url_for("cultivation.recognition", list_id=list_id))


@requires(Role.MANAGER)
def match_line(list_id: int, line_number: int) -> ResponseReturnValue:
    """Say which enterprise a line means."""
    with reading() as session:
        received = service.list_of(session, list_id)
        line = service.line_of(session, list_id, line_number)
    form = MatchForm()
    page = form_page("cultivation/match_line.html", form, received=received, line=line)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        received = service.list_of(session, list_id)
        known = enterprises.by_code(session, read_code(str(form.credit_code.data)))
        if known is None:
            raise CrmError("list_code_unknown")
        enterprise = enterprises.get(session, known.id, scope())
        service.match_line(session, received, line_number, enterprise, by=me().id, on=clock.today())
    flash(_("第 %(number)s 行已对应“%(name)s”。", number=line_number, name=enterprise.name), "saved")
    return redirect(url_for("cultivation.recognition", list_id=list_id))


@requires(Role.MANAGER)
def apply_list(list_id: int) -> ResponseReturnValue:
    """Do what was decided."""
    with transaction() as session:
        received = service.list_of(session, list_id)
        done, refused = service.apply(
            session, received, ladder=library().ladder, by=me().id, on=clock.today(), at=clock.now()
        )
    if done:
        flash(_("已办理 %(count)s 家。培育库、标记和义务今晚随之更新。", count=done), "saved")
    elif not refused:
        flash(_("名单已办结。"), "saved")
    if refused:
        flash(_("%(count)s 行没有办成，原因写在各行，请改正或不采用后再办。", count=refused), "warn")
    return redirect(url_for("cultivation.recognition", list_id=list_id))


def _decision(text: str) -> LineDecision:
    if text not in set(LineDecision):
        raise CrmError("bad_request")
    return LineDecision(text)
