"""晋级差距 on a page: a gap as a frozen value in words, clause by clause, with where to enter what is missing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.cultivation.gap import Gap, NotInForce
from crm.cultivation.gap_lines import Branch, CriterionLine, Points
from crm.cultivation.windows.conditions import WindowCondition
from crm.desk.prospects.asking_page import Ask, asks_of, evidence_words
from crm.desk.prospects.course_page import Course, word_course
from crm.desk.prospects.near_rows import lacking
from crm.desk.prospects.next_step_page import NextStep, next_step
from crm.rules import TARGETS, Purpose
from crm.web.words import word

PURPOSES = tuple(purpose.value for purpose in Purpose)
GAP, WHAT_IF = "desk.gap", "desk.what_if"


@dataclass(frozen=True, slots=True)
class TargetLink:
    """The same question for another target or purpose."""

    tier: str
    label: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class WindowWords:
    """The announced application window, and the days until it opens or closes."""

    text: str
    days_left: int


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One criterion in words."""

    id: str
    text: str
    clause: str
    actual: str
    required: str
    status: str
    shortfall: str | None
    score: Points | None
    evidence: str
    to_verify: str
    actions: tuple[Ask, ...]
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class GapPage:
    """A gap in words; `verdict` is None on a day without a standard in force, and then nothing follows it."""

    target: str
    heading: str
    as_of: str
    purpose: str
    stale: str
    targets: tuple[TargetLink, ...] = ()
    date_url: str | None = None
    ways_url: str | None = None
    what_if_url: str | None = None
    basis: str = ""
    verdict: str | None = None
    verdict_more: str | None = None
    unverified: bool = False
    met: int = 0
    unmet: int = 0
    unknown: int = 0
    window: WindowWords | None = None
    next_step: NextStep | None = None
    course: Course | None = None
    name: str = ""
    ahead: date | None = None
    changing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    conditions: tuple[WindowCondition, ...] = ()
    rows: tuple[ClauseRow, ...] = ()
    more: tuple[ClauseRow, ...] = ()


def show_gap(enterprise_id: int, gap: Gap | NotInForce, today: date, *, endpoint: str = GAP) -> GapPage:
    """A gap as its template wants it; other targets are asked for at the endpoint."""
    page = GapPage(
        target=gap.target,
        heading=word(gap.target, "tier"),
        as_of=gap.as_of.isoformat(),
        purpose=gap.purpose,
        stale=stale(gap, today),
        targets=target_links(enterprise_id, gap, today, endpoint),
        **({} if endpoint == WHAT_IF else addresses(enterprise_id, gap, today)),
    )
    return page if isinstance(gap, NotInForce) else with_verdict(page, enterprise_id, gap, today)


def with_verdict(page: GapPage, enterprise_id: int, gap: Gap, today: date) -> GapPage:
    """The page with the verdict and its clauses."""
    return replace(
        page,
        basis=f"{gap.document} · {gap.name}",
        verdict=gap.verdict,
        verdict_more=more(gap),
        unverified=gap.unverified,
        met=gap.count("met"),
        unmet=gap.count("unmet"),
        unknown=gap.count("unknown"),
        window=window(gap),
        next_step=next_step(enterprise_id, gap, today),
        course=word_course(enterprise_id, gap, today),
        name=gap.name,
        ahead=gap.ahead,
        changing=tuple(changing_words(gap)),
        notes=gap.notes,
        conditions=gap.conditions,
        rows=tuple(clause(enterprise_id, row, today) for row in gap.rows),
        more=tuple(clause(enterprise_id, row, today) for row in sorted(gap.more, key=is_gate)),
    )


def as_judged_then(page: GapPage, verdict: str, stale: str) -> GapPage:
    """The page as a record of its day: nothing to do, nothing to enter, nowhere else to ask."""
    return replace(
        page,
        verdict=verdict,
        stale=stale,
        targets=(),
        unverified=False,
        date_url=None,
        ways_url=None,
        what_if_url=None,
        next_step=None,
        course=None,
        changing=(),
        rows=tuple(replace(row, actions=()) for row in page.rows),
        more=tuple(replace(row, actions=()) for row in page.more),
    )


def addresses(enterprise_id: int, gap: Gap | NotInForce, today: date) -> dict[str, Any]:
    """Where the same question is asked of another day, of other figures, and turned round into ways up."""
    asked: dict[str, Any] = {"enterprise_id": enterprise_id, "target": gap.target, "purpose": gap.purpose}
    day = None if gap.as_of == today else gap.as_of.isoformat()
    is_judged = isinstance(gap, Gap)
    return {
        "date_url": url_for(GAP, **asked),
        "ways_url": url_for("desk.ways", **asked, on=day) if is_judged else None,
        "what_if_url": url_for(WHAT_IF, **asked, on=day) if is_judged else None,
    }


def target_links(enterprise_id: int, gap: Gap | NotInForce, today: date, endpoint: str) -> tuple[TargetLink, ...]:
    """Links to every other target and purpose on the same day."""
    day = None if gap.as_of == today else gap.as_of.isoformat()
    return tuple(
        TargetLink(
            tier=target,
            label=f"{word(target, 'short_tier')}{word(purpose, 'evaluation_purpose')}",
            url=url_for(endpoint, enterprise_id=enterprise_id, target=target, purpose=purpose, on=day),
            chosen=(target, purpose) == (gap.target, gap.purpose),
        )
        for purpose in PURPOSES
        for target in TARGETS
    )


def stale(gap: Gap | NotInForce, today: date) -> str:
    """Why the page shows something else than today's word on today's figures."""
    return "".join(filter(None, [_about_the_day(gap, today), _about_the_year(gap)]))


def _about_the_day(gap: Gap | NotInForce, today: date) -> str:
    day = gap.as_of.isoformat()
    if isinstance(gap, NotInForce):
        return str(_("%(day)s 没有对这一层级生效的认定标准，无法判断。请换一个日期。", day=day))
    if gap.as_of < today:
        words = _("按 %(day)s 当日的规则与窗口，用现在掌握的资料测算，当日之后授权的知识产权不计；", day=day)
        return str(words + _("当时的结论见历次判断。"))
    if gap.as_of > today:
        return str(
            _("按 %(day)s 的规则与窗口，用现在掌握的资料推算；届时所需年度的数据若未报，会显示待补。", day=day)
        )
    return ""


def _about_the_year(gap: Gap | NotInForce) -> str:
    """A missing year is assumed to be like the one before only where somebody asked for that (policy 2.10)."""
    if isinstance(gap, NotInForce):
        return ""
    if gap.assumed_year:
        return str(_("假设 %(year)s 年与上年相同，只用于测算。", year=gap.assumed_year))
    if gap.awaiting_year:
        return str(_("待 %(year)s 年报：这一年的数据还没有录入，较早年度的数据不代替它。", year=gap.awaiting_year))
    if gap.stale_year:
        years = {"old": gap.stale_year, "year": gap.as_of.year - 1}
        return str(_("%(old)s 年是较早年度数据，不代替 %(year)s 年；请补录 %(year)s 年。", **years))
    return ""


def more(gap: Gap) -> str | None:
    """What follows the verdict."""
    unmet, unknown = gap.count("unmet"), gap.count("unknown")
    if gap.verdict in ("near", "far") and unmet:
        return str(_("差 %(count)s 项", count=unmet))
    return str(_("待补 %(count)s 项", count=unknown)) if gap.verdict == "incomplete" else None


def window(gap: Gap) -> WindowWords | None:
    """The announced application window; none is guessed."""
    if gap.window is None:
        return None
    if gap.window.since <= gap.as_of:
        text = _("申报窗口至 %(day)s", day=gap.window.until.isoformat())
        return WindowWords(str(text), (gap.window.until - gap.as_of).days)
    text = _("下批申报窗口 %(day)s", day=gap.window.since.isoformat())
    return WindowWords(str(text), (gap.window.since - gap.as_of).days)


def changing_words(gap: Gap) -> list[str]:
    """Thresholds that another rulebook will change, each with the day and the rule."""
    return [
        str(
            _(
                "%(day)s 起按 %(document)s：%(text)s要求改为 %(then)s（现行 %(now)s）。",
                day=one.day.isoformat(),
                document=one.clause or one.document,
                text=one.text,
                then=one.then,
                now=one.now,
            )
        )
        for one in gap.changing
    ]


def clause(enterprise_id: int, row: CriterionLine, today: date) -> ClauseRow:
    """One criterion."""
    return ClauseRow(
        id=row.id,
        text=row.text,
        clause=row.clause,
        actual=row.actual or "—",
        required=row.required,
        status=row.status,
        shortfall=shortfall_words(row),
        score=row.score,
        evidence=evidence_words(row.evidence),
        to_verify=evidence_words(row.to_verify),
        actions=asks_of(enterprise_id, row.missing, today),
        branches=tuple(replace(one, shortfall=lacking(one.shortfall)) for one in row.branches),
    )


def shortfall_words(row: CriterionLine) -> str | None:
    """What is lacking, or when time alone will have mended it, or that nobody knows yet."""
    if row.status == "unknown" and row.missing:
        return str(_("待补"))
    shortfall = lacking(row.shortfall)
    if not row.met_on:
        return shortfall
    return str(_("%(text)s，到 %(day)s 即满足", text=shortfall or _("时间未到"), day=row.met_on.isoformat()))


def is_gate(row: CriterionLine) -> bool:
    """The gate is the same for everybody, so it comes last among what is met."""
    return row.id.startswith("gate.")
