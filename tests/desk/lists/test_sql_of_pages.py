"""The SQL of every page that lists or counts: read, and searched for a subquery that runs again for each row."""

import re

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import aliased

from crm.cultivation.models import Tier, Title
from crm.cultivation.titles.tiers import tier_rank
from crm.db import db
from crm.enterprises.models import Enterprise
from crm.interactions.service import Encounter, log
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_contact, make_enterprise, writing
from tests.makers_of_flags import make_flag

PAGES = {
    "stefan": (
        "/today",
        "/mine",
        "/mine?tier=srdi&flag=near&due=overdue&q=样例",
        "/near",
        "/search?q=样例",
        "/log",
        "/enterprises/1",
        "/plans",
        "/briefings",
        "/visits?sort=enterprise&q=样例",
        "/enterprises/1/plan",
        "/enterprises/1/team",
        "/enterprises/1/benefits",
        "/enterprises/1/log",
    ),
    "maria": (
        "/overview",
        "/overview/rows?title=srdi",
        "/overview/rows?flag=near&target=little_giant&opened=night",
        "/overview/rows?ending=unready&granted=srdi&admitted=quarter&band=2&waiting=1",
        "/enterprises",
        "/enterprises?steward=none&tier=srdi&pool=in&sort=-contact&page=2",
        "/enterprises?sort=steward&q=样例",
        "/load",
        "/queue?tier=srdi&due=overdue",
        "/assign/suggestions?tier=srdi",
        "/near",
        "/search?q=样例",
        "/plans",
        "/visits?period=ever&state=corrected&sort=-author",
        "/demands?list=every",
        "/claims?list=every&q=样例&clause=first_award",
        "/claims?list=approved",
        "/claims/public-notice",
        "/payment-batches",
        "/budget",
        "/budget/payments",
        "/budget/ledger",
        "/beneficiaries?q=样例",
        "/supervision",
        "/joint-matters",
        "/rechecks",
        "/duties?state=missed&q=样例",
        "/pool",
        "/pool/moves?before=outside&now=seed",
        "/pool/proposals",
        "/recognitions",
        "/windows",
        "/service-plans?state=overdue&q=样例",
    ),
}
MOST, MOST_OF_LISTS, MOST_OF_ONE = 10, 6, 12
LISTS = ("/enterprises", "/search")
_NAMED = re.compile(r"\b([a-z][a-z_]*\d*)\.")
_READ = re.compile(r"(?:\bFROM|\bJOIN|,)\s+([a-z][a-z_]*\d*)(?:\s+AS\s+([a-z][a-z_]*\d*))?")
_MADE = re.compile(r"\)\s+AS\s+([a-z][a-z_]*\d*)")
_NESTED = re.compile(r"\(\s*SELECT\b", re.IGNORECASE)


def inner_selects(sql: str) -> list[str]:
    """The text of every select in brackets."""
    found = []
    for match in _NESTED.finditer(sql):
        depth = 0
        for at in range(match.start(), len(sql)):
            depth += {"(": 1, ")": -1}.get(sql[at], 0)
            if depth == 0:
                found.append(sql[match.start() + 1 : at])
                break
    return found


def correlated(sql: str) -> list[str]:
    """Selects in brackets that name a table which they do not read themselves: they run again for each row outside."""
    return [
        inner
        for inner in inner_selects(sql)
        if set(_NAMED.findall(inner))
        - {alias or table for table, alias in _READ.findall(inner)}
        - set(_MADE.findall(inner))
    ]


@pytest.fixture
def pool(app, cast):
    """Something of everything, so that no page ends before it has asked."""
    with writing(app) as session:
        stefan = make_person(session, "stefan")
        for _ in range(3):
            enterprise = make_enterprise(session, steward=stefan, tier=Tier.SRDI)
            make_contact(session, enterprise)
            make_flag(session, enterprise, Tier.LITTLE_GIANT, "near")
            plan = Encounter("call", None, TODAY, "谈了申报", next_contact_on=TODAY)
            log(session, enterprise.id, plan, by=stefan.id, on=TODAY, at=NOW)
            make_enterprise(session)


def statements_of(app, client, url):
    statements = []

    def keep(connection, cursor, statement, *_):
        if not statement.startswith(("BEGIN", "PRAGMA busy_timeout")):  # begins a transaction, asks nothing
            statements.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", keep)
        try:
            answer = client.get(url)
        finally:
            event.remove(db.engine, "before_cursor_execute", keep)
    assert answer.status_code in (200, 302), url
    return statements


@pytest.mark.parametrize("who", PAGES)
def test_no_page_asks_again_for_each_row(app, signed_in, pool, who):
    client = signed_in(who)
    asked = {url: statements_of(app, client, url) for url in PAGES[who]}

    again = {url: [inner for sql in found for inner in correlated(sql)] for url, found in asked.items()}
    assert {url: found for url, found in again.items() if found} == {}
    assert {url: len(found) for url, found in asked.items() if len(found) > most_of(url)} == {}


def most_of(url):
    """How often a page may ask."""
    path = url.partition("?")[0]
    if path.startswith("/enterprises/"):
        return MOST_OF_ONE
    return MOST_OF_LISTS if path in LISTS else MOST


def test_the_reading_bites():
    longer = aliased(Title)
    carried = select(longer.id).where(longer.enterprise_id == Title.enterprise_id).exists()
    assert correlated(str(select(Enterprise.id, tier_rank(TODAY))))
    assert correlated(str(select(Title.id).where(carried)))
    assert not correlated(str(select(Enterprise.id).where(Enterprise.id.in_(select(Enterprise.id)))))
