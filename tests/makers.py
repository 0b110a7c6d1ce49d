"""Makes what tests are about: `make_enterprise(session, steward="stefan")` says only what the test is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from crm.cultivation.models import PoolEntry, Tier, Title, TitleEvent
from crm.db import transaction
from crm.enterprises import service
from crm.enterprises.contacts.service import Card, add_contact
from crm.enterprises.facts.models import Grade
from crm.enterprises.figures import service as figures
from crm.enterprises.identity.credit_codes import made_up_code
from crm.enterprises.models import Contact, Enterprise, FigureName, YearlyFigures
from crm.people.models import User
from crm.stewards.models import Assignment, QueueEntry
from tests.cast import make_person

SINCE = date(2026, 1, 5)
TODAY = date(2026, 11, 24)
GRANTED = date(2025, 6, 1)
EXPIRES = date(2028, 5, 31)
_numbers = count(1)


@contextmanager
def writing(app: Flask) -> Iterator[Session]:
    """A transaction beside the requests of a test that visits pages; it is committed when the block ends."""
    with app.app_context(), transaction() as session:
        yield session


def fresh_code() -> str:
    """A valid credit code with MADE in it that no other enterprise of this run has."""
    return made_up_code(next(_numbers) % 100_000)


def make_enterprise(
    session: Session,
    name: str | None = None,
    *,
    steward: str | User | None = None,
    tier: Tier | str | None = None,
    in_pool: bool = True,
    credit_code: str | None = None,
    on: date = SINCE,
    **identity: Any,
) -> Enterprise:
    """An enterprise in the pool, with its steward (otherwise it waits in the queue) and its title, if any."""
    code = credit_code or fresh_code()
    details = {"street": "八角", "industry": "C3563", **identity}
    enterprise = service.register(
        session, code, service.Identity(name or f"北京样例{code[12:17]}科技有限公司", **details), by=None, on=on
    )
    if in_pool:
        session.add(PoolEntry(enterprise_id=enterprise.id, admitted_on=on, reason="区内企业"))
    if steward is not None:
        make_assignment(session, enterprise, steward, on=on)
    elif in_pool:
        session.add(QueueEntry(enterprise_id=enterprise.id, since=on, due_on=on, why="新入库"))
    if tier is not None and Tier(tier) is not Tier.SEED:
        make_title(session, enterprise, tier)
    session.flush()
    return enterprise


def make_assignment(session: Session, enterprise: Enterprise, steward: str | User, *, on: date = SINCE) -> Assignment:
    """The steward looks after the enterprise from a day."""
    person = make_person(session, steward) if isinstance(steward, str) else steward
    assignment = Assignment(enterprise_id=enterprise.id, steward_id=person.id, from_on=on, why="首次分派")
    session.add(assignment)
    session.flush()
    return assignment


def make_title(
    session: Session,
    enterprise: Enterprise,
    tier: Tier | str,
    granted_on: date = GRANTED,
    expires_on: date = EXPIRES,
    **details: Any,
) -> Title:
    """A title with the event of its grant."""
    title = Title(
        enterprise_id=enterprise.id,
        tier=Tier(tier),
        granted_on=granted_on,
        expires_on=expires_on,
        recorded_on=granted_on,
        **details,
    )
    session.add(title)
    session.flush()
    session.add(TitleEvent(title_id=title.id, kind="granted", happened_on=granted_on, detail={}))
    session.flush()
    return title


def make_figures(
    session: Session,
    enterprise: Enterprise,
    year: int = 2025,
    *,
    grade: Grade = Grade.AUDITED,
    by: str | User = "maria",
    on: date = TODAY,
    **values: int | None,
) -> YearlyFigures:
    """The figures of a year, through the service: `make_figures(session, enterprise, 2025, revenue=100_00)`."""
    person = make_person(session, by) if isinstance(by, str) else by
    named = {FigureName(field): value for field, value in values.items()}
    figures.record_figures(session, enterprise.id, year, named, grade=grade, source="审计报告", by=person.id, on=on)
    return session.get_one(YearlyFigures, (enterprise.id, year))


def make_contact(
    session: Session,
    enterprise: Enterprise,
    name: str = "王伟",
    *,
    mobile: str | None = "13800005707",
    key: bytes = bytes(range(32)),
    **lines: Any,
) -> Contact:
    """Somebody at the enterprise."""
    card = Card(name=name, mobile=mobile, **lines)
    return add_contact(session, enterprise.id, card, by=None, on=SINCE, key=key)
