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
from crm.cultivation.models import Tier, TitleEventKind
from crm.cultivation.night import jobs
from crm.cultivation.night.notices import tell_stewards
from crm.cultivation.pool import proposals
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles import reviews
from crm.cultivation.titles import service as titles
from crm.cultivation.titles.bars import RevocationCause, find_bar
from crm.cultivation.titles.titles_page import Lives
from crm.enterprises import service as enterprises
from crm.enterprises.service import Identity
from crm.errors import CrmError
from crm.notifications.models import Notice
from crm.rules.reading.ladder import load_ladder
from crm.web.words import SHORT_TIERS
from crm.work import Turn
from tests.cast import make_person
from tests.makers import make_enterprise

TABLE = ROOT / "tests" / "fixtures" / "nine-years.md"
LADDER = load_ladder(Path(ROOT) / "config" / "policies")
FIRST, LAST = date(2022, 10, 1), date(2031, 9, 1)
HEADS = ("月", "层级", "称号", "义务", "提醒")


class Life:
    """The enterprise with the acts of its people, each on its day."""

    def __init__(self, session):
        self.session = session
        self.by = make_person(session, "maria").id
        self.enterprise = make_enterprise(session, "北京九年样例公司", steward="stefan", on=date(2022, 9, 1))
        self.held = {}

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


INNOVATIVE, SRDI, GIANT = Tier.INNOVATIVE, Tier.SRDI, Tier.LITTLE_GIANT
ACTS = (
    (date(2022, 10, 1), Life.keep_as_seed),
    (date(2024, 2, 15), Life.win, INNOVATIVE),
    (date(2024, 11, 5), Life.win, SRDI),
    (date(2025, 4, 20), Life.update, INNOVATIVE, SRDI),
    (date(2025, 8, 20), Life.rename),
    (date(2025, 10, 9), Life.report, INNOVATIVE, SRDI),
    (date(2026, 4, 20), Life.update, INNOVATIVE),
    (date(2027, 1, 20), Life.fail, INNOVATIVE),
    (date(2027, 5, 20), Life.update, SRDI),
    (date(2028, 1, 20), Life.pass_late, SRDI),
    (date(2028, 5, 20), Life.update, SRDI),
    (date(2028, 9, 1), Life.win, GIANT),
    (date(2029, 5, 20), Life.update, SRDI, GIANT),
    (date(2030, 5, 10), Life.revoke, GIANT),
    (date(2030, 5, 20), Life.update, SRDI),
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
    jobs.keep_duties(session, turn, LADDER)
    tell_stewards(session, LADDER, rules, turn)
    jobs.snapshot_pool(session, turn)
    fresh = session.execute(select(Notice.id, Notice.kind, Notice.values).order_by(Notice.id)).all()
    return [row for row in fresh if row.id not in before and row.kind != "night"]


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
    return short(title_queries.tier_on(held, on)), "；".join(states)


def owing(session):
    rows = session.scalars(select(TitleDuty).order_by(TitleDuty.due_on, TitleDuty.id)).all()
    kinds = {"annual_update": "更新", "major_change": "报告变化", "review": "复核"}
    return "；".join(
        f"{kinds[duty.kind]} {duty.due_on}{' 逾期' if duty.missed_on else ''}"
        for duty in rows
        if duty.done_on is None and duty.set_aside_on is None
    )


def reminded(notices):
    words = {"seed_term": "培育期将到", "title_ends": "称号将到期", "update_due": "年度更新", "duty": "义务"}
    days = ("until", "expires_on", "last_day", "due_on")
    return "；".join(
        f"{words[one.kind]}{' 逾期' if one.values.get('step') == 'missed' else ''}"
        f"{' {} 个月'.format(one.values['months']) if 'months' in one.values else ''}"
        f" {next(one.values[day] for day in days if day in one.values)}"
        for one in notices
    )


def lived(session):
    """The rows of the table: a month with something new."""
    life, acts, rows, last = Life(session), list(ACTS), [], None
    for on in months():
        while acts and acts[0][0] <= on:
            day, act, *about = acts.pop(0)
            act(life, day, *about)
        told = reminded(night(session, on))
        row = (*standing(life, on), owing(session))
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
