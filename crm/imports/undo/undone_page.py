"""What would stay of an import that is to be taken back, and what stayed of one that was, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from crm.enterprises.facts.lists.listings import LISTINGS
from crm.enterprises.facts.models import ListKind
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.lists.registry import LIST_SHEETS
from crm.imports.tables.layout import SheetKind, label
from crm.imports.undo import queries
from crm.imports.undo.foreseeing import AT_ONCE, foresee_undo
from crm.imports.undo.queries import KeptEnterprise
from crm.imports.undo.restoring import TOUCHED, WHOLE
from crm.imports.undo.service import WRITTEN
from crm.people import queries as people
from crm.rules.law.catalogue import FIELDS
from crm.web.paging import Page, asked_page

PLACES = {
    "identity": _l("名称、街道等基本信息"),
    "care": _l("入库和管家"),
    "contacts": _l("联系人"),
    "titles": _l("称号"),
    "visits": _l("走访记录"),
}
BUILDERS = {
    "applications": _l("申报"),
    "beneficiaries": _l("奖励兑付"),
    "briefing_enterprises": _l("宣讲记录"),
    "claim_attachments": _l("兑现申请的材料"),
    "claims": _l("兑现申请"),
    "demand_attachments": _l("诉求附件"),
    "demands": _l("企业诉求"),
    "enterprise_letters": _l("告知企业的事"),
    "fact_attachments": _l("证明材料"),
    "flag_events": _l("对提示的处理"),
    "handover_items": _l("交接单"),
    "interactions": _l("走访记录"),
    "interaction_participants": _l("同行人员"),
    "interaction_photos": _l("走访照片"),
    "payment_declarations": _l("兑付清单"),
    "material_attachments": _l("申报材料"),
    "planned_contacts": _l("约定的联系"),
    "pool_proposals": _l("入库建议"),
    "pool_terms": _l("培育期限"),
    "quiet_periods": _l("免打扰"),
    "recognition_lines": _l("认定名单"),
    "referrals": _l("推荐记录"),
    "service_plan_items": _l("服务包承诺"),
    "service_plans": _l("服务包"),
    "service_team_members": _l("服务团队"),
    "title_attachments": _l("称号文件"),
    "title_duties": _l("称号义务"),
    "window_candidates": _l("申报摸底名单"),
}


@dataclass(frozen=True, slots=True)
class StayingLine:
    """An enterprise of which something stayed, with a sentence for each part."""

    enterprise_id: int
    name: str
    sentences: tuple[str, ...]


def draw_undone(session: Session, batch: ImportBatch) -> dict[str, object]:
    """What the page of a batch says of its being taken back: whether it can be, and what stayed when it was."""
    if batch.state is not BatchState.UNDONE:
        return {"can_be_undone": batch.state in WRITTEN and queries.count_writes(session, batch.id) > 0}
    page = asked_page().of(queries.count_kept(session, batch.id))
    kept = queries.list_kept(session, batch.id, offset=page.offset, limit=page.size)
    return {
        "staying": word_staying(kept),
        "staying_page": page,
        "undone_by": people.names(session, {batch.undone_by or 0}),
    }


def draw_foresight(session: Session, batch: ImportBatch, number: int) -> dict[str, object]:
    """What the page before the act says: what would become of the next enterprises, and which of them would stay."""
    later = queries.later_batch(session, batch.id)
    if later or batch.state not in WRITTEN:
        return {"later": later, "foreseen": None}
    page = Page(asked_page().number, AT_ONCE, number)
    foreseen = foresee_undo(session, batch.id, offset=page.offset, limit=page.size)
    return {"later": None, "foreseen": foreseen, "staying": word_staying(foreseen.staying), "foreseen_page": page}


def word_staying(kept: Iterable[KeptEnterprise]) -> list[StayingLine]:
    """The enterprises of which something stays, each part with why."""
    return [StayingLine(each.enterprise_id, each.name, tuple(map(word_line, each.lines))) for each in kept]


def word_line(line: tuple[str, str, str]) -> str:
    """Why something stayed, as a sentence."""
    group, place, why = line
    if why == TOUCHED:
        text = _("%(what)s在导入之后改动过", what=word_place(place))
    else:
        by = BUILDERS.get(why, _l("其他记录"))
        text = _("%(what)s已是%(by)s的依据", what=word_place(place), by=by)
    whole: str = _("整家保留：%(text)s。", text=text)
    part: str = _("%(text)s，保留。", text=text)
    return whole if group == WHOLE else part


def word_place(place: str) -> str:
    """What a part of an enterprise is called."""
    kind, *rest = place.split("/")
    if kind == "facts":
        return FIELDS[rest[0]].zh
    if kind == "figures":
        what = label(SheetKind.FIGURES, rest[1]) if len(rest) > 1 else str(_l("经营指标"))
        figure: str = _("%(year)s年%(what)s", year=rest[0], what=what)
        return figure
    if kind in ("lists", "items"):
        return _list_name(rest[0])
    return str(PLACES[kind])


def _list_name(word: str) -> str:
    """The sheet of a list, by the list or by its table."""
    if word == ListKind.RECOGNITIONS:
        return SheetKind.TITLES.value
    names = {
        name: (sheet.list_id, LISTINGS[sheet.list_id].table.__tablename__) for name, sheet in LIST_SHEETS.items()
    }
    return next((name for name, words in names.items() if word in words), word)
