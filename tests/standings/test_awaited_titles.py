"""While the result of a review is awaited the title stands beside the rank, as long as the law waits for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from crm import clock
from crm.config.policies import library
from crm.config.service_rules import service_rules
from crm.cultivation.models import Tier, Title
from crm.cultivation.titles.reviews import fail_review
from crm.db import transaction
from crm.rules.law.days.dates import anniversary
from crm.sql.days import anniversary_after, days_after
from tests.cast import make_person
from tests.conftest import TODAY
from tests.makers import make_enterprise, make_title
from tests.standings.test_standings import differing, miscounted, standing

END = TODAY - timedelta(days=1)
RESULT = timedelta(days=service_rules().titles.review_result_days)


@pytest.fixture
def write_on(monkeypatch):
    """`write_on(day)`: somebody writes something on the morning of that day."""

    def write(day: date) -> None:
        monkeypatch.setattr(clock, "source", lambda: datetime(day.year, day.month, day.day, 2, tzinfo=UTC))
        with transaction():
            pass

    return write


def test_while_the_result_of_a_review_is_awaited_the_title_stands_beside_the_rank(context, write_on):
    with transaction() as session:
        enterprise = make_enterprise(session)
        make_title(session, enterprise, Tier.SRDI, granted_on=date(2023, 1, 1), expires_on=END)
        make_title(session, enterprise, Tier.INNOVATIVE, granted_on=date(2024, 1, 1), expires_on=date(2029, 1, 31))
        number = enterprise.id

    row = standing(number)
    assert (row.rank, row.awaited, row.changes_on) == (1, Tier.SRDI, END + RESULT + timedelta(days=1))
    for day, awaited in ((END + RESULT, Tier.SRDI), (END + RESULT + timedelta(days=1), None)):
        write_on(day)
        assert standing(number).awaited == awaited
        assert differing(day) == []
        assert miscounted() == 0


def test_a_failed_review_is_not_awaited_any_more(context, cast):
    with transaction() as session:
        enterprise = make_enterprise(session)
        title = make_title(session, enterprise, Tier.SRDI, granted_on=date(2023, 1, 1), expires_on=END)
    assert standing(enterprise.id).awaited == Tier.SRDI

    with transaction() as session:
        maria = make_person(session, "maria").id
        fail_review(session, session.get_one(Title, title.id), TODAY, by=maria, on=TODAY)

    assert standing(enterprise.id).awaited is None
    assert differing(TODAY) == []


def test_what_a_revocation_bars_is_awaited_again_when_the_bar_is_over(context, write_on):
    over = TODAY + timedelta(days=30)
    with transaction() as session:
        enterprise = make_enterprise(session)
        make_title(session, enterprise, Tier.SRDI, granted_on=date(2023, 1, 1), expires_on=END)
        revoked = make_title(session, enterprise, Tier.INNOVATIVE, granted_on=date(2023, 1, 1))
        revoked.revoked_on = over.replace(year=over.year - library().ladder.bar_years)
    assert standing(enterprise.id).awaited is None

    write_on(over)

    assert standing(enterprise.id).awaited == Tier.SRDI
    assert differing(over) == []


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2023, 3, 1), date(2024, 3, 1), date(2023, 12, 31)])
@pytest.mark.parametrize("years", [1, 3, 4])
def test_complete_years_pass_in_sql_as_in_the_law(session, day, years):
    given = sa.literal(day, sa.Date())

    passed = session.scalar(sa.select(sa.type_coerce(anniversary_after(given, years), sa.Date())))

    assert passed == anniversary(day, years)
    assert session.scalar(sa.select(sa.type_coerce(days_after(given, years), sa.Date()))) == day + timedelta(years)
