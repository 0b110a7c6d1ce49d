"""下一步: the one thing to do first about a gap, said on top of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.cultivation.gap import Gap
from crm.cultivation.gap_lines import CriterionLine, FactBasis
from crm.desk.prospects.asking_page import ask_of, entry_url, name_fact
from crm.desk.prospects.near_rows import lacking
from crm.desk.prospects.ways_page import PRIOR_TITLE, link_below

GATE = "gate."
_NAMED = 3


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do first; `url` opens where it is done, with `link` as its words."""

    text: str
    url: str | None = None
    link: str = ""


def next_step(enterprise_id: int, gap: Gap, today: date) -> NextStep | None:
    """The first thing to do, the cheapest sort first: apply or verify, ask, wait, then work; nothing about the past."""
    if gap.as_of < today:
        return None
    unmet = [row for row in gap.rows if row.status == "unmet"]
    if not gap.rows:
        return _verify(enterprise_id, gap) if gap.unverified else _apply(gap)
    if not unmet:
        return _ask(enterprise_id, gap, today)
    barrier = next((row for row in unmet if row.id.startswith(GATE)), None)
    if barrier is not None:
        return _barred(enterprise_id, barrier) if barrier.met_on else _check(enterprise_id, barrier)
    if all(row.met_on for row in unmet):
        return _wait(enterprise_id, gap, unmet, today)
    return _work(enterprise_id, gap, unmet)


def _apply(gap: Gap) -> NextStep:
    if gap.window is None:
        return NextStep(str(_("条件已齐：准备申报材料，申报窗口公布后提交。")))
    if gap.window.since <= gap.as_of:
        return NextStep(str(_("条件已齐：现在申报，窗口至 %(day)s。", day=gap.window.until.isoformat())))
    return NextStep(str(_("条件已齐：准备申报材料，%(day)s 窗口开放时提交。", day=gap.window.since.isoformat())))


def _verify(enterprise_id: int, gap: Gap) -> NextStep:
    uses = list(dict.fromkeys(use for row in gap.more for use in row.to_verify))
    if not uses:
        return _apply(gap)
    text = _("条件已齐但依据为自报：先核实%(what)s。", what=_listed(uses))
    return NextStep(str(text), entry_url(enterprise_id, uses[0]), str(_("核实后更新")))


def _ask(enterprise_id: int, gap: Gap, today: date) -> NextStep | None:
    if not gap.missing:
        return None
    first = ask_of(enterprise_id, gap.missing[0], today)
    text = _("先问清%(what)s，没有其他不满足的条件。", what=_listed(gap.missing))
    return NextStep(str(text), first.url, first.label if first.url else "")


def _wait(enterprise_id: int, gap: Gap, unmet: list[CriterionLine], today: date) -> NextStep:
    """Nothing to do but to ask, if anything is unknown besides."""
    day = max(row.met_on for row in unmet if row.met_on)
    if not gap.missing:
        return NextStep(str(_("只差时间：%(day)s 自然满足，在此之前保持现状。", day=day.isoformat())))
    first = ask_of(enterprise_id, gap.missing[0], today)
    text = _("%(day)s 自然满足；在此之前问清%(what)s。", day=day.isoformat(), what=_listed(gap.missing))
    return NextStep(str(text), first.url, first.label if first.url else "")


def _work(enterprise_id: int, gap: Gap, unmet: list[CriterionLine]) -> NextStep:
    """The title that comes first, then the criterion that is nearest with its ways; what time mends comes last."""
    open_to_work = [row for row in unmet if not row.met_on]
    first = next((row for row in open_to_work if row.close), open_to_work[0])
    if all(row.id == PRIOR_TITLE for row in unmet):
        text = _("先取得%(required)s（现状：%(actual)s）。", required=first.required, actual=first.actual)
        return NextStep(str(text), *link_below(enterprise_id, gap.target))
    branch = next((one for one in first.branches if one.shortfall), None)
    short = lacking(first.shortfall or (branch.shortfall if branch else None))
    what = f"{first.text}（{short}）" if short else first.text
    asked: dict[str, Any] = {"target": gap.target, "purpose": gap.purpose, "on": gap.as_of.isoformat()}
    ways = url_for("desk.ways", enterprise_id=enterprise_id, **asked)
    return NextStep(str(_("先补%(what)s。", what=what)), ways, str(_("看怎样够得上")))


def _barred(enterprise_id: int, row: CriterionLine) -> NextStep:
    """A revocation shuts an enterprise out until a day that nothing else brings nearer."""
    text = _("%(actual)s：%(day)s 起才可再次申报，此前不能申报。", actual=row.actual, day=row.met_on)
    return NextStep(str(text), url_for("cultivation.titles", enterprise_id=enterprise_id), str(_("查看称号")))


def _check(enterprise_id: int, row: CriterionLine) -> NextStep:
    """What shuts an enterprise out is nothing to work on: it is true, or it was taken down wrongly."""
    text = _(
        "不符合“%(text)s”（现状：%(actual)s）：先核对资料；属实的，目前不能申报。", text=row.text, actual=row.actual
    )
    if not row.evidence:
        return NextStep(str(text))
    last = row.evidence[-1]
    return NextStep(str(text), entry_url(enterprise_id, last), str(_("核对%(what)s", what=name_fact(last))))


def _listed(uses: Iterable[FactBasis]) -> str:
    names = list(dict.fromkeys(name_fact(use) for use in uses))
    words = "、".join(names[:_NAMED])
    return str(_("%(what)s等 %(count)s 项", what=words, count=len(names))) if len(names) > _NAMED else words
