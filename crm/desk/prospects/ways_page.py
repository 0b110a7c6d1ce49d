"""怎样够得上 on a page: each way in words with what it takes for granted, and what the title would earn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2s
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.awards.indicative import AwardGround, Indication, indicate
from crm.config.policies import library
from crm.cultivation.gap import Gap, NotInForce, evidence_of
from crm.cultivation.windows.conditions import WindowCondition, window_conditions
from crm.desk.prospects.asking_page import Ask, ask_of
from crm.desk.prospects.what_if.supposition import with_years_repeated
from crm.money import wan_to_type
from crm.rules import TARGETS, Dossier, Finding, Library, Purpose, Sight, Status
from crm.rules.ways.changes import AddProperty, apply_changes
from crm.rules.ways.levers import Effort
from crm.rules.ways.way import Later, Way, Ways
from crm.web.words import word

BADGES = {
    Effort.WAIT: _l("仅等待"),
    Effort.RECORD: _l("仅补资料"),
    Effort.OBTAIN: _l("需取得"),
    Effort.SPEND: _l("需投入"),
}
TONES = {Effort.WAIT: "good", Effort.RECORD: "", Effort.OBTAIN: "calm", Effort.SPEND: "calm"}
PRIOR_TITLE = "prior_title"
_IN_ONE_LINE = 2
_NAMED = 3
_DAYS_TO_A_GRANT = 365


@dataclass(frozen=True, slots=True)
class WayStep:
    """One way as `components/steps.html` draws it.

    `parts` are the steps of one that has many, `notes` what to know of it; `url` leads to where it is tried out.
    """

    title: str
    parts: tuple[str, ...]
    notes: tuple[str, ...]
    badge: Any
    tone: str
    url: str


def ways_for_page(
    enterprise_id: int,
    gap: Gap | NotInForce,
    found: Ways,
    dossier: Dossier,
    today: date,
    *,
    rules: Library,
    ground: AwardGround,
) -> dict[str, Any]:
    """What was found, as its template wants it; `rules` are those it was found by, with their windows."""
    beside = [_beside(way, gap, dossier, rules) for way in found.ways]
    return {
        "target": gap.target,
        "purpose": gap.purpose,
        "as_of": gap.as_of,
        "steps": [
            _step(enterprise_id, gap, way, found, asked) for way, asked in zip(found.ways, beside, strict=True)
        ],
        "asked": word_asked(one for conditions in beside for one in conditions),
        "blocked": [hurdle(enterprise_id, gap.target, one) for one in found.blocked],
        "confirm": [one for finding in found.to_confirm for one in _confirmations(enterprise_id, finding, today)],
        "award": _award(enterprise_id, gap, dossier, ground),
        "advice": "" if found.ways else no_way(found),
        "is_cut_off": found.is_cut_off,
    }


def no_way(found: Ways) -> str:
    """Why there is no way, and what then."""
    if found.blocked:
        return str(_("两年之内没有可行的办法，原因见下。"))
    return str(_("两年之内没有找到可行的办法。请先补齐资料，再测算一次。"))


def mark_of(way: Way) -> str:
    """A short name by which a way is found again as long as it is offered."""
    return blake2s(repr((way.as_of, way.zh())).encode(), digest_size=4).hexdigest()


def _step(
    enterprise_id: int, gap: Gap | NotInForce, way: Way, found: Ways, beside: tuple[WindowCondition, ...]
) -> WayStep:
    """One way: a short one in a line, a longer one with its parts below; `beside` is what the notice asks for."""
    parts = way.zh()
    is_short = len(parts) <= _IN_ONE_LINE
    title = "；".join(parts) if is_short else _("%(count)s 件事一起做到", count=len(parts))
    url = url_for(
        "desk.what_if",
        enterprise_id=enterprise_id,
        target=gap.target,
        purpose=gap.purpose,
        on=way.as_of.isoformat(),
        since=gap.as_of.isoformat(),
        way=mark_of(way),
    )
    notes = (*_notes(gap, way, found), *_word_unmet(beside))
    return WayStep(title, () if is_short else parts, notes, BADGES[way.effort], TONES[way.effort], url)


def _notes(gap: Gap | NotInForce, way: Way, found: Ways) -> list[str]:
    """What a way takes for granted, the rules it goes by, how little time it leaves, and what comes after it."""
    notes = []
    if way.assumed_years:
        years = "、".join(str(year) for year in way.assumed_years)
        notes.append(_("假设 %(years)s 年与上年相同", years=years))
    if way.rulebook is not None and isinstance(gap, Gap) and way.rulebook.id != gap.rulebook:
        notes.append(_("到时按%(document)s判断，要求与上表不同", document=way.rulebook.document))
    if _hopes_for_grants(way, gap.as_of):
        notes.append(_("其中Ⅰ类知识产权要赶在 %(day)s 前授权，只有已在审查中的才来得及", day=way.as_of.isoformat()))
    if way.hurried is not None:
        notes.append(_hurry(gap.as_of.year, way, found))
    if way.later is not None and way.later.lacking:
        notes.append(_later(way.later))
    return [str(note) for note in notes]


def _beside(way: Way, gap: Gap | NotInForce, dossier: Dossier, rules: Library) -> tuple[WindowCondition, ...]:
    """What the notice of the window open on the day of a way, or next, asks for beside the rules, the way gone."""
    gone = apply_changes(with_years_repeated(dossier, way.assumed_years), way.changes)
    return window_conditions(rules.ladder, gap.target, gap.purpose, Sight(gone, way.as_of, rules.sizing))


def _word_unmet(conditions: Iterable[WindowCondition]) -> list[str]:
    """What a way does not bring about; the verdict of the rules does not ask for it."""
    said = (
        _("%(document)s另要求：%(text)s，走这条仍是 %(now)s", document=one.document, text=one.text, now=one.actual)
        for one in conditions
        if one.status is Status.UNMET
    )
    return [str(text) for text in said]


def word_asked(conditions: Iterable[WindowCondition]) -> list[str]:
    """What notices ask for that is not known to be met, each said once."""
    asked = (one for one in conditions if one.status is Status.UNKNOWN)
    lines = (_("%(document)s另要求：%(text)s", document=one.document, text=one.text) for one in asked)
    return list(dict.fromkeys(str(line) for line in lines))


def _hopes_for_grants(way: Way, today: date) -> bool:
    """Whether items are to be won in less time than it takes from the application to the grant."""
    items = (one for one in way.changes if isinstance(one, AddProperty) and one.effort is Effort.OBTAIN)
    first_class = any(one.leaf.count.property_class == "I" for one in items)
    return first_class and (way.as_of - today).days < _DAYS_TO_A_GRANT


def _hurry(year: int, way: Way, found: Ways) -> str:
    said = _("%(year)s 年只剩 %(days)s 天，", year=year, days=way.hurried)
    is_calm = any(other.hurried is None and other.effort is Effort.SPEND for other in found.ways)
    return str(said + (_("来不及就看多等一年的那条") if is_calm else _("先核对年底前能否做到")))


def _later(later: Later) -> str:
    """What the rules that come next would still ask for."""
    lacking = "；".join(f"{one.text} {one.requirement}" for one in later.lacking[:_NAMED])
    return str(
        _(
            "%(day)s 起改按%(document)s，届时还要：%(lacking)s",
            day=later.since.isoformat(),
            document=later.rulebook.document,
            lacking=lacking,
        )
    )


def _confirmations(enterprise_id: int, finding: Finding, today: date) -> list[Ask]:
    """What is to be checked first, with the page where it is written down."""
    return [ask_of(enterprise_id, evidence_of(use), today) for use in finding.missing]


def hurdle(enterprise_id: int, target: str, finding: Finding) -> dict[str, str]:
    """What neither time nor the enterprise could honestly bring about; a title lacking has a page of its own."""
    text = _(
        "%(text)s：现状 %(actual)s，要求 %(required)s",
        text=finding.text,
        actual=finding.actual or "—",
        required=finding.requirement,
    )
    later = _("，到 %(day)s 即满足", day=finding.met_on.isoformat()) if finding.met_on else ""
    url, link = link_below(enterprise_id, target) if finding.id == PRIOR_TITLE else ("", "")
    return {"text": f"{text}{later}", "url": url, "link": link}


def link_below(enterprise_id: int, target: str) -> tuple[str, str]:
    """Where the title is looked at that comes before another, and the words for it; empty where none does."""
    below = _below(target)
    if below is None:
        return "", ""
    url = url_for("desk.gap", enterprise_id=enterprise_id, target=below, purpose=Purpose.NEW.value)
    return url, str(_("先看%(tier)s差距", tier=word(below, "short_tier")))


def _below(target: str) -> str | None:
    """The highest title from which the target is next and which can be judged."""
    below = [tier for tier in library().ladder.tiers if tier.next == target and tier.id in TARGETS]
    return max(below, key=lambda tier: tier.rank).id if below else None


def _award(enterprise_id: int, gap: Gap | NotInForce, dossier: Dossier, ground: AwardGround) -> str:
    """What the title would earn at most; nothing for a review, a title held, or a day before any measure."""
    if gap.purpose != Purpose.NEW or _holds(dossier, gap.target, gap.as_of):
        return ""
    return award_line(indicate(ground.measures, gap.target, on=gap.as_of, paid=ground.paid.get(enterprise_id)))


def award_line(indication: Indication | None) -> str:
    """An amount that promises nothing, and why."""
    if indication is None or not indication.amount:
        return ""
    said = _at_most(indication) if indication.paid is None else _difference(indication, indication.paid)
    if indication.expired:
        said += _(
            "依据%(document)s已于 %(day)s 到期，仅供测算，不作承诺。",
            document=indication.document,
            day=indication.until.isoformat(),
        )
    return str(said)


def _at_most(indication: Indication) -> str:
    return str(
        _(
            "若认定：%(clause)s奖励至多 %(amount)s 万元（此前兑付未录入，已兑付的要扣除）。",
            clause=indication.clause,
            amount=wan_to_type(indication.amount),
        )
    )


def _difference(indication: Indication, paid: int) -> str:
    return str(
        _(
            "若认定：%(clause)s奖励 %(full)s 万 − 已兑现 %(paid)s 万 = %(amount)s 万元。",
            clause=indication.clause,
            full=wan_to_type(indication.full),
            paid=wan_to_type(paid),
            amount=wan_to_type(indication.amount),
        )
    )


def _holds(dossier: Dossier, target: str, on: date) -> bool:
    ladder = library().ladder
    held = [one.tier for one in dossier.recognitions or () if one.valid_on(on)]
    return ladder.highest(held).rank >= ladder.tier(target).rank
