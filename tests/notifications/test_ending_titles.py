"""A title that ends is told of by the nearest of its steps, each once, with how ready its review is."""

from datetime import date

import pytest
from sqlalchemy import select

from crm.cultivation.duties.models import TitleDuty
from crm.cultivation.models import Evaluation
from crm.cultivation.notices_page import KINDS
from crm.cultivation.reminders.matters import TITLE
from crm.notifications.models import Notice
from tests.conftest import TODAY
from tests.makers import make_enterprise, make_title
from tests.notifications.test_notices import make_flag, tell, told


@pytest.mark.parametrize(
    ("expires", "months"),
    [
        (date(2027, 11, 25), None),
        (date(2027, 11, 24), 12),
        (date(2027, 5, 25), 12),
        (date(2027, 5, 24), 6),
        (date(2027, 2, 25), 6),
        (date(2027, 2, 24), 3),
        (TODAY, 3),
    ],
)
def test_a_title_is_told_of_by_the_nearest_step_it_has_come_to(session, expires, months):
    enterprise = make_enterprise(session, steward="stefan")
    make_title(session, enterprise, "srdi", expires_on=expires)

    tell(session)

    values = session.scalars(select(Notice.values).where(Notice.kind == TITLE)).all()
    assert [one["months"] for one in values] == ([months] if months else [])


def test_a_title_that_is_not_reviewed_is_told_of_once(session):
    make_title(session, make_enterprise(session, steward="stefan"), "tech_sme", expires_on=date(2027, 5, 24))
    tell(session)

    tell(session, on=date(2027, 2, 24))
    tell(session, on=date(2027, 5, 24))

    assert [kind for kind, _, _ in told(session) if kind != "night"] == ["title_ends"]


def test_the_notice_says_how_ready_the_review_is(app, session):
    enterprise = make_enterprise(session, steward="stefan")
    make_title(session, enterprise, "srdi", expires_on=date(2027, 5, 24))
    make_flag(session, enterprise)
    review = session.scalars(select(Evaluation)).one()
    review.purpose, review.unmet, review.unknown = "review", ["rd_share"], ["niche_years", "patents"]

    tell(session)

    values = session.scalars(select(Notice.values).where(Notice.kind == TITLE)).one()
    with app.test_request_context():
        words = next(kind for kind in KINDS if kind.name == TITLE).words(values, "北京甲公司")
    assert words.endswith("2027-05-24 到期，不足 6 个月，复核准备：临近（1 项未达到，2 项待核实）。")


@pytest.mark.parametrize(
    ("is_judged", "said"),
    [
        (True, "复核准备：临近（2 项未达到，称号义务逾期 1 项，能否复核须先说明）。"),
        (False, "称号义务逾期 1 项，能否复核须先说明；请与企业商量复核。"),
    ],
)
def test_a_missed_update_stands_beside_how_ready_the_review_is(app, session, is_judged, said):
    enterprise = make_enterprise(session, steward="stefan")
    title = make_title(session, enterprise, "srdi", expires_on=date(2027, 5, 24))
    due = {"kind": "annual_update", "opened_on": date(2026, 1, 1), "due_on": date(2026, 5, 31)}
    missed = {"period": "2026", "missed_on": date(2026, 6, 1)}
    session.add(TitleDuty(title_id=title.id, enterprise_id=enterprise.id, **due, **missed))
    if is_judged:
        make_flag(session, enterprise)
        review = session.scalars(select(Evaluation)).one()
        review.purpose, review.unmet, review.unknown = "review", ["rd_share", "main_ratio"], []

    tell(session)

    values = session.scalars(select(Notice.values).where(Notice.kind == TITLE)).one()
    with app.test_request_context():
        words = next(kind for kind in KINDS if kind.name == TITLE).words(values, "北京甲公司")
    assert words.endswith(said)
