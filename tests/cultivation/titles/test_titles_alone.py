"""Titles of one tier never overlap, whoever writes them: a page, a review, a register, or SQL on PostgreSQL."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from crm.cultivation.models import Tier, Title, TitleEvent, TitleEventKind
from crm.cultivation.titles import reviews
from crm.cultivation.titles import service as titles
from crm.cultivation.titles.bars import RevocationCause
from crm.cultivation.titles.service import TitleGrant
from crm.cultivation.titles.wholesale import Grant, grant_titles
from crm.db import db, transaction
from crm.errors import CrmError
from crm.site.constraints import code_of
from tests.cast import make_person
from tests.cultivation.titles.test_titles import LADDER, grant
from tests.makers import TODAY, make_enterprise, make_title
from tests.together import at_once

DAY = timedelta(days=1)
FIRST, LAST = date(2024, 3, 15), date(2027, 3, 14)


def grants_of(enterprise, *spans):
    return [Grant(enterprise.id, Tier.SRDI, *span) for span in spans]


@pytest.mark.parametrize(
    ("granted_on", "refused"), [(LAST - 3 * 365 * DAY, True), (FIRST, True), (LAST, True), (FIRST - 400 * DAY, False)]
)
def test_a_set_of_titles_is_refused_as_a_page_would_refuse_each(session, granted_on, refused):
    enterprise, maria = make_enterprise(session), make_person(session, "maria")
    make_title(session, enterprise, Tier.SRDI, FIRST, LAST)
    ends = FIRST - DAY if granted_on < FIRST - 300 * DAY else granted_on + 1095 * DAY
    on = LAST

    if not refused:
        grant_titles(session, grants_of(enterprise, (granted_on, ends)), by=maria.id, on=on)
        assert session.scalar(select(func.count()).select_from(TitleEvent)) == 2
        return
    with pytest.raises(CrmError, match="title_already_valid"):
        grant_titles(session, grants_of(enterprise, (granted_on, ends)), by=maria.id, on=on)


def test_two_titles_of_one_set_do_not_overlap_either(session):
    enterprise, maria = make_enterprise(session), make_person(session, "maria")

    with pytest.raises(CrmError, match="title_already_valid"):
        grant_titles(session, grants_of(enterprise, (FIRST, LAST), (LAST, LAST + DAY)), by=maria.id, on=LAST)


def test_a_title_that_lies_ahead_is_refused(session):
    enterprise, maria = make_enterprise(session), make_person(session, "maria")

    with pytest.raises(CrmError, match="title_day_ahead"):
        grant_titles(session, grants_of(enterprise, (TODAY + DAY, LAST)), by=maria.id, on=TODAY)


def test_a_review_is_refused_where_the_next_title_is_on_record_already(session):
    enterprise, maria = make_enterprise(session), make_person(session, "maria")
    title = grant(session, enterprise)
    make_title(session, enterprise, Tier.SRDI, title.expires_on + DAY, title.expires_on + 1000 * DAY)

    with pytest.raises(CrmError, match="title_already_valid"):
        reviews.pass_review(session, title, TODAY, ladder=LADDER, by=maria.id, on=TODAY)

    assert title.expires_on == LAST


def test_a_revoked_title_may_be_corrected_though_a_new_one_followed(session):
    enterprise, maria = make_enterprise(session), make_person(session, "maria")
    first = grant(session, enterprise)
    titles.revoke_title(session, first, date(2025, 5, 1), RevocationCause.OTHER, why="撤销", by=maria.id, on=TODAY)
    make_title(session, enterprise, Tier.SRDI, date(2025, 6, 1), date(2028, 5, 31))

    right = TitleGrant(Tier.SRDI, FIRST, LAST, document="京经信发〔2024〕9号")
    corrected = titles.correct_title(session, first, right, ladder=LADDER, by=maria.id, on=TODAY)

    assert corrected.revoked_on == date(2025, 5, 1)


def test_a_corrected_title_keeps_the_end_that_its_review_replaced(session):
    enterprise, maria = make_enterprise(session), make_person(session, "maria")
    title = grant(session, enterprise)
    reviews.pass_review(session, title, date(2026, 11, 1), ladder=LADDER, by=maria.id, on=TODAY)

    right = TitleGrant(Tier.SRDI, FIRST, title.expires_on, batch="第二批")
    new = titles.correct_title(session, title, right, ladder=LADDER, by=maria.id, on=TODAY)

    review = session.scalars(
        select(TitleEvent).where(TitleEvent.title_id == new.id, TitleEvent.kind == TitleEventKind.REVIEW_PASSED)
    ).one()
    assert (review.expires_before, review.expires_after) == (LAST, new.expires_on)


def raw(enterprise_id, granted_on, expires_on, tier=Tier.SRDI, **details):
    row = Title(enterprise_id=enterprise_id, tier=tier, granted_on=granted_on, expires_on=expires_on, **details)
    row.recorded_on = TODAY
    return row


def test_the_database_keeps_two_titles_of_one_day_apart(session):
    enterprise = make_enterprise(session)
    session.add_all([raw(enterprise.id, FIRST, LAST, removed_on=TODAY), raw(enterprise.id, FIRST, LAST)])
    session.flush()

    session.add(raw(enterprise.id, FIRST, FIRST))

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ({"granted_on": LAST}, True),
        ({"granted_on": LAST + DAY}, False),
        ({"granted_on": LAST, "tier": Tier.INNOVATIVE}, False),
        ({"granted_on": LAST, "removed_on": TODAY}, False),
        ({"granted_on": FIRST - 10 * DAY, "expires_on": FIRST}, True),
        ({"granted_on": FIRST - 10 * DAY, "expires_on": FIRST + DAY, "revoked_on": FIRST}, False),
        ({"granted_on": FIRST - 10 * DAY, "expires_on": FIRST + DAY, "revoked_on": FIRST + DAY}, True),
    ],
)
def test_postgresql_itself_refuses_what_overlaps(session, row, refused):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time, and the service asks before it writes")
    enterprise, other = make_enterprise(session), make_enterprise(session)
    session.add_all([raw(enterprise.id, FIRST, LAST), raw(other.id, FIRST, LAST)])
    session.flush()

    session.add(raw(enterprise.id, **{"expires_on": LAST + 1000 * DAY, **row}))

    if not refused:
        session.flush()
        return
    with pytest.raises(IntegrityError, match="ex_titles_overlap") as raised:
        session.flush()
    assert code_of(raised.value) == "title_just_recorded"
    session.rollback()


def page(app, enterprise_id, by):
    recognition = TitleGrant(Tier.SRDI, FIRST, LAST)
    with app.app_context(), transaction() as session:
        titles.grant_title(session, enterprise_id, recognition, ladder=LADDER, by=by, on=TODAY)


def register(app, enterprise_id, by):
    with app.app_context(), transaction() as session:
        grant_titles(session, [Grant(enterprise_id, Tier.SRDI, FIRST + DAY, LAST)], by=by, on=TODAY)


def attempt(act):
    try:
        act()
    except CrmError as error:
        return error.code
    return "written"


def test_of_pages_and_registers_at_once_one_writes_and_the_others_are_told(app, cast):
    with cast.writing() as session:
        enterprise_id, by = make_enterprise(session).id, make_person(session, "maria").id

    acts = [partial(attempt, partial(act, app, enterprise_id, by)) for act in (page, register) * 3]
    answers = at_once(acts)

    assert sorted(answers) == ["title_already_valid"] * 5 + ["written"]
    with cast.reading() as session:
        assert session.scalar(select(func.count()).select_from(Title)) == 1
