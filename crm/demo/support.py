"""Who stands beside the stewards, what some enterprises are promised, and a handover that is on its way."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from crm.demo.pen import Pen, morning
from crm.desk.assigning.service import assign_chosen
from crm.interactions.models import ContactPurpose
from crm.interactions.support.life import ItemAct
from crm.interactions.support.models import TeamPart
from crm.interactions.support.service import MemberCard, Promise, name_member, promise, take_item_step
from crm.people.departments.queries import all_departments
from crm.stewards.models import Assignment

HANDED_OVER = 3
DAYS_SINCE_HANDOVER = 2
_OFFICE = "010-6887 0000"


@dataclass(frozen=True, slots=True)
class PromiseStory:
    """What was promised how long ago, for how many days later, by whose department, and what became of it."""

    aspect: ContactPurpose
    text: str
    days_ago: int
    days: int
    code: str = ""
    act: ItemAct | None = None
    why: str = ""


_STORIES = (
    PromiseStory(ContactPurpose.POLICY, "逐条讲解专精特新认定条件", 70, 30, "jxj", ItemAct.FULFIL, "已上门讲解"),
    PromiseStory(ContactPurpose.RESOURCE, "对接两家银行的知识产权质押贷款", 40, 30, "jrb"),
    PromiseStory(ContactPurpose.PROJECT, "指导科技创新项目申报材料", 25, 60, "kw"),
    PromiseStory(ContactPurpose.PLANNING, "协助制定三年梯度培育计划", 20, 90),
    PromiseStory(ContactPurpose.PUBLICITY, "在区属媒体刊发一篇企业报道", 90, 60, "", ItemAct.GIVE_UP, "企业暂不宣传"),
    PromiseStory(ContactPurpose.RESOURCE, "推荐共享检测平台并陪同考察", 15, 20, "kw"),
    PromiseStory(ContactPurpose.POLICY, "核对兑现材料清单", 10, 15, "jxj"),
    PromiseStory(ContactPurpose.PROJECT, "协调厂房扩建前期手续", 60, 45, "jxj", ItemAct.FULFIL, "手续已办结"),
)


def write_support(pen: Pen) -> int:
    """A team and a promise for one enterprise of each steward, and one handover; returns how many promises."""
    newest = select(func.max(Assignment.enterprise_id)).where(Assignment.is_open).group_by(Assignment.steward_id)
    for story, enterprise_id in zip(
        _STORIES, pen.session.scalars(newest.order_by(Assignment.steward_id)), strict=True
    ):
        _write(pen, story, enterprise_id)
    _hand_over(pen)
    return len(_STORIES)


def _write(pen: Pen, story: PromiseStory, enterprise_id: int) -> None:
    departments = {one.code: one.id for one in all_departments(pen.session)}
    by, on = pen.staff.manager.id, pen.today - timedelta(days=story.days_ago)
    leader = MemberCard(TeamPart.LEADER, pen.staff.other_manager.name, position="联系领导", telephone=_OFFICE)
    name_member(pen.session, enterprise_id, leader, by=by, on=on)
    department_id = departments.get(story.code)
    if department_id is not None:
        contact = MemberCard(
            TeamPart.DEPARTMENT, pen.staff.handlers[department_id].name, department_id, "科员", _OFFICE
        )
        name_member(pen.session, enterprise_id, contact, by=by, on=on)
    wish = Promise(story.aspect, story.text, on + timedelta(days=story.days), department_id)
    item = promise(pen.session, enterprise_id, wish, by=by, on=on)
    if story.act is not None:
        at = morning(on + timedelta(days=story.days // 2))
        take_item_step(pen.session, enterprise_id, item.id, story.act, why=story.why, by=by, at=at)


def _hand_over(pen: Pen) -> None:
    """A few enterprises of one steward go to another, who has not taken anything over yet."""
    giver, receiver = pen.staff.stewards[3].id, pen.staff.stewards[4].id
    on = pen.today - timedelta(days=DAYS_SINCE_HANDOVER)
    mine = select(Assignment.enterprise_id, Assignment.id).where(
        Assignment.is_open, Assignment.steward_id == giver, Assignment.from_on < on
    )
    seen = dict(pen.session.execute(mine.order_by(Assignment.enterprise_id).limit(HANDED_OVER)).tuples().all())
    assign_chosen(
        pen.session,
        seen,
        dict.fromkeys(seen, receiver),
        why="按产业链调整分工",
        by=pen.staff.manager.id,
        on=on,
        at=morning(on),
        may_exceed_cap=True,
    )
