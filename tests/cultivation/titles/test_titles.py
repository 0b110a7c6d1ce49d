"""The life of a title, from the day it is granted to its last."""

from datetime import date
from pathlib import Path

import pytest

from crm.config.settings import ROOT
from crm.cultivation.models import Tier
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles import reviews
from crm.cultivation.titles import service as titles
from crm.cultivation.titles.bars import RevocationCause
from crm.cultivation.titles.service import TitleGrant
from crm.errors import CrmError
from crm.rules.reading.ladder import load_ladder
from tests.cast import make_person
from tests.makers import TODAY, make_enterprise

FALSIFIED = RevocationCause.FALSIFIED
LADDER = load_ladder(Path(ROOT) / "config" / "policies")


def grant(session, enterprise, tier=Tier.SRDI, granted_on=date(2024, 3, 15), **details):
    maria = make_person(session, "maria")
    return titles.grant_title(
        session, enterprise.id, TitleGrant(tier, granted_on, **details), ladder=LADDER, by=maria.id, on=TODAY
    )


def kinds(session, enterprise):
    return [event.kind for event in title_queries.events(session, enterprise.id)]


def test_a_title_without_a_last_day_lasts_as_long_as_the_policy_says(session):
    enterprise = make_enterprise(session)

    title = grant(session, enterprise)

    assert title.expires_on == date(2027, 3, 14)
    assert kinds(session, enterprise) == ["granted"]


def test_a_title_that_ends_on_a_leap_day_is_renewed_to_28_february(session):
    maria = make_person(session, "maria")
    title = grant(session, make_enterprise(session), granted_on=date(2021, 3, 1), expires_on=date(2024, 2, 29))

    reviews.pass_review(session, title, date(2024, 2, 1), ladder=LADDER, by=maria.id, on=TODAY)

    assert title.expires_on == date(2027, 2, 28)


def test_a_title_granted_on_a_leap_day_ends_the_day_before_its_anniversary(session):
    enterprise = make_enterprise(session)

    assert grant(session, enterprise, granted_on=date(2024, 2, 29)).expires_on == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("day", "valid"),
    [(date(2024, 3, 14), False), (date(2024, 3, 15), True), (date(2027, 3, 14), True), (date(2027, 3, 15), False)],
)
def test_a_title_is_valid_on_its_first_and_last_day(session, day, valid):
    title = grant(session, make_enterprise(session))

    assert title_queries.is_valid(title, day) is valid


def test_the_tier_is_that_of_the_highest_valid_title(session):
    enterprise = make_enterprise(session)
    grant(session, enterprise, Tier.INNOVATIVE)
    grant(session, enterprise, Tier.SRDI, granted_on=date(2025, 3, 15))

    held = title_queries.titles(session, enterprise.id)

    assert title_queries.tier_on(held, date(2025, 1, 1)) is Tier.INNOVATIVE
    assert title_queries.tier_on(held, TODAY) is Tier.SRDI
    assert title_queries.tier_on(held, date(2030, 1, 1)) is Tier.SEED


def test_a_second_title_of_the_same_tier_waits_for_the_end_of_the_first(session):
    enterprise = make_enterprise(session)
    grant(session, enterprise, granted_on=date(2021, 3, 15))

    with pytest.raises(CrmError, match="title_already_valid"):
        grant(session, enterprise, granted_on=date(2024, 3, 14))
    assert grant(session, enterprise, granted_on=date(2024, 3, 15)).expires_on == date(2027, 3, 14)


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"granted_on": date(2026, 11, 25)}, "title_day_ahead"),
        ({"expires_on": date(2024, 3, 14)}, "title_ends_too_early"),
        ({"tier": Tier.SEED}, "bad_request"),
    ],
)
def test_a_title_that_makes_no_sense_is_refused(session, details, code):
    enterprise = make_enterprise(session)

    with pytest.raises(CrmError, match=code):
        grant(session, enterprise, **details)


def test_a_corrected_title_leaves_the_wrong_row_in_the_record(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)
    wrong = grant(session, enterprise)

    right = titles.correct_title(
        session, wrong, TitleGrant(Tier.SRDI, date(2024, 6, 28)), ladder=LADDER, by=maria.id, on=TODAY
    )

    assert [one.id for one in title_queries.titles(session, enterprise.id)] == [right.id]
    assert [one.id for one in title_queries.removed_titles(session, enterprise.id)] == [wrong.id]
    assert (wrong.removed_by, wrong.removed_on) == (maria.id, TODAY)
    assert right.expires_on == date(2027, 6, 27)


def test_what_happened_to_a_title_moves_along_with_its_correction(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)
    wrong = grant(session, enterprise)
    titles.revoke_title(session, wrong, date(2026, 5, 1), FALSIFIED, why="提供虚假材料", by=maria.id, on=TODAY)

    right = titles.correct_title(
        session, wrong, TitleGrant(Tier.SRDI, date(2024, 6, 28)), ladder=LADDER, by=maria.id, on=TODAY
    )

    assert right.revoked_on == date(2026, 5, 1)
    assert not title_queries.is_valid(right, TODAY)


def test_the_second_of_two_corrections_learns_who_was_first(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)
    wrong = grant(session, enterprise)
    titles.remove_title(session, wrong, why="重复登记", by=maria.id, on=TODAY)

    with pytest.raises(CrmError) as refused:
        titles.correct_title(
            session, wrong, TitleGrant(Tier.SRDI, date(2024, 6, 28)), ladder=LADDER, by=maria.id, on=TODAY
        )

    assert refused.value.code == "title_changed_meanwhile"
    assert refused.value.values == {"who": "Maria", "day": TODAY}


def test_a_revoked_title_does_not_count_from_that_day_on(session):
    maria, title = make_person(session, "maria"), grant(session, make_enterprise(session))

    titles.revoke_title(session, title, date(2026, 5, 1), FALSIFIED, why="提供虚假材料", by=maria.id, on=TODAY)

    assert title_queries.is_valid(title, date(2026, 4, 30))
    assert not title_queries.is_valid(title, date(2026, 5, 1))
    with pytest.raises(CrmError, match="title_already_revoked"):
        titles.revoke_title(session, title, date(2026, 5, 2), FALSIFIED, why="再次", by=maria.id, on=TODAY)


@pytest.mark.parametrize("day", [date(2024, 3, 14), date(2026, 11, 25)])
def test_a_title_is_revoked_while_it_is_valid_and_not_in_advance(session, day):
    maria, title = make_person(session, "maria"), grant(session, make_enterprise(session))

    with pytest.raises(CrmError, match=r"title_day_ahead|title_revoked_outside"):
        titles.revoke_title(session, title, day, FALSIFIED, why="提供虚假材料", by=maria.id, on=TODAY)


def test_a_passed_review_adds_a_term_to_the_old_end(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)
    title = grant(session, enterprise)

    reviews.pass_review(session, title, date(2026, 11, 1), ladder=LADDER, by=maria.id, on=TODAY)

    assert title.expires_on == date(2030, 3, 14)
    event = title_queries.events(session, enterprise.id)[0]
    assert (event.expires_before, event.expires_after) == (date(2027, 3, 14), date(2030, 3, 14))


def test_a_failed_review_and_an_annual_update_are_noted_once(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)
    title = grant(session, enterprise)

    reviews.fail_review(session, title, date(2026, 11, 1), by=maria.id, on=TODAY)
    titles.note_event(session, title, "annual_update", date(2026, 4, 20), by=maria.id, on=TODAY)

    assert kinds(session, enterprise) == ["review_failed", "annual_update", "granted"]
    with pytest.raises(CrmError, match="title_event_known"):
        titles.note_event(session, title, "annual_update", date(2026, 4, 20), by=maria.id, on=TODAY)
