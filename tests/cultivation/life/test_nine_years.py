"""An enterprise's life from seed to little giant over nine years, night by night, against a table one can read.

There is a missed update, a rename, a failed review, a list that comes late, and a revocation at the end. A night runs
on the first of every month; the table has a row for each month in which anything changed or anybody was reminded.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from crm.config.service_rules import service_rules
from crm.config.settings import ROOT
from crm.cultivation.duties.models import TitleDuty
from crm.cultivation.flags import acts
from crm.cultivation.flags.opened import open_flag
from crm.cultivation.models import Flag, Tier, TitleEventKind
from crm.cultivation.night import evaluation, jobs
from crm.cultivation.night.due import ids_to_judge, mark_touched
from crm.cultivation.night.notices import tell_stewards
from crm.cultivation.pool import proposals
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles import reviews
from crm.cultivation.titles import service as titles
from crm.cultivation.titles.bars import RevocationCause, find_bar
from crm.cultivation.titles.titles_page import Lives
from crm.enterprises import service as enterprises
from crm.enterprises.facts.models import Grade, PlatformScore
from crm.enterprises.service import Identity
from crm.errors import CrmError
from crm.jobs.registry import standards
from crm.notifications.models import Notice
from crm.rules import Purpose
from crm.rules.reading.ladder import load_ladder
from crm.web.flag_words import FLAGS
from crm.web.words import SHORT_TIERS
from crm.work import Turn
from tests.cast import make_person
from tests.cultivation.nights import AT, EVERYBODY
from tests.cultivation.srdi import CLEAN, complete, own_class1, say, year_of
from tests.makers import make_enterprise, make_figures

TABLE = ROOT / "tests" / "fixtures" / "nine-years.md"
LADDER = load_ladder(Path(ROOT) / "config" / "policies")
FIRST, LAST = date(2022, 10, 1), date(2031, 9, 1)
HEADS = ("月", "层级", "称号", "标记", "义务", "提醒")


class Life:
    """The enterprise with the acts of its people, each on its day."""

    def __init__(self, session):
        self.session = session
        self.maria = make_person(session, "maria")
        self.by = self.maria.id
        self.enterprise = make_enterprise(session, "北京九年样例公司", steward="stefan", on=date(2022, 9, 1))
        self.held = {}

    def describe(self, on):
        """What is known of it from the first month: conduct, niche, patents; every list is complete."""
        known = {fact.replace(".", "__"): value for fact, value in CLEAN.items()}
        say(self.session, self.enterprise, on=on, niche_started_on="2019-03-01", market__leading=True, **known)
        own_class1(self.session, self.enterprise, 2, granted_on=date(2021, 5, 1), recorded_on=on)
        complete(self.session, self.enterprise)

    def report_year(self, on, year, revenue, rd):
        make_figures(self.session, self.enterprise, year, by=self.maria, on=on, **year_of(revenue, rd=rd))

    def patent(self, on, number):
        own_class1(self.session, self.enterprise, number, granted_on=date(2027, 6, 1), recorded_on=on)

    def answer_for_srdi(self, on):
        known = {"product_field": "key_supporting", "digital_level": 3, "rd_institution": "municipal"}
        say(self.session, self.enterprise, on=on, quality=["management_system"], **known)

    def answer_for_giant(self, on):
        known = {"market__share": "0.12", "market__reputation": True, "chain_role": True}
        say(self.session, self.enterprise, on=on, **known)

    def score(self, on, points):
        score = PlatformScore(
            enterprise_id=self.enterprise.id,
            year=on.year,
            score_e4=points * 10_000,
            grade=Grade.REGISTRY,
            recorded_on=on,
        )
        self.session.add(score)

    def keep_as_seed(self, on):
        entry = title_queries.open_entry(self.session, self.enterprise.id)
        proposals.set_term(self.session, entry, date(2023, 12, 31), why="培育一年", by=self.by, on=on)

    def win(self, on, tier):
        announced = titles.TitleGrant(tier, on)
        by = {"ladder": LADDER, "by": self.by, "on": on}
        self.held[tier] = titles.grant_title(self.session, self.enterprise.id, announced, **by)

    def update(self, on, *tiers):
        for tier in tiers:
            titles.note_event(self.session, self.held[tier], TitleEventKind.ANNUAL_UPDATE, on, by=self.by, on=on)

    def rename(self, on):
        identity = Identity("北京九年新名公司", street="八角", industry="C3563")
        enterprises.change_identity(self.session, self.enterprise, identity, by=self.by, on=on)

    def report(self, on, *tiers):
        for tier in tiers:
            titles.note_event(self.session, self.held[tier], TitleEventKind.MAJOR_CHANGE, on, by=self.by, on=on)

    def fail(self, on, tier):
        reviews.fail_review(self.session, self.held[tier], on, by=self.by, on=on)

    def pass_late(self, on, tier):
        reviews.pass_review(self.session, self.held[tier], on, ladder=LADDER, by=self.by, on=on)

    def revoke(self, on, tier):
        cause = RevocationCause.FALSIFIED
        titles.revoke_title(self.session, self.held[tier], on, cause, why="造假", by=self.by, on=on)

    def put_off(self, on, target, until):
        stefan, flag = make_person(self.session, "stefan").id, self.open_flag(target)
        acts.snooze(self.session, flag.enterprise_id, flag.id, until=until, why="企业暂不申报", by=stefan, on=on)

    def see(self, on, target):
        flag = self.open_flag(target)
        acts.see(self.session, flag.enterprise_id, flag.id, by=make_person(self.session, "stefan").id, on=on)

    def open_flag(self, target):
        return self.session.scalars(select(Flag).where(Flag.target == target, Flag.closed_on.is_(None))).one()


INNOVATIVE, SRDI, GIANT = Tier.INNOVATIVE, Tier.SRDI, Tier.LITTLE_GIANT
ACTS = (
    (date(2022, 10, 1), Life.keep_as_seed),
    (date(2023, 3, 10), Life.describe),
    (date(2023, 3, 10), Life.report_year, 2020, 800, 45),
    (date(2023, 3, 10), Life.report_year, 2021, 1000, 60),
    (date(2023, 3, 10), Life.report_year, 2022, 1200, 75),
    (date(2023, 5, 20), Life.put_off, INNOVATIVE, date(2023, 9, 1)),
    (date(2024, 2, 15), Life.win, INNOVATIVE),
    (date(2024, 5, 10), Life.report_year, 2023, 1500, 95),
    (date(2024, 6, 5), Life.see, SRDI),
    (date(2024, 8, 12), Life.report_year, 2023, 1500, 120),
    (date(2024, 9, 10), Life.answer_for_srdi),
    (date(2024, 11, 5), Life.win, SRDI),
    (date(2025, 4, 20), Life.update, INNOVATIVE, SRDI),
    (date(2025, 4, 20), Life.report_year, 2024, 2200, 150),
    (date(2025, 8, 20), Life.rename),
    (date(2025, 10, 9), Life.report, INNOVATIVE, SRDI),
    (date(2026, 4, 20), Life.update, INNOVATIVE),
    (date(2026, 4, 20), Life.report_year, 2025, 3000, 200),
    (date(2026, 11, 20), Life.score, 55),
    (date(2027, 1, 20), Life.fail, INNOVATIVE),
    (date(2027, 5, 20), Life.update, SRDI),
    (date(2027, 5, 20), Life.report_year, 2026, 4500, 500),
    (date(2028, 1, 20), Life.pass_late, SRDI),
    (date(2028, 5, 20), Life.update, SRDI),
    (date(2028, 5, 20), Life.report_year, 2027, 6000, 720),
    (date(2028, 5, 20), Life.score, 65),
    (date(2028, 5, 20), Life.patent, 2),
    (date(2028, 6, 10), Life.answer_for_giant),
    (date(2028, 9, 1), Life.win, GIANT),
    (date(2029, 5, 20), Life.update, SRDI, GIANT),
    (date(2029, 5, 20), Life.report_year, 2028, 7000, 800),
    (date(2029, 5, 20), Life.score, 66),
    (date(2030, 5, 10), Life.revoke, GIANT),
    (date(2030, 5, 20), Life.update, SRDI),
    (date(2030, 5, 20), Life.report_year, 2029, 7500, 800),
)


def short(tier):
    return str(SHORT_TIERS[tier])


def months():
    day = FIRST
    while day <= LAST:
        yield day
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def night(session, on):
    """What a night does about titles, duties and reminders; returns what stewards were told of."""
    turn, rules = Turn(on, datetime(on.year, on.month, on.day, 20, tzinfo=UTC)), service_rules()
    session.flush()
    before = set(session.scalars(select(Notice.id)))
    jobs.expire_titles(session, turn, LADDER, rules)
    judge_what_is_due(session, on)
    jobs.keep_duties(session, turn, LADDER)
    tell_stewards(session, LADDER, rules, turn)
    jobs.snapshot_pool(session, turn)
    fresh = session.execute(select(Notice.id, Notice.kind, Notice.values).order_by(Notice.id)).all()
    return [row for row in fresh if row.id not in before and row.kind != "night"]


def judge_what_is_due(session, on):
    """As nights do: in January, after something was written, and on the day on which the calendar changes a verdict."""
    if on.month == 1 or ids_to_judge(session, on):
        evaluation.evaluate(session, EVERYBODY, standards(), on=on, at=AT)


def standing(life, on):
    held = title_queries.titles(life.session, life.enterprise.id)
    lives = Lives(held, title_queries.events(life.session, life.enterprise.id))
    states = []
    for title in sorted(held, key=lambda one: one.granted_on):
        if title_queries.is_valid(title, on):
            state = "复核未通过" if title.id in lives.failed else "有效"
            states.append(f"{short(title.tier)} {state} 至 {title.expires_on}")
        elif lives.is_awaiting(title, on):
            states.append(f"{short(title.tier)} 复核结果待公布")
    tier = title_queries.tier_on(held, on)
    awaited = lives.awaited_above(tier, on)
    shown = "复核结果待公布" if awaited and tier is Tier.SEED else short(tier)
    return shown, "；".join(states)


def flagged(session, on):
    """The open flags; one that waits for late figures, or that was put off, says so."""
    rows = session.scalars(select(Flag).where(Flag.closed_on.is_(None)).order_by(Flag.id)).all()
    shown = set(session.scalars(select(Flag.id).where(open_flag(on))))
    return "；".join(
        f"{short(flag.target)}{'复核' if flag.purpose == Purpose.REVIEW else ''} {FLAGS[flag.kind]}"
        f"{f'（待 {flag.awaiting_year} 年报）' if flag.awaiting_year else ''}{'' if flag.id in shown else '（暂缓）'}"
        for flag in rows
    )


def owing(session):
    rows = session.scalars(select(TitleDuty).order_by(TitleDuty.due_on, TitleDuty.id)).all()
    kinds = {"annual_update": "更新", "major_change": "报告变化", "review": "复核"}
    return "；".join(
        f"{kinds[duty.kind]} {duty.due_on}{' 逾期' if duty.missed_on else ''}"
        for duty in rows
        if duty.done_on is None and duty.set_aside_on is None
    )


REMINDERS = {
    "flag_opened": "新标记",
    "flag_unseen": "标记未看",
    "seed_term": "培育期将到",
    "title_ends": "称号将到期",
    "update_due": "年度更新",
    "duty": "义务",
}


def reminded(notices):
    return "；".join(f"{REMINDERS[one.kind]}{''.join(reminded_of(one.values))}" for one in notices)


def reminded_of(values):
    """What a reminder is about: a flag by its title, anything else by its day."""
    if values.get("step") == "missed":
        yield " 逾期"
    if "months" in values:
        yield f" {values['months']} 个月"
    day = next((values[name] for name in ("until", "expires_on", "last_day", "due_on") if name in values), None)
    yield f" {day or short(values['target'])}"
    if day is None and values["purpose"] == Purpose.REVIEW:
        yield "复核"


def lived(session):
    """The rows of the table: a month with something new."""
    life, todo, rows, last = Life(session), list(ACTS), [], None
    for on in months():
        while todo and todo[0][0] <= on:
            day, act, *about = todo.pop(0)
            act(life, day, *about)
            mark_touched(session)
        told = reminded(night(session, on))
        row = (*standing(life, on), flagged(session, on), owing(session))
        if row != last or told:
            rows.append((f"{on:%Y-%m}", *row, told))
        last = row
    return life, rows


def read_table():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|")]
    assert cells[0] == HEADS
    return cells[2:]


def test_nine_years_go_as_the_table_says(session):
    life, rows = lived(session)

    assert rows == read_table()
    bar = find_bar(title_queries.titles(session, life.enterprise.id), LAST, LADDER)
    assert bar is not None
    assert bar.until == date(2033, 5, 10)
    with pytest.raises(CrmError, match="title_barred"):
        life.win(LAST, INNOVATIVE)
