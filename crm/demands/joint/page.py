"""Joint matters and stuck demands in words."""

from datetime import date

from flask_babel import gettext as _

from crm.config.service_rules import service_rules
from crm.demands.joint.models import MatterKind
from crm.demands.joint.queries import MatterLine
from crm.demands.page import category_word, clauses_word, clock_words
from crm.demands.queries import DemandLine
from crm.web.words import word


def matter_words(matter: MatterLine) -> str:
    """What the enterprises have in common."""
    if matter.kind is MatterKind.CATEGORY:
        return f"{category_word(matter.subject)}（{clauses_word(matter.subject)}）"
    if matter.kind is MatterKind.CLAUSE:
        return str(_("涉及%(clause)s的诉求", clause=matter.subject))
    return str(_("%(name)s的诉求", name=service_rules().departments.get(matter.subject, matter.subject)))


def numbers_words(matter: MatterLine) -> str:
    """How many ask for it."""
    return str(_("%(enterprises)s 家企业 %(demands)s 件", enterprises=matter.enterprises, demands=matter.demands))


def offer_matters(matters: list[MatterLine]) -> list[tuple[int, str]]:
    """The choices of a meeting's agenda."""
    return [(one.id, f"{matter_words(one)} {numbers_words(one)}") for one in matters]


def offer_demands(lines: list[DemandLine], on: date) -> list[tuple[int, str]]:
    """The same for demands: what, whose, and how it is stuck."""
    return [(line.demand.id, f"{line.demand.title}，{line.enterprise}，{stuck_words(line, on)}") for line in lines]


def stuck_words(line: DemandLine, on: date) -> str:
    """How a demand is stuck: its clock, or where it stands."""
    text, _tone = clock_words(line.demand, on)
    again = _("第 %(count)s 轮", count=line.demand.round) if line.demand.round > 1 else ""
    return " ".join(filter(None, [line.department, word(line.demand.state, "demand_state"), text, again]))
