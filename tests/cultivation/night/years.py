"""A year of a small pool: late figures, corrections, titles that come and go, missed nights; drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.models import PoolEntry, Title
from crm.enterprises.facts.models import (
    Certificate,
    EquityRound,
    FactList,
    IntellectualProperty,
    ListKind,
    ScienceAward,
)
from crm.enterprises.models import Enterprise
from tests.cultivation.srdi import make_candidate, say, wan, year_of
from tests.makers import make_figures, make_title

DAY = timedelta(days=1)
FIRST = date(2026, 10, 5)
# Days on which rules, years and deadlines turn are never missed, so that both sides of them are seen.
KEPT = (
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 4, 30),
    date(2027, 5, 1),
    date(2027, 5, 31),
    date(2027, 6, 1),
)
Act = Callable[[Session, Enterprise, random.Random, date], Any]


def make_pool(session: Session) -> None:
    """Enterprises on every rung, some with facts that lie ahead."""
    choice = random.Random("pool")
    for number in range(9):
        tier = ("innovative", "srdi", "tech_sme")[number % 3]
        one = make_candidate(session, f"北京岁月{number}有限公司", tier=tier, rd_expense=wan(60 + 20 * number))
        say(session, one, niche_started_on=f"{2023 + number % 2}-{1 + number:02d}-28", market__share="0.12")
        _ahead(session, one, choice, FIRST)
    make_candidate(session, "北京小巨人有限公司", tier="little_giant")
    session.flush()


def nights(choice: random.Random, days: int) -> list[date]:
    """Business dates on which a night runs; others are missed."""
    every = [FIRST + number * DAY for number in range(days)]
    return [day for day in every if day in KEPT or choice.random() < 0.45]


def live(session: Session, choice: random.Random, on: date) -> None:
    """What people and registers do on a day: mostly nothing, sometimes a few things at once."""
    enterprises = session.scalars(select(Enterprise).order_by(Enterprise.id)).all()
    for _ in range(choice.choice((0, 0, 0, 1, 2))):
        choice.choice(ACTS)(session, choice.choice(enterprises), choice, on)
    session.flush()


def _late_figures(session: Session, one: Enterprise, choice: random.Random, on: date) -> None:
    figures = year_of(choice.choice((900, 3000, 9000)), rd=choice.choice((80, 150, 700)))
    make_figures(session, one, on.year - 1, on=on, **figures)


def _correction(session: Session, one: Enterprise, choice: random.Random, on: date) -> None:
    field = choice.choice(("rd_expense", "total_liabilities", "net_profit", "employees"))
    value = choice.choice((60, 80, 290) if field == "employees" else (1, wan(80), wan(2900)))
    make_figures(session, one, on.year - choice.choice((1, 2)), on=on, **{field: value})


def _fact(session: Session, one: Enterprise, choice: random.Random, on: date) -> None:
    fact, values = choice.choice(
        (
            ("market__leading", (True, False, None)),
            ("compliance__abnormal_list", (True, False)),
            ("chain_role", (True, None)),
            ("niche_started_on", ("2024-02-29", "2023-12-31", "2024-06-15")),
        )
    )
    say(session, one, on=on, **{fact: choice.choice(values)})


def _ahead(session: Session, one: Enterprise, choice: random.Random, on: date) -> None:
    """Something whose day comes by itself."""
    day = on + choice.randrange(5, 200) * DAY
    granted = {"recorded_on": on, "enterprise_id": one.id}
    item = {"ip_class": "I", "related_to_main_product": True, "economic_benefit": True, "holder_rank": 1}
    session.add(
        choice.choice(
            (
                IntellectualProperty(**granted, **item, granted_on=day),
                IntellectualProperty(**granted, **item, transferred_in_on=day.replace(year=day.year - 1, day=1)),
                Certificate(**granted, kind="high_tech", valid_from=on - 300 * DAY, valid_to=day),
                ScienceAward(**granted, level="provincial", awarded_on=day, rank=1),
                EquityRound(**granted, paid_on=day, amount=wan(2500), qualified=True),
            )
        )
    )


def _gone_item(session: Session, one: Enterprise, choice: random.Random, on: date) -> None:
    table = choice.choice((IntellectualProperty, Certificate))
    there = select(table).where(table.enterprise_id == one.id, table.removed_on.is_(None)).order_by(table.id)
    held = session.scalars(there).first()
    if held is not None:
        held.removed_on = on


def _title(session: Session, one: Enterprise, choice: random.Random, on: date) -> None:
    """A title ends soon, comes, or is revoked."""
    titles = session.scalars(select(Title).where(Title.enterprise_id == one.id).order_by(Title.id)).all()
    how = choice.choice(("end", "revoke", "grant"))
    if how == "grant" or not titles:
        make_title(session, one, choice.choice(("innovative", "srdi")), on, on + choice.choice((60, 400, 1094)) * DAY)
    elif how == "end":
        titles[-1].expires_on = on + choice.randrange(1, 420) * DAY
    else:
        titles[-1].revoked_on = on + choice.choice((0, 9)) * DAY


def _pool(session: Session, one: Enterprise, choice: random.Random, on: date) -> None:
    entry = session.scalars(
        select(PoolEntry).where(PoolEntry.enterprise_id == one.id, PoolEntry.left_on.is_(None))
    ).first()
    if entry is None:
        day = on + choice.choice((0, 7)) * DAY
        session.add(PoolEntry(enterprise_id=one.id, admitted_on=day, reason="重新入库"))
    else:
        entry.left_on = on + choice.choice((0, 5)) * DAY


def _declaration(session: Session, one: Enterprise, choice: random.Random, on: date) -> None:
    kind = choice.choice(list(ListKind))
    declared = session.scalars(
        select(FactList).where(FactList.enterprise_id == one.id, FactList.kind == kind, FactList.ended_on.is_(None))
    ).first()
    if declared is not None:
        declared.ended_on = on
    else:
        session.add(FactList(enterprise_id=one.id, kind=kind, complete_as_of=on, recorded_on=on))


ACTS: tuple[Act, ...] = (
    _late_figures,
    _late_figures,
    _correction,
    _correction,
    _fact,
    _fact,
    _ahead,
    _ahead,
    _gone_item,
    _title,
    _title,
    _pool,
    _declaration,
)
