"""Enterprises on the way to 专精特新 and 小巨人: facts that suffice, to be spoilt by the test that needs it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import FactList, Grade, IntellectualProperty, ListKind, PlatformScore
from crm.enterprises.facts.service import record_fact
from crm.enterprises.facts.wholesale import Statement, record_facts
from crm.enterprises.models import Enterprise
from crm.money import FEN_IN_WAN
from tests.makers import TODAY, make_enterprise, make_figures

SEEN = Evidence(source="现场核验", grade=Grade.AUDITED)
CLEAN = {
    "compliance.abnormal_list": False,
    "compliance.dishonest_list": False,
    "compliance.prohibited_product": False,
    "compliance.serious_incident": False,
}


def wan(amount: int) -> int:
    return amount * FEN_IN_WAN


def year_of(revenue: int = 3000, *, rd: int = 150, main: int | None = None, employees: int = 80) -> dict[str, int]:
    """A year's figures from amounts in 万元."""
    return {
        "revenue": wan(revenue),
        "main_revenue": wan(main if main is not None else revenue * 9 // 10),
        "rd_expense": wan(rd),
        "net_profit": wan(revenue // 10),
        "total_assets": wan(revenue * 2),
        "total_liabilities": wan(revenue),
        "employees": employees,
        "rd_staff": employees // 4,
    }


def say(session: Session, enterprise: Enterprise, *, on: date = TODAY, **facts: Any) -> None:
    """Record one-valued facts; a double underscore stands for the dot."""
    for name, value in facts.items():
        record_fact(session, enterprise.id, name.replace("__", "."), value, SEEN, by=None, on=on)


def write_text(session: Session, enterprise: Enterprise, fact: str, text: str, *, on: date = TODAY) -> None:
    """Record a text that no form and no register would let through."""
    record_facts(session, [Statement(enterprise.id, fact, text)], SEEN, by=None, on=on)


def own_class1(
    session: Session,
    enterprise: Enterprise,
    number: int = 1,
    *,
    granted_on: date = date(2023, 5, 1),
    recorded_on: date = TODAY,
) -> None:
    """Class I items that count under every rulebook."""
    for _ in range(number):
        session.add(
            IntellectualProperty(
                enterprise_id=enterprise.id,
                ip_class="I",
                high_value=False,
                self_developed=True,
                related_to_main_product=True,
                economic_benefit=True,
                granted_on=granted_on,
                holder_rank=1,
                grade=Grade.REGISTRY,
                recorded_on=recorded_on,
            )
        )
    session.flush()


def complete(session: Session, enterprise: Enterprise, *kinds: ListKind) -> None:
    """Declare lists complete."""
    for kind in kinds or tuple(ListKind):
        session.add(
            FactList(
                enterprise_id=enterprise.id, kind=kind, complete_as_of=TODAY, evidence="逐项核对", recorded_on=TODAY
            )
        )
    session.flush()


def make_candidate(
    session: Session,
    name: str = "北京候选科技有限公司",
    *,
    steward: str | None = "stefan",
    tier: str = "innovative",
    grade: Grade = Grade.AUDITED,
    **spoilt: Any,
) -> Enterprise:
    """An enterprise that is eligible for 专精特新 on 24 November 2026."""
    enterprise = make_enterprise(session, name, steward=steward, tier=tier)
    for year in (2023, 2024, 2025):
        make_figures(session, enterprise, year, grade=grade, **{**year_of(), **spoilt})
    say(session, enterprise, niche_started_on="2019-03-01", market__leading=True, **_dotless(CLEAN))
    own_class1(session, enterprise)
    session.add(
        PlatformScore(
            enterprise_id=enterprise.id, year=2026, score_e4=635_000, grade=Grade.REGISTRY, recorded_on=TODAY
        )
    )
    complete(session, enterprise)
    return enterprise


def _dotless(facts: dict[str, Any]) -> dict[str, Any]:
    return {name.replace(".", "__"): value for name, value in facts.items()}
