"""Applications of the made-up enterprises: those of the last window at every stage, and some in preparation now."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from crm.config.policies import library, rulebook_texts
from crm.config.service_rules import service_rules
from crm.cultivation.applications.acts import ApplicationSaying
from crm.cultivation.applications.judging import Submission, hear_application
from crm.cultivation.applications.life import ApplicationAct
from crm.cultivation.applications.materials.checklist import checklist_of, missing_of
from crm.cultivation.applications.materials.service import ask_for_material, take_down_material
from crm.cultivation.applications.models import Application
from crm.cultivation.applications.service import ApplicationWish, open_application, submit_application, take_step
from crm.cultivation.models import Tier, Title
from crm.cultivation.night.verdicts import Standards
from crm.demo.pen import Pen, morning
from crm.rules import Purpose
from crm.rules.reading.ladder import Window
from crm.stewards.models import Assignment

_STAGES = (
    (),
    (ApplicationAct.REFUSE,),
    (ApplicationAct.CHECK_SITE, ApplicationAct.RECOMMEND),
    (ApplicationAct.CHECK_SITE, ApplicationAct.RECOMMEND, ApplicationAct.ANNOUNCE),
    (ApplicationAct.WITHDRAW,),
)
_PREPARED = 3


def write_applications(pen: Pen, random: Random) -> int:
    """One application each for some enterprises with a steward; returns how many."""
    window = max(
        (one for one in pen.ladder.windows if one.until < pen.today), key=lambda one: one.until, default=None
    )
    count = 0
    if window is not None:
        places = _candidates(pen, random, Tier.SRDI, window.since, len(_STAGES))
        for stage, place in zip(_STAGES, places, strict=False):
            _write_in_window(pen, window, stage, place)
            count += 1
    for place in _candidates(pen, random, Tier.INNOVATIVE, pen.today, _PREPARED):
        _prepare(pen, place)
        count += 1
    return count


def _candidates(pen: Pen, random: Random, tier: Tier, day: date, number: int) -> list[tuple[int, int]]:
    """Enterprises that hold a tier and nothing above it on a day, with their stewards."""
    above = select(Title.enterprise_id).where(Title.tier.in_(_above(tier)))
    holders = (
        select(Assignment.enterprise_id, Assignment.steward_id)
        .join(Title, Title.enterprise_id == Assignment.enterprise_id)
        .where(Assignment.is_open, Title.tier == tier, Title.removed_on.is_(None), Title.granted_on <= day)
        .where(Title.expires_on > pen.today, Assignment.enterprise_id.not_in(above))
        .order_by(Assignment.enterprise_id)
        .distinct()
    )
    places = [(row.enterprise_id, row.steward_id) for row in pen.session.execute(holders)]
    return random.sample(places, min(number, len(places)))


def _above(tier: Tier) -> tuple[Tier, ...]:
    return (Tier.LITTLE_GIANT,) if tier is Tier.SRDI else (Tier.SRDI, Tier.LITTLE_GIANT)


def _write_in_window(pen: Pen, window: Window, stage: tuple[ApplicationAct, ...], place: tuple[int, int]) -> None:
    enterprise_id, steward_id = place
    on = window.since + timedelta(days=3)
    wish = ApplicationWish(Tier(window.tier), window.purpose, window.id)
    application = open_application(
        pen.session, enterprise_id, wish, ladder=pen.ladder, by=steward_id, on=on, at=morning(on)
    )
    _submit(pen, application, window, steward_id, on + timedelta(days=10))
    for number, act in enumerate(stage):
        day = window.until + timedelta(days=number + 1)
        by = steward_id if act is ApplicationAct.WITHDRAW else pen.staff.manager.id
        saying = _say(act, day)
        take_step(pen.session, application.id, act, saying, ladder=pen.ladder, by=by, on=day, at=morning(day))


def _submit(pen: Pen, application: Application, window: Window, steward_id: int, on: date) -> None:
    standards = Standards(library(), rulebook_texts(), service_rules().night.review_months)
    for line in missing_of(checklist_of(pen.session, application, window)):
        note = "原件已收，扫描件存区里"
        take_down_material(pen.session, application, line.material.id, note=note, by=steward_id, on=on)
    hearing = hear_application(pen.session, application, window, standards, on=on)
    submission = Submission(
        frozenset(clause.key for clause in hearing.lacking),
        frozenset(clause.key for clause in hearing.to_confirm),
        "相关资料正在补充，企业已书面承诺",
    )
    submit_application(pen.session, application.id, submission, standards, by=steward_id, on=on, at=morning(on))


def _prepare(pen: Pen, place: tuple[int, int]) -> None:
    """Being prepared for a window that is not announced yet, with one paper asked for."""
    enterprise_id, steward_id = place
    on = pen.today - timedelta(days=6)
    wish = ApplicationWish(Tier.SRDI, Purpose.NEW)
    application = open_application(
        pen.session, enterprise_id, wish, ladder=pen.ladder, by=steward_id, on=on, at=morning(on)
    )
    line = next(iter(missing_of(checklist_of(pen.session, application, None))))
    ask_for_material(
        pen.session,
        application,
        line.material.id,
        steward_id,
        pen.today + timedelta(days=4),
        text=line.text,
        by=steward_id,
        on=on,
        at=morning(on),
    )


def _say(act: ApplicationAct, day: date) -> ApplicationSaying:
    sayings = {
        ApplicationAct.REFUSE: ApplicationSaying(clause="主营业务收入占比", why="审计报告与申报口径不一致"),
        ApplicationAct.CHECK_SITE: ApplicationSaying(day=day, text="两名工作人员到场，设备与台账一致"),
        ApplicationAct.RECOMMEND: ApplicationSaying(document=f"石经信推〔{day.year}〕5号"),
        ApplicationAct.ANNOUNCE: ApplicationSaying(document="公示通知", day=day, until=day + timedelta(days=7)),
        ApplicationAct.WITHDRAW: ApplicationSaying(why="企业决定先完善知识产权，下一年再报"),
    }
    return sayings[act]
