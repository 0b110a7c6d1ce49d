"""怎样够得上: what would make an enterprise eligible, each way judged anew, and what the title would earn at most."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm import clock
from crm.awards.indicative import Indication, indicate
from crm.awards.measures import Measure, measures_at
from crm.cultivation.facts import dossier_of
from crm.cultivation.gap import Gap, NotInForce, evidence_of
from crm.db import reading
from crm.desk.prospects.asking_page import Ask, ask_of
from crm.desk.prospects.gap_page import PURPOSES
from crm.desk.prospects.outlook import Asked, outlook_for
from crm.enterprises import queries as enterprises
from crm.money import wan_to_type
from crm.people.access import requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.policies import library
from crm.rules import TARGETS, Dossier, Finding, Purpose
from crm.rules.ways.levers import Effort
from crm.rules.ways.search import ways_up
from crm.rules.ways.way import Way, Ways
from crm.web.pages import is_fragment
from crm.web.paging import asked_choice, asked_day
from crm.web.words import word

BADGES = {
    Effort.WAIT: _l("仅等待"),
    Effort.RECORD: _l("仅补资料"),
    Effort.OBTAIN: _l("需取得"),
    Effort.SPEND: _l("需投入"),
}
TONES = {Effort.WAIT: "good", Effort.RECORD: "", Effort.OBTAIN: "calm", Effort.SPEND: "calm"}
_IN_ONE_LINE = 2
PRIOR_TITLE = "prior_title"


@dataclass(frozen=True, slots=True)
class Step:
    """One way as `components/steps.html` draws it; `parts` are the steps of one that has many."""

    title: str
    parts: tuple[str, ...]
    text: str
    badge: Any
    tone: str


@requires(Role.STEWARD, Role.MANAGER)
def ways(enterprise_id: int) -> ResponseReturnValue:
    """The ways to one title from a day on; the pages that show them fetch them after everything else."""
    today = clock.today()
    as_of = asked_day("on", today)
    asked = Asked(asked_choice("target", TARGETS) or None, asked_choice("purpose", PURPOSES) or None)
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        dossier = dossier_of(session, enterprise_id)
        shown = told(enterprise_id, dossier, asked, as_of, today)
    template = "desk/_ways.html" if is_fragment() else "desk/ways.html"
    return render_template(template, enterprise=enterprise, ways=shown)


def told(enterprise_id: int, dossier: Dossier, asked: Asked, as_of: date, today: date) -> dict[str, Any]:
    """What was found, in words; what is past cannot be changed and is not searched."""
    gap = outlook_for(dossier, library(), asked=asked, as_of=as_of)
    shown: dict[str, Any] = {
        "target": gap.target,
        "purpose": gap.purpose,
        "as_of": as_of,
        "steps": [],
        "confirm": [],
        "blocked": [],
        "award": award(gap, dossier),
    }
    advice = _no_search(gap, today)
    if advice:
        return {**shown, "advice": advice}
    found = ways_up(library(), gap.target, dossier, as_of=gap.as_of, purpose=gap.purpose)
    return {
        **shown,
        "steps": [step(way) for way in found.ways],
        "blocked": [hurdle(enterprise_id, gap.target, one) for one in found.blocked],
        "confirm": [one for finding in found.to_confirm for one in confirmations(enterprise_id, finding, today)],
        "advice": "" if found.ways else no_way(found),
    }


def _no_search(gap: Gap | NotInForce, today: date) -> str:
    if isinstance(gap, NotInForce):
        return str(_("这一天没有生效的认定标准，无从测算。请换一个日期。"))
    if gap.as_of < today:
        return str(_("过去的日期只回答当时够不够得上；办法从今天算起，请回到今天查看。"))
    if gap.verdict == "eligible":
        return str(_("已满足全部条件，不需要再做什么；请核对依据，准备申报。"))
    return ""


def no_way(found: Ways) -> str:
    """Why there is no way, and what then."""
    if found.blocked:
        return str(_("两年之内没有可行的办法，原因见下。"))
    return str(_("两年之内没有找到可行的办法。请先补齐资料，再测算一次。"))


def step(way: Way) -> Step:
    """One way: a short one in a line, a longer one with its parts below; what it assumes stands beneath."""
    parts = way.zh()
    is_short = len(parts) <= _IN_ONE_LINE
    title = "；".join(parts) if is_short else _("%(count)s 件事一起做到", count=len(parts))
    return Step(
        title, () if is_short else parts, "；".join(_assumed_years(way)), BADGES[way.effort], TONES[way.effort]
    )


def _assumed_years(way: Way) -> list[str]:
    years = "、".join(str(year) for year in way.assumed_years)
    return [str(_("假设 %(years)s 年与上年相同", years=years))] if years else []


def confirmations(enterprise_id: int, finding: Finding, today: date) -> list[Ask]:
    """What is to be checked first, with the page where it is written down."""
    return [ask_of(enterprise_id, evidence_of(use), today) for use in finding.missing]


def hurdle(enterprise_id: int, target: str, finding: Finding) -> dict[str, str]:
    """What neither time nor the enterprise could honestly bring about; a title lacking has a page of its own."""
    text = _(
        "%(text)s：现状 %(found)s，要求 %(required)s",
        text=finding.text,
        found=finding.found or "—",
        required=finding.required,
    )
    below = _below(target) if finding.id == PRIOR_TITLE else None
    if below is None:
        return {"text": str(text), "url": "", "link": ""}
    return {
        "text": str(text),
        "link": str(_("先看%(tier)s差距", tier=word(below, "short_tier"))),
        "url": url_for("desk.gap", enterprise_id=enterprise_id, target=below, purpose=Purpose.NEW.value),
    }


def _below(target: str) -> str | None:
    """The highest title from which the target is next and which can be judged."""
    below = [tier for tier in library().ladder.tiers if tier.next == target and tier.id in TARGETS]
    return max(below, key=lambda tier: tier.rank).id if below else None


def award(gap: Gap | NotInForce, dossier: Dossier) -> str:
    """What the title would earn at most; nothing for a review, a title held, or a day before any measure."""
    if gap.purpose != Purpose.NEW or _holds(dossier, gap.target, gap.as_of):
        return ""
    measure = measure_of(gap.as_of)
    if measure is None:
        return ""
    return award_line(indicate(measure, gap.target, on=gap.as_of), measure)


def measure_of(on: date) -> Measure | None:
    """The newest measure that had begun on a day."""
    known = measures_at(current_app.config["SETTINGS"].policies)
    return next((one for one in known if one.valid.since <= on), None)


def award_line(indication: Indication, measure: Measure) -> str:
    """An amount that promises nothing, and why."""
    if not indication.amount:
        return ""
    said = _(
        "若认定：%(clause)s奖励至多 %(amount)s 万元（此前兑付未录入，已兑付的要扣除）。",
        clause=indication.clause,
        amount=wan_to_type(indication.amount),
    )
    if indication.expired:
        said += _(
            "依据%(document)s已于 %(day)s 到期，仅供测算，不作承诺。",
            document=indication.document,
            day=measure.valid.until.isoformat(),
        )
    return str(said)


def _holds(dossier: Dossier, target: str, on: date) -> bool:
    ladder = library().ladder
    held = [one.tier for one in dossier.recognitions or () if one.valid_on(on)]
    return ladder.highest(held).rank >= ladder.tier(target).rank
