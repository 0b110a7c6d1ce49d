"""A grant whose title a list or a page of titles wrote down before: taken on the same day, refused on another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.cultivation.titles import reviews
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from tests.cast import make_person
from tests.conftest import TODAY
from tests.cultivation.applications.making import act_on, make_application, recommended_review, standards
from tests.makers import make_title

DAY = timedelta(days=1)


def test_a_grant_takes_the_title_that_was_written_elsewhere_on_its_day_and_no_other(session):
    application = make_application(session, "recommended")
    day_before = make_title(session, session.get_one(Enterprise, application.enterprise_id), "srdi", TODAY - DAY)
    with pytest.raises(CrmError, match="title_already_valid"):
        act_on(session, application, "grant")
    day_before.granted_on = TODAY
    session.flush()

    act_on(session, application, "grant")

    assert (application.state, application.title_id) == ("granted", day_before.id)


def test_a_grant_of_a_review_takes_the_review_that_was_written_elsewhere_on_its_day(session):
    application, title = recommended_review(session)
    by = make_person(session, "maria").id
    reviews.pass_review(session, title, TODAY, ladder=standards().library.ladder, by=by, on=TODAY)

    act_on(session, application, "grant")

    assert (application.title_id, title.expires_on) == (title.id, date(2030, 2, 28))
