"""What a flagged enterprise still lacks, in words, from the engine: the lines of 临近晋级."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from flask_babel import gettext as _

from crm.awards.indicative import AwardGround, Indication, indicate
from crm.cultivation.gap import Gap, NotInForce, gaps_for
from crm.cultivation.gap_lines import CriterionLine
from crm.desk.prospects.near_queries import EnterpriseFlag
from crm.money import wan_to_type
from crm.rules import Library
from crm.rules.law.dossier import Dossier, Source, SourceKey
from crm.rules.reading.ladder import Window

_NEW = "new"
GAPS_KEPT = 1024


@dataclass(frozen=True, slots=True)
class State:
    """One state beside its words."""

    status: str
    text: str


@dataclass(frozen=True, slots=True)
class NearRow:
    """One line of the list, as the template shows it. `award_fen` is indicative, None for a review."""

    id: int
    name: str
    credit_code: str
    place: str
    kind: str
    target: str
    purpose: str
    states: tuple[State, ...]
    when: str
    steward: str | None
    award_fen: int | None
    formula: str
    award_note: str
    is_new: bool
    verdict_note: str


def lines_of(
    flags: list[EnterpriseFlag],
    dossiers: Mapping[int, Dossier],
    library: Library,
    ground: AwardGround,
    *,
    on: date,
    night: date,
) -> list[NearRow]:
    """The lines of these flags, judged on a day over the facts known now."""
    return [_line(flag, dossiers[flag.enterprise_id], library, ground, on, night) for flag in flags]


def _line(
    flag: EnterpriseFlag, dossier: Dossier, library: Library, ground: AwardGround, on: date, night: date
) -> NearRow:
    rules = id(library.rulebooks), library.ladder.windows
    asked = GapAsked(dossier, frozenset(dossier.sources.items()), flag.target.value, flag.purpose, on, rules, library)
    judged = judge_once(asked)
    gap = judged if isinstance(judged, Gap) else None
    award = _award(flag, ground, on)
    return NearRow(
        id=flag.enterprise_id,
        name=flag.name,
        credit_code=flag.credit_code,
        place=" · ".join(part for part in (flag.street, flag.industry) if part),
        kind=flag.kind,
        target=flag.target.value,
        purpose=flag.purpose,
        states=states_of(gap) if gap else (),
        when=when_of(gap, on) if gap else "",
        steward=flag.steward,
        award_fen=award.amount if award else None,
        formula=formula_of(award),
        award_note=award_note_of(award),
        is_new=flag.opened_on >= night,
        verdict_note=_note(flag, gap) if gap else "",
    )


@dataclass(frozen=True, slots=True)
class GapAsked:
    """All that a gap follows from: the facts and where they come from, the question, the day, rules and windows."""

    dossier: Dossier
    sources: frozenset[tuple[SourceKey, Source]]
    target: str
    purpose: str
    on: date
    rules: tuple[int, tuple[Window, ...]]
    library: Library = field(compare=False)


@lru_cache(maxsize=GAPS_KEPT)
def judge_once(asked: GapAsked) -> Gap | NotInForce:
    """The gap, judged once for the same facts, day and rules: pages are looked at more often than facts change."""
    [judged] = gaps_for(asked.dossier, asked.library, as_of=asked.on, purpose=asked.purpose, targets=(asked.target,))
    return judged


def states_of(gap: Gap) -> tuple[State, ...]:
    """What is unmet with its shortfall, then how much is unknown; all met says so."""
    unmet = [State("unmet", _lacking(row)) for row in gap.rows if row.status == "unmet"]
    unknown = [row for row in gap.rows if row.status == "unknown"]
    if not unmet and not unknown:
        return (State("met", _("全部满足")),)
    if len(unknown) == 1:
        return (*unmet, State("unknown", _("%(what)s待补", what=unknown[0].text)))
    asked = (State("unknown", _("%(count)s 项待补", count=len(unknown))),) if unknown else ()
    return (*unmet, *asked)


def when_of(gap: Gap, on: date) -> str:
    """When it could come about: now, with missing facts, or when time alone has passed."""
    unmet = [row for row in gap.rows if row.status == "unmet"]
    if not gap.rows:
        return _now(gap, on)
    if not unmet:
        return str(_("补 %(count)s 项资料", count=len(gap.rows)))
    if all(row.met_on for row in unmet):
        day = max(row.met_on for row in unmet if row.met_on)
        return str(_("%(day)s 自然满足", day=day.isoformat()))
    return ""


def formula_of(award: Indication | None) -> str:
    """The arithmetic of the amount in 万元; without recorded payments it is only a most."""
    if award is None or not award.full:
        return ""
    if award.paid is None:
        return str(_("至多，此前兑付未录入"))
    return f"{wan_to_type(award.full)}−{wan_to_type(award.paid)}"


def award_note_of(award: Indication | None) -> str:
    """The same for a file: the arithmetic, and that nothing is promised once the measure is over."""
    if award is None or not award.full:
        return ""
    if not award.expired:
        return formula_of(award)
    ended = _(
        "依据%(document)s已于 %(day)s 到期，仅供测算，不作承诺", document=award.document, day=award.until.isoformat()
    )
    return f"{formula_of(award)}；{ended}"


def _award(flag: EnterpriseFlag, ground: AwardGround, on: date) -> Indication | None:
    """What a recognition would earn; a review earns nothing."""
    if flag.purpose != _NEW:
        return None
    return indicate(ground.measures, flag.target, on=on, paid=ground.paid.get(flag.enterprise_id))


def _lacking(row: CriterionLine) -> str:
    branches = [branch for branch in row.branches if branch.shortfall]
    shortfall = row.shortfall or (branches[0].shortfall if branches else None)
    if not shortfall:
        return row.text
    return f"{row.text}：{lacking(shortfall)}"


def lacking(shortfall: str | None) -> str | None:
    """The shortfall as a difference; one of several parts already names its differences."""
    if not shortfall or "差" in shortfall:
        return shortfall
    return str(_("差 %(what)s", what=shortfall))


def _now(gap: Gap, on: date) -> str:
    if gap.window is None:
        return str(_("现在"))
    if gap.window.since <= on:
        return str(_("现在 · 窗口至 %(day)s", day=gap.window.until.isoformat()))
    return str(_("窗口 %(days)s 天后", days=(gap.window.since - on).days))


def _note(flag: EnterpriseFlag, gap: Gap) -> str:
    if flag.awaiting_year:
        return str(_("待 %(year)s 年报", year=flag.awaiting_year))
    return str(_("待核实")) if gap.unverified else ""
