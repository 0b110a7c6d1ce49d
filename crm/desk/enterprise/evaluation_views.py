"""历次判断: what was said of an enterprise, and any of it explained again from the facts and rules kept with it."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.policies import library
from crm.cultivation.models import Evaluation
from crm.cultivation.night.queries import evaluation as one_evaluation
from crm.cultivation.night.queries import evaluations as all_evaluations
from crm.cultivation.reasons.words import word_reasons
from crm.db import reading
from crm.desk.prospects.explained_page import UNREADABLE, explain_kept
from crm.enterprises import queries as enterprises
from crm.people.access import requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.paging import asked_page
from crm.web.words import word


@requires(Role.STEWARD, Role.MANAGER)
def evaluations(enterprise_id: int) -> ResponseReturnValue:
    """Everything that was said, the newest first."""
    page = asked_page()
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        found, total = all_evaluations(session, enterprise_id, offset=page.offset, limit=page.size)
        rows = [line(one) for one in found]
    return render_template("desk/evaluations.html", enterprise=enterprise, rows=rows, paging=page.of(total))


@requires(Role.STEWARD, Role.MANAGER)
def evaluation(enterprise_id: int, evaluation_id: int) -> ResponseReturnValue:
    """One of them, clause by clause, as it was on its day."""
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        said = one_evaluation(session, enterprise_id, evaluation_id)
        gap = explain_kept(session, said, enterprise, said.purpose, clock.today())
        about = line(said)
    return render_template("desk/evaluation.html", enterprise=enterprise, about=about, gap=gap, unreadable=UNREADABLE)


def line(said: Evaluation) -> dict[str, Any]:
    """What was said, from when until when, and why it was not what had been said before."""
    unmet, unknown = len(said.unmet), len(said.unknown)
    parts = [
        _("不满足 %(count)s 项", count=unmet) if unmet else "",
        _("待补 %(count)s 项", count=unknown) if unknown else "",
    ]
    return {
        "id": said.id,
        "as_of": said.as_of,
        "until": said.superseded_on,
        "verdict": said.verdict,
        "about": f"{word(said.target, 'short_tier')}{word(said.purpose, 'evaluation_purpose')}",
        "more": "，".join(part for part in parts if part),
        "rulebook": name_rulebook(said.rulebook),
        "because": word_reasons(said.reasons.get("because", ())),
    }


def name_rulebook(rulebook_id: str) -> str:
    """The document people know a rulebook by; one that is gone from the library is an earlier rule."""
    book = library().rulebooks.get(rulebook_id)
    return book.document if book else str(_("已停用的规则"))
