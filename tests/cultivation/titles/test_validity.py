"""One meaning of "counts on a day": a title, a dossier, the database and columns agree with days counted off."""

from datetime import date, timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm.cultivation.models import Tier, Title
from crm.cultivation.titles.ending import STEPS, ends_within
from crm.cultivation.titles.queries import is_valid
from crm.cultivation.titles.tiers import valid_on
from crm.rules.columnar import validity as columns
from crm.rules.law.days import validity
from crm.rules.law.dossier import Recognition
from tests.cultivation.titles.test_titles import LADDER
from tests.makers import TODAY, make_enterprise

DAY = timedelta(days=1)
NEAR = st.integers(-2, 2).map(lambda steps: TODAY + steps * DAY)


@st.composite
def spans(draw):
    """Days of grant, end and revocation on and beside the day that is asked about."""
    granted_on, expires_on = sorted(draw(st.tuples(NEAR, NEAR)))
    revoked_on = draw(st.none() | st.dates(granted_on, expires_on))
    return granted_on, expires_on, revoked_on


def days_of(granted_on, expires_on, revoked_on):
    """Every day on which such a title counts."""
    span = {granted_on + steps * DAY for steps in range((expires_on - granted_on).days + 1)}
    return {day for day in span if revoked_on is None or day < revoked_on}


@pytest.fixture
def empty(session):
    """Takes back what an example wrote before the next one begins."""

    def write(titles):
        nested = session.begin_nested()
        session.add_all(titles)
        session.flush()
        return nested

    return write


def make_titles(enterprise, told):
    return [
        Title(
            enterprise_id=enterprise.id,
            tier=tier,
            granted_on=span[0],
            expires_on=span[1],
            revoked_on=span[2],
            recorded_on=TODAY,
            removed_on=TODAY if removed else None,
        )
        for tier, span, removed in told
    ]


TOLD = st.tuples(st.sampled_from(STEPS), spans(), st.sampled_from([False, False, False, True]))


@settings(max_examples=300, deadline=None)
@given(span=spans(), day=NEAR)
def test_a_row_a_dossier_and_columns_count_the_same_days(span, day):
    expected = day in days_of(*span)
    row = SimpleNamespace(granted_on=span[0], expires_on=span[1], revoked_on=span[2], removed_on=None)
    frame = pl.DataFrame(
        {"granted_on": [span[0]], "expires_on": [span[1]], "revoked_on": pl.Series([span[2]], dtype=pl.Date)}
    )

    assert validity.counts_on(row, day) is expected
    assert Recognition("srdi", *span).valid_on(day) is expected
    assert is_valid(row, day) is expected
    assert bool(frame.filter(columns.counts_on(day)).height) is expected
    assert bool(frame.filter(columns.not_over(day)).height) is not validity.is_over(row, day)


def test_the_database_counts_the_same_days_as_a_row(session, empty):
    enterprise = make_enterprise(session)

    @settings(max_examples=60, deadline=None)
    @given(told=st.lists(TOLD, max_size=6, unique_by=lambda one: one[0]), day=NEAR)
    def agree(told, day):
        titles = make_titles(enterprise, told)
        nested = empty(titles)
        found = set(session.scalars(select(Title).where(valid_on(day))))
        assert found == {title for title in titles if is_valid(title, day)}
        nested.rollback()

    agree()


def carries_on(longer, title):
    """Said anew in plain words: on record, stands no lower, lasts longer, and not taken back before the other ends."""
    higher = LADDER.tier(longer.tier).rank >= LADDER.tier(title.tier).rank
    kept = longer.removed_on is None and (longer.revoked_on is None or longer.revoked_on > title.expires_on)
    return kept and higher and longer.expires_on > title.expires_on


def test_a_title_ends_soon_unless_a_longer_one_carries_on(session, empty):
    enterprise = make_enterprise(session)

    @settings(max_examples=60, deadline=None)
    @given(told=st.lists(TOLD, max_size=6, unique_by=lambda one: one[0]), last=NEAR)
    def agree(told, last):
        titles = make_titles(enterprise, told)
        nested = empty(titles)
        found = set(session.scalars(select(Title).where(ends_within(TODAY, last, on=TODAY))))
        near = {title for title in titles if is_valid(title, TODAY) and title.expires_on <= last}
        assert found == {one for one in near if not any(carries_on(other, one) for other in titles)}
        nested.rollback()

    agree()


def test_the_steps_stand_in_the_order_of_the_policy():
    assert [LADDER.tier(tier).rank for tier in STEPS] == sorted(LADDER.tier(tier).rank for tier in STEPS)
    assert set(STEPS) == {Tier(tier.id) for tier in LADDER.tiers} - {Tier.SEED}


@pytest.mark.parametrize(
    ("tier", "granted_on", "ends"),
    [(Tier.LITTLE_GIANT, date(2025, 6, 1), False), (Tier.INNOVATIVE, date(2025, 6, 1), True)],
)
def test_an_enterprise_that_went_up_is_not_told_that_its_lower_title_ends(session, tier, granted_on, ends):
    enterprise = make_enterprise(session)
    ending = Title(
        enterprise_id=enterprise.id,
        tier=Tier.SRDI,
        granted_on=date(2023, 12, 15),
        expires_on=date(2026, 12, 14),
        recorded_on=TODAY,
    )
    other = Title(
        enterprise_id=enterprise.id, tier=tier, granted_on=granted_on, expires_on=date(2028, 5, 31), recorded_on=TODAY
    )
    session.add_all([ending, other])

    found = session.scalars(select(Title).where(ends_within(TODAY, TODAY + 90 * DAY, on=TODAY))).all()

    assert (ending in found) is ends
    assert other not in found
