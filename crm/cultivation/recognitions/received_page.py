"""The page of one published list, and what is said when a known one brings something new."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _

from crm.cultivation.recognitions import queries, service
from crm.cultivation.recognitions.models import RecognitionLine
from crm.cultivation.wordings import WORDINGS
from crm.db import reading
from crm.web.fields import DeskForm
from crm.web.pages import FormPage, form_page
from crm.web.paging import asked_choice, asked_page


def list_page(list_id: int, *, ticked: Collection[int] | None = None) -> FormPage:
    """The lines of a part; all are ticked, or those that were sent when an act on them is refused."""
    page = asked_page()
    with reading() as session:
        received = service.list_of(session, list_id)
        counts = queries.counts_of(session, list_id)
        part = asked_choice("part", queries.VIEWS, _first_part(counts))
        lines = queries.lines_of(session, list_id, part, offset=page.offset, limit=page.size)
        unmatched = [line.printed_name for line, enterprise in lines if enterprise is None]
        several = queries.candidates(session, unmatched) if unmatched else {}
    return form_page(
        "cultivation/recognition.html",
        DeskForm(),
        received=received,
        counts=counts,
        part=part,
        parts=[part for part in queries.VIEWS if part != queries.OFFERED or counts[part]],
        lines=[(line, enterprise, _refusal(line), several.get(line.printed_name, [])) for line, enterprise in lines],
        ticked=ticked,
        paging=page.of(counts[part]),
        may_apply=received.applied_on is None and not counts["open"] + counts["unmatched"],
    )


def word_offered(count: int) -> str:
    """The numbers of certificates it brings wait for a decision."""
    return str(_("同一份名单已登记过，没有重复登记；这次带来 %(count)s 个证书编号，请逐行确认后补录。", count=count))


def word_filled(count: int) -> str:
    """So many numbers now stand in the list and in its titles."""
    return str(_("已补录 %(count)s 个证书编号。", count=count))


def word_let_go(count: int) -> str:
    """So many numbers were not wanted."""
    return str(_("%(count)s 个证书编号没有补录。", count=count))


def _first_part(counts: Any) -> str:
    """What waits for a decision, then what waits to be done, then what is done."""
    return next((part for part in ("open", "unmatched", "taken", queries.OFFERED) if counts[part]), "done")


def _refusal(line: RecognitionLine) -> str:
    """Why the line could not be done, in words."""
    if line.refusal is None:
        return ""
    wording = WORDINGS.get(line.refusal["code"])
    return wording.say(line.refusal["values"]) if wording else str(_("没有办成，请核对后再试。"))
