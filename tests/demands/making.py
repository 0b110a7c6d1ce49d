"""Makes a demand in any state, by the steps that lead there."""

from datetime import date

from crm.demands.course.acts import Saying
from crm.demands.models import Demand
from crm.demands.service import Raising, raise_demand, take_step
from tests.cast import make_department, make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise

PROMISED = date(2026, 12, 15)
# What each act needs said; an act that needs nothing is not here.
SAYINGS = {
    "return": Saying(why="不属本单位"),
    "answer": Saying(outcome="solved", text="已协调续贷"),
    "call_back": Saying(channel="call", spoken_with="王总", text="王总说解决了"),
    "confirm": Saying(satisfaction=5),
    "reopen": Saying(why="贷款没批"),
    "send_up": Saying(why="还是没批"),
    "pause": Saying(why="等企业补材料", evidence="补正通知 3 号"),
    "contribute": Saying(text="可以配合"),
    "ask_extension": Saying(why="要会商", day=date(2026, 12, 31)),
    "refuse_extension": Saying(why="不必"),
    "strike_off": Saying(why="已兑现"),
    "withdraw": Saying(why="企业自行解决"),
    "merge": Saying(into="SQ2026-000001"),
}
WAYS = {
    "raised": (),
    "returned": ("return",),
    "in_hand": ("accept",),
    "paused": ("accept", "pause"),
    "done": ("accept", "answer"),
    "called_back": ("accept", "answer", "call_back"),
    "closed": ("accept", "answer", "call_back", "confirm"),
    "withdrawn": ("withdraw",),
}
WHO = {
    **dict.fromkeys(("accept", "return", "answer", "pause", "resume", "ask_extension"), "hana"),
    **dict.fromkeys(("route", "transfer", "grant_extension", "refuse_extension"), "maria"),
    "contribute": "hugo",
}


def raising(session, **changes) -> Raising:
    """A demand about a loan for Hana's department, Hugo's taking part."""
    values = {
        "category": "finance",
        "title": "续贷",
        "text": "三百万元贷款下月到期",
        "level": "short",
        "department_id": make_department(session, "jrb", "区金融办"),
        "joint_ids": frozenset({make_department(session, "kw", "区科委")}),
        **changes,
    }
    return Raising(**values)


def make_demand(session, state="raised", enterprise=None, *, on=TODAY, **changes) -> Demand:
    """A demand of Stefan's enterprise, brought to a state by the people whose steps lead there."""
    for name in ("maria", "hana", "hugo"):
        make_person(session, name)
    enterprise = enterprise or make_enterprise(session, steward="stefan")
    stefan = make_person(session, "stefan")
    demand = raise_demand(session, enterprise.id, raising(session, **changes), by=stefan.id, on=on, at=NOW)
    for act in WAYS[state]:
        act_on(session, demand, act, on=on)
    return demand


def act_on(session, demand, act, saying=None, *, who=None, on=TODAY) -> Demand:
    """Take a step as whoever takes it usually."""
    person = make_person(session, who or WHO.get(act, "stefan"))
    return take_step(session, demand.id, act, saying or SAYINGS.get(act, Saying()), by=person.id, on=on, at=NOW)
