"""The words of 今日: each thing to do as a card with its title, its reason and one act."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _

from crm.cultivation.flags.opened import FLAG_KINDS
from crm.demands.page import short_last_day
from crm.desk.lists.queries import CareRow
from crm.desk.today.agenda import Agenda, EndingTitle, LetterInHand, NewFlag
from crm.desk.today.cards import Chip, Tap, Task, TaskGroup
from crm.desk.today.owed_page import task_of_demand, task_of_letter, task_of_paper, task_of_promise
from crm.interactions.plans.queries import AnnouncedContact
from crm.rules import FlagKind
from crm.web.addresses import address_of
from crm.web.flag_words import FLAG_WORDS, flag_tone, word_reach
from crm.web.words import short_day, word

GROUPS = (
    "overdue",
    "today",
    "demands",
    "promises",
    "papers",
    "letters",
    *FLAG_KINDS,
    "week",
    "visits",
    "new",
    "ending",
    "later",
)


def groups(agenda: Agenda, on: date) -> list[TaskGroup]:
    """All cards, the urgent ones first."""
    return [
        TaskGroup("overdue", _("已逾期"), [task_of_plan(row, agenda, on) for row in agenda.overdue]),
        TaskGroup("today", _("今天"), [task_of_plan(row, agenda, on) for row in agenda.today]),
        TaskGroup("demands", _("诉求"), [task_of_demand(one, on) for one in agenda.demands]),
        TaskGroup("promises", _("服务包"), [task_of_promise(one, on) for one in agenda.promises]),
        TaskGroup("papers", _("申报材料"), [task_of_paper(one, on) for one in agenda.papers]),
        TaskGroup("letters", _("告知企业"), [_letter(one, agenda) for one in agenda.letters]),
        *(_flags(kind, agenda.flags) for kind in FLAG_KINDS),
        TaskGroup("week", _("本周"), [task_of_plan(row, agenda, on) for row in agenda.this_week]),
        TaskGroup("visits", _("同事将去"), [task_of_visit(row, agenda) for row in agenda.visits]),
        TaskGroup("new", _("新接手"), [taken_over(row, agenda, on) for row in agenda.taken_over]),
        TaskGroup("ending", _("称号将到期"), [ending(title, on) for title in agenda.ending]),
        TaskGroup("later", _("以后"), [task_of_plan(row, agenda, on) for row in agenda.later]),
    ]


def _letter(letter: LetterInHand, agenda: Agenda) -> Task:
    return task_of_letter(letter, agenda.calls.get(letter.enterprise_id))


def _flags(kind: str, flags: Iterable[NewFlag]) -> TaskGroup:
    heading = str(FLAG_WORDS[FlagKind(kind)].heading)
    mine = [flag for flag in flags if flag.kind == kind]
    return TaskGroup(kind, heading, [task_of_flag(flag) for flag in mine], tuple(flag.id for flag in mine))


def task_of_plan(row: CareRow, agenda: Agenda, on: date) -> Task:
    """A contact that was promised."""
    late_by = (on - row.next_on).days if row.next_on and row.next_on < on else 0
    texts = [row.street or "", _("约定 %(day)s", day=short_day(row.next_on)), _purpose(row, agenda), _last(row)]
    chips = [Chip(_("超时 %(days)s 天", days=late_by), "bad")] if late_by else []
    return Task(
        title=_("联系 %(name)s", name=row.name),
        url=_page(row.id),
        tier=row.tier,
        enterprise=None,
        texts=[text for text in texts if text],
        also=also(agenda.others.get(row.id, ())),
        also_url=_join(row, agenda),
        chips=[*chips, *_cover_chip(row, agenda), *_flag_chip(row)],
        late=bool(late_by),
        act=Tap("write", address_of("desk.log", enterprise_id=row.id), _("记一次服务")),
        dial_url=_dial(row, agenda),
    )


def task_of_visit(row: CareRow, agenda: Agenda) -> Task:
    """An enterprise a colleague is about to contact, and this steward is not."""
    return Task(
        title=row.name,
        url=_page(row.id),
        tier=row.tier,
        enterprise=None,
        texts=[_last(row)],
        also=also(agenda.others.get(row.id, ())),
        also_url=_join(row, agenda),
        chips=[*_cover_chip(row, agenda), *_flag_chip(row)],
        late=False,
        act=Tap("open", _page(row.id), _("打开企业")),
    )


def taken_over(row: CareRow, agenda: Agenda, on: date) -> Task:
    """An enterprise that is new in this steward's care: the first call is due, with its clock where there is one."""
    by = agenda.first_by.get(row.id)
    late_by = (on - by).days if by else 0
    clock = [Chip(_("首次联系超时 %(days)s 天", days=late_by), "bad")] if late_by > 0 else []
    if by and not clock:
        clock = [Chip(_("%(day)s 前首次联系", day=short_last_day(by)), "calm")]
    return Task(
        title=row.name,
        url=_page(row.id),
        tier=row.tier,
        enterprise=None,
        texts=[text for text in (row.street or "", _last(row)) if text],
        also=None,
        chips=[*clock, *_cover_chip(row, agenda), *_flag_chip(row)],
        late=late_by > 0,
        act=Tap("write", address_of("desk.log", enterprise_id=row.id), _("记一次服务")),
        dial_url=_dial(row, agenda),
    )


def task_of_flag(flag: NewFlag) -> Task:
    """A flag the night has opened."""
    gap = [_("差 %(count)s 项", count=flag.unmet)] if flag.unmet else []
    ask = [_("待补 %(count)s 项", count=flag.unknown)] if flag.unknown else []
    purpose = [_("复核")] if flag.purpose == "review" else []
    return Task(
        title=word_reach(flag.kind, word(flag.target, "short_tier")),
        url=_gap(flag),
        tier=flag.tier,
        enterprise=flag.enterprise,
        texts=[*purpose, *gap, *ask],
        also=None,
        chips=[Chip(_("%(day)s 夜间评估", day=short_day(flag.opened_on)), flag_tone(flag.kind))],
        late=False,
        act=Tap("open", _gap(flag), _("看逐条差距")),
        seen_url=address_of("desk.see_flag", enterprise_id=flag.enterprise_id, flag_id=flag.id),
    )


def ending(title: EndingTitle, on: date) -> Task:
    """A title whose last day comes near."""
    days = (title.expires_on - on).days
    return Task(
        title=_("%(tier)s还有 %(days)s 天到期", tier=word(title.tier, "short_tier"), days=days),
        url=_page(title.enterprise_id),
        tier=title.tier,
        enterprise=title.enterprise,
        texts=[_("有效期至 %(day)s", day=title.expires_on.isoformat())],
        also=None,
        chips=[],
        late=False,
        act=Tap("open", _page(title.enterprise_id), _("打开企业")),
    )


def also(others: Iterable[AnnouncedContact]) -> str | None:
    """Who else goes, and when: an offer to go together."""
    plans = [_("%(name)s %(day)s 也去", name=plan.author, day=short_day(plan.planned_on)) for plan in others]
    return _("%(who)s，可合并", who="、".join(plans)) if plans else None


def _purpose(row: CareRow, agenda: Agenda) -> str:
    """What the planned contact is for."""
    plan = agenda.plans.get(row.id)
    return " ".join(filter(None, [word(plan.purpose, "purpose"), plan.note])) if plan else ""


def _join(row: CareRow, agenda: Agenda) -> str | None:
    """Where one visit is made of two; nobody is asked again who has joined."""
    others, mine = agenda.others.get(row.id, ()), agenda.plans.get(row.id)
    if not others or (mine is not None and mine.with_id):
        return None
    return address_of("desk.plan", enterprise_id=row.id, join=others[0].plan_id)


def _dial(row: CareRow, agenda: Agenda) -> str | None:
    contact = agenda.calls.get(row.id)
    return address_of("enterprises.reveal_contact", enterprise_id=row.id, contact_id=contact) if contact else None


def _cover_chip(row: CareRow, agenda: Agenda) -> list[Chip]:
    """An enterprise of the colleague one covers for says whose it is."""
    return [Chip(str(_("代管 %(name)s", name=row.steward)), "accent")] if row.steward_id in agenda.covered else []


def _last(row: CareRow) -> str:
    if row.last_summary is None:
        return str(_("还没有联系过"))
    return str(_("上次：%(what)s", what=row.last_summary[:24]))


def _flag_chip(row: CareRow) -> list[Chip]:
    return [Chip(word(row.flag, "flag"), flag_tone(row.flag))] if row.flag else []


def _page(enterprise_id: int) -> str:
    return address_of("desk.enterprise", enterprise_id=enterprise_id)


def _gap(flag: NewFlag) -> str:
    return address_of("desk.gap", enterprise_id=flag.enterprise_id, target=flag.target.value, purpose=flag.purpose)
