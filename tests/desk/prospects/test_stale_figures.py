"""A missing year is never filled from an older one: the older figures are shown, and called what they are."""

import pytest

from crm.enterprises.models import Enterprise
from tests.makers import make_enterprise, make_figures, writing

OLDER = "较早年度数据，不代替 2025 年"


@pytest.fixture
def number(app, cast):
    with writing(app) as session:
        enterprise = make_enterprise(session, steward="stefan", tier="innovative")
        make_figures(session, enterprise, 2023, revenue=9_000_000_00, rd_expense=900_000_00)
        return enterprise.id


def pages(client, number):
    return [client.get(f"/enterprises/{number}{page}").text for page in ("/figures", "/gap?target=srdi", "")]


def test_figures_older_than_the_last_complete_year_are_called_stale(signed_in, number):
    assert all(f"2023 年是{OLDER}" in page for page in pages(signed_in("stefan"), number))


def test_they_do_not_stand_in_for_it(signed_in, number):
    page = signed_in("stefan").get(f"/enterprises/{number}/gap?target=srdi").text

    assert "录入2025 年营业收入" in page
    assert "录入2023 年" not in page


def test_nothing_is_stale_once_the_last_year_is_reported(app, signed_in, number):
    with writing(app) as session:
        make_figures(session, session.get_one(Enterprise, number), 2025, revenue=1)

    assert not any("较早年度数据" in page for page in pages(signed_in("stefan"), number))


def test_leafing_back_shows_older_years_as_such(app, signed_in, number):
    page = signed_in("stefan").get(f"/enterprises/{number}/figures?until=2023").text

    assert f"2023 年是{OLDER}" in page
