"""Makes an application in any state, by the steps that lead there; windows are those the tests announce."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from crm.config.policies import library, rulebook_texts
from crm.cultivation.applications.acts import ApplicationSaying
from crm.cultivation.applications.judging import Submission, hear_application
from crm.cultivation.applications.materials.models import ApplicationMaterial
from crm.cultivation.applications.models import Application
from crm.cultivation.applications.service import ApplicationWish, open_application, submit_application, take_step
from crm.cultivation.models import Tier, Title
from crm.cultivation.night.verdicts import Standards
from crm.rules import Purpose
from crm.rules.law.nodes import Text
from crm.rules.reading.ladder import Window
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.cultivation.srdi import make_candidate
from tests.makers import make_title

AUTUMN = Window(
    id="srdi-2026-autumn",
    tier="srdi",
    purpose=Purpose.NEW,
    year=2026,
    since=date(2026, 11, 2),
    until=date(2026, 11, 30),
    district_until=date(2026, 12, 11),
    review_until=date(2026, 12, 25),
    text=Text("2026 年专精特新秋季申报", "Autumn window"),
)
ENDED = date(2026, 12, 1)  # the day after the last of the window
WAYS = {
    "prepared": (),
    "submitted": ("submit",),
    "recommended": ("submit", "check_site", "recommend"),
    "publicity": ("submit", "check_site", "recommend", "announce"),
    "granted": ("submit", "check_site", "recommend", "grant"),
    "refused": ("submit", "refuse"),
    "withdrawn": ("withdraw",),
    "missed": ("miss",),
}
SAYINGS = {
    "check_site": ApplicationSaying(day=TODAY, text="两名主管到场，设备和台账与申报一致"),
    "send_back": ApplicationSaying(why="审计报告缺页"),
    "recommend": ApplicationSaying(document="石经信推〔2026〕3号"),
    "announce": ApplicationSaying(document="公示通知", day=TODAY, until=TODAY),
    "object": ApplicationSaying(text="某企业反映专利归属有争议"),
    "settle": ApplicationSaying(text="已核实，归属无争议"),
    "grant": ApplicationSaying(document="京经信发〔2026〕40号", day=TODAY),
    "refuse": ApplicationSaying(clause="专业化指标", why="主营收入占比不足"),
    "withdraw": ApplicationSaying(why="企业放弃"),
}
WHO = dict.fromkeys(("recommend", "announce", "object", "settle", "grant", "refuse", "send_back"), "maria")


def standards(*windows: Window) -> Standards:
    """What the desk judges by, with these windows announced."""
    known = library()
    return Standards(replace(known, ladder=replace(known.ladder, windows=windows or (AUTUMN,))), rulebook_texts(), 12)


def wish(**changes) -> ApplicationWish:
    """专精特新 in the autumn window."""
    return ApplicationWish(**{"target": Tier.SRDI, "purpose": Purpose.NEW, "window_id": AUTUMN.id, **changes})


def begin(session, enterprise=None, *, who="stefan", on=TODAY, **changes) -> Application:
    """An application that Stefan prepares for an enterprise that fulfils everything."""
    enterprise = enterprise or make_candidate(session)
    by = make_person(session, who).id
    ladder = standards().library.ladder
    return open_application(session, enterprise.id, wish(**changes), ladder=ladder, by=by, on=on, at=NOW)


def waive_papers(session, application) -> None:
    """Every paper that is needed still is waived: most tests are about something else."""
    for paper in session.scalars(
        select(ApplicationMaterial).where(ApplicationMaterial.application_id == application.id)
    ):
        paper.waived_on, paper.waived_why = TODAY, "测试"
    session.flush()


def submit(session, application, *, who="stefan", on=TODAY, by_rules=None, **said) -> Application:
    """Submit it, with all its papers waived."""
    waive_papers(session, application)
    by = make_person(session, who).id
    return submit_application(
        session, application.id, Submission(**said), by_rules or standards(), by=by, on=on, at=NOW
    )


def act_on(session, application, act, saying=None, *, who=None, on=TODAY) -> Application:
    """Take a step as whoever takes it usually; missing a window is the night's."""
    if act == "submit":
        return submit(session, application, who=who or "stefan", on=on)
    by = None if act == "miss" else make_person(session, who or WHO.get(act, "stefan")).id
    said = saying or SAYINGS.get(act, ApplicationSaying())
    ladder = standards().library.ladder
    return take_step(session, application.id, act, said, ladder=ladder, by=by, on=on, at=NOW)


def make_application(session, state="prepared", enterprise=None) -> Application:
    """An application brought to a state by the people whose steps lead there."""
    application = begin(session, enterprise)
    for act in WAYS[state]:
        act_on(session, application, act)
    return application


def recommended_review(session) -> tuple[Application, Title]:
    """An application for the review of a title that ends in February, recommended; with the title."""
    enterprise = make_candidate(session)
    title = make_title(session, enterprise, "srdi", date(2024, 3, 1), date(2027, 2, 28))
    application = begin(session, enterprise, purpose=Purpose.REVIEW, window_id=None)
    why = {"outside_why": "市里尚未发通知", "below_why": "复核"}
    submit(session, application, named=lacking(session, application), **why)
    for act in ("check_site", "recommend"):
        act_on(session, application, act)
    return application, title


def lacking(session, application) -> frozenset[str]:
    """The keys of what is not fulfilled."""
    hearing = hear_application(session, application, None, standards(), on=TODAY)
    return frozenset(one.key for one in hearing.lacking)
