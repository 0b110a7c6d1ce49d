"""告知企业: what contacts are still to be told, what they were told, and noting that it was done."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.enterprises import queries as enterprises
from crm.enterprises.heading import heading
from crm.enterprises.letters import queries, service
from crm.enterprises.letters.models import LetterState, LetterWay
from crm.enterprises.letters.page import LISTS, WAYS, letter_cells, letter_heads, word_letters
from crm.errors import CrmError
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.signing.exports import record_export
from crm.web.downloads.answer import file_answer
from crm.web.downloads.asking import MOST_ROWS, file_links, filters_to_record
from crm.web.paging import asked_choice, asked_page, refuse_unread

_MOST_SHOWN = 100


@requires(Role.STEWARD, Role.MANAGER)
def letters() -> ResponseReturnValue:
    """What is still to be told to the enterprises one sees, or what they were told."""
    page, state = asked_page(), LetterState(asked_choice("list", list(LISTS), LetterState.WAITING))
    with reading() as session:
        rows, total = queries.list_letters(session, scope(), state, offset=page.offset, limit=page.size)
    return render_template(
        "enterprises/letters.html",
        lines=word_letters(rows),
        state=state,
        lists=LISTS,
        paging=page.of(total),
        export_urls=file_links("enterprises.export_letters"),
    )


@requires(Role.STEWARD, Role.MANAGER)
def export_letters(kind: str) -> ResponseReturnValue:
    """The list on the screen, all its pages, as a file; that it was taken is recorded."""
    state = LetterState(asked_choice("list", list(LISTS), LetterState.WAITING))
    with reading() as session:
        rows, total = queries.list_letters(session, scope(), state, limit=MOST_ROWS)
    refuse_unread()
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        asked = filters_to_record()
        record_export(session, me().id, "letters", kind, len(rows), total=total, filters=asked, at=clock.now())
    name = _("告知企业-%(list)s-%(day)s", list=LISTS[state], day=clock.today().isoformat())
    return file_answer(kind, "letters", name, letter_heads(), [letter_cells(line) for line in word_letters(rows)])


@requires(Role.STEWARD, Role.MANAGER)
def letters_of(enterprise_id: int) -> ResponseReturnValue:
    """The letters to one enterprise, with their text and how it can be passed on."""
    with reading() as session:
        head = heading(enterprises.get(session, enterprise_id, scope()))
        rows = queries.letters_of(session, enterprise_id, limit=_MOST_SHOWN)
    return render_template("enterprises/letters_of.html", head=head, lines=word_letters(rows), ways=WAYS)


@requires(Role.STEWARD, Role.MANAGER)
def pass_on_letter(enterprise_id: int, letter_id: int) -> ResponseReturnValue:
    """The contact was told."""
    way = request.form.get("way", "")
    if way not in tuple(WAYS):
        raise CrmError("bad_request")
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.pass_on(session, enterprise_id, letter_id, LetterWay(way), by=me().id, at=clock.now())
    flash(_("已记下：告知了企业，方式为%(way)s。", way=WAYS[LetterWay(way)]), "saved")
    return redirect(url_for("enterprises.letters_of", enterprise_id=enterprise_id))
