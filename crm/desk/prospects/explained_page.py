"""What was judged on a day, explained again from the facts and rules kept with it, clause by clause."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from crm.cultivation.gap import Gap, gap_by
from crm.cultivation.night.kept_facts import dossier_from_kept
from crm.cultivation.night.kept_rules import kept_rules
from crm.cultivation.night.queries import kept_text
from crm.desk.prospects.gap_page import GapPage, as_judged_then, show_gap
from crm.enterprises.models import Enterprise
from crm.rules import RulebookError, Sight

UNREADABLE = _l("当时保存的规则文本已读不出来，只能看到当时的结论；请联系系统管理员。")


class KeptJudgement(Protocol):
    """A judgement of the night or of a submission, with the facts and rules it rests on."""

    @property
    def as_of(self) -> date: ...

    @property
    def verdict(self) -> Any: ...

    @property
    def rulebook_digest(self) -> str: ...

    @property
    def facts(self) -> Mapping[str, Any]: ...


def explain_kept(
    session: Session, kept: KeptJudgement, enterprise: Enterprise, purpose: str, today: date
) -> GapPage | None:
    """The gap of that day over the facts and rules kept with it; None where the rules cannot be read any more."""
    gap = explain_gap(session, kept, enterprise.name, purpose)
    if gap is None:
        return None
    day = kept.as_of.isoformat()
    stale = _("这是 %(day)s 的结论，按当时保存的资料与规则文本逐条说明；此后的更正与新规则不影响它。", day=day)
    if gap.verdict != kept.verdict:
        stale += _("重新说明的结果与保存的结论不同，以保存的结论为准。")
    return as_judged_then(show_gap(enterprise.id, gap, today), kept.verdict, str(stale))


def explain_gap(session: Session, kept: KeptJudgement, name: str, purpose: str) -> Gap | None:
    """The same as values."""
    try:
        rules = kept_rules(kept_text(session, kept.rulebook_digest))
    except RulebookError:
        return None
    sight = Sight(dossier_from_kept(name, kept.facts), kept.as_of, rules.sizing)
    return gap_by(rules.rulebook, sight, purpose)
