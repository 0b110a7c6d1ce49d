"""Demands of the made-up enterprises in every state, some late, one on a promise."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from sqlalchemy import select

from crm.config.service_rules import service_rules
from crm.demands.course.acts import Saying
from crm.demands.course.life import DemandAct
from crm.demands.models import DemandSource, Outcome
from crm.demands.service import Raising, raise_demand, take_step
from crm.demo.pen import Pen, morning
from crm.interactions.models import Channel
from crm.people.departments.queries import all_departments
from crm.stewards.models import Assignment

_ASKED = {
    "finance": (
        "流动资金贷款续贷",
        "三百万元贷款下月到期，希望银行提前会商，避免抽贷。",
        "已协调银行，续贷手续在办。",
    ),
    "technology": (
        "对接高校联合实验室",
        "新材料中试缺检测条件，希望介绍共用实验室。",
        "已介绍两家开放实验室，企业已去看过。",
    ),
}
_REASONS = {
    DemandAct.RETURN: "不属本单位职责，建议转产业主管部门",
    DemandAct.PAUSE: "等待企业补充材料",
    DemandAct.ASK_EXTENSION: "需与三家银行会商",
    DemandAct.REOPEN: "企业反映贷款仍未批下来",
}
_ANSWER, _CALL = (DemandAct.ACCEPT, DemandAct.ANSWER), DemandAct.CALL_BACK


@dataclass(frozen=True, slots=True)
class DemandStory:
    """How long ago a demand was raised, and the steps it has taken since, one each working day or so."""

    days_ago: int
    category: str
    acts: tuple[DemandAct, ...] = ()
    outcome: Outcome = Outcome.SOLVED
    satisfaction: int = 5


_STORIES = (
    DemandStory(1, "finance"),
    DemandStory(1, "technology"),
    DemandStory(6, "finance", (DemandAct.ACCEPT,)),
    DemandStory(30, "technology", (DemandAct.ACCEPT,)),
    DemandStory(9, "finance", (DemandAct.ACCEPT, DemandAct.ASK_EXTENSION)),
    DemandStory(12, "technology", (DemandAct.ACCEPT, DemandAct.PAUSE)),
    DemandStory(4, "finance", (DemandAct.RETURN,)),
    DemandStory(8, "finance", _ANSWER),
    DemandStory(14, "technology", (*_ANSWER, _CALL)),
    DemandStory(40, "finance", (*_ANSWER, _CALL, DemandAct.REOPEN)),
    *(DemandStory(25 + 7 * number, "finance", (*_ANSWER, _CALL, DemandAct.CONFIRM)) for number in range(6)),
    *(
        DemandStory(33 + 9 * number, "technology", (*_ANSWER, _CALL, DemandAct.CONFIRM), Outcome.EXPLAINED, 3)
        for number in range(4)
    ),
    DemandStory(45, "technology", (*_ANSWER, _CALL, DemandAct.CONFIRM), Outcome.PLANNED, 4),
)


def write_demands(pen: Pen, random: Random) -> int:
    """One demand each for some enterprises with a steward; returns how many."""
    cared_for = select(Assignment.enterprise_id, Assignment.steward_id).where(
        Assignment.is_open, Assignment.from_on < pen.today - timedelta(days=100)
    )
    places = random.sample(pen.session.execute(cared_for.order_by(Assignment.enterprise_id)).all(), len(_STORIES))
    for story, (enterprise_id, steward_id) in zip(_STORIES, places, strict=True):
        _write(pen, story, enterprise_id, steward_id)
    return len(_STORIES)


def _write(pen: Pen, story: DemandStory, enterprise_id: int, steward_id: int) -> None:
    category = service_rules().demands.categories[story.category]
    departments = {one.code: one.id for one in all_departments(pen.session)}
    title, text, _answer = _ASKED[story.category]
    raising = Raising(
        category=story.category,
        title=title,
        text=text,
        level=category.level,
        department_id=departments[category.lead],
        joint_ids=frozenset(departments[code] for code in category.joint),
        source=DemandSource.STEWARD,
    )
    on = pen.today - timedelta(days=story.days_ago)
    demand = raise_demand(pen.session, enterprise_id, raising, by=steward_id, on=on, at=morning(on))
    handler_id = pen.staff.handlers[departments[category.lead]].id
    for number, act in enumerate(story.acts, 1):
        day = min(on + timedelta(days=number), pen.today)
        by = steward_id if act in (_CALL, DemandAct.CONFIRM, DemandAct.REOPEN) else handler_id
        take_step(pen.session, demand.id, act, _say(pen, story, act), by=by, on=day, at=morning(day))


def _say(pen: Pen, story: DemandStory, act: DemandAct) -> Saying:
    """What the step needs; an answer and a call back say something, what stops or turns the way gives a reason."""
    if act is DemandAct.ACCEPT:
        return Saying()
    if act is _CALL:
        return Saying(channel=Channel.CALL.value, spoken_with="企业负责人", text="已核对办理情况。")
    if act in _REASONS:
        return Saying(why=_REASONS[act], evidence="会商通知", day=pen.today + timedelta(days=30))
    return Saying(
        text=_ASKED[story.category][2],
        outcome=story.outcome.value,
        day=pen.today + timedelta(days=60),
        satisfaction=story.satisfaction,
    )
