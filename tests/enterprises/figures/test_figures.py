"""Figures of a year: exact, graded, and never changed without a trace."""

from datetime import date

import pytest

from crm.enterprises import queries
from crm.enterprises.facts.models import Grade
from crm.enterprises.figures.service import record_figures
from crm.enterprises.models import FigureName
from crm.errors import CrmError
from crm.money import fen_from_wan
from tests.cast import make_person
from tests.makers import TODAY, make_enterprise, make_figures

REVENUE, MAIN, PROFIT = FigureName.REVENUE, FigureName.MAIN_REVENUE, FigureName.NET_PROFIT


def record(session, enterprise, values, *, year=2025, grade=Grade.SELF_DECLARED, **options):
    maria = make_person(session, "maria")
    return record_figures(
        session, enterprise.id, year, values, grade=grade, source="企业填报", by=maria.id, on=TODAY, **options
    )


def test_a_first_figure_is_a_change_from_unknown(session):
    enterprise = make_enterprise(session)

    changes = record(session, enterprise, {REVENUE: fen_from_wan("1236.400001")})

    assert [(one.field, one.old, one.new, one.grade) for one in changes] == [
        (REVENUE, None, 1_236_400_001, Grade.SELF_DECLARED)
    ]
    assert queries.figures(session, enterprise.id, [2025])[2025].revenue == 1_236_400_001


def test_the_same_figure_again_writes_nothing(session):
    enterprise = make_enterprise(session)
    row = make_figures(session, enterprise, revenue=500)
    version = row.version

    assert record(session, enterprise, {REVENUE: 500}) == []
    assert row.revenue_grade is Grade.AUDITED
    assert row.version == version


def test_a_confirmed_figure_takes_the_new_grade_and_says_so(session):
    enterprise = make_enterprise(session)
    row = make_figures(session, enterprise, grade=Grade.SELF_DECLARED, revenue=500, main_revenue=400)

    changes = record(session, enterprise, {REVENUE: 500}, grade=Grade.AUDITED, confirming=True)

    assert [(one.old, one.new, one.old_grade, one.grade) for one in changes] == [
        (500, 500, Grade.SELF_DECLARED, Grade.AUDITED)
    ]
    assert row.main_revenue_grade is Grade.SELF_DECLARED


def test_a_figure_taken_back_is_unknown_and_what_it_was_stays(session):
    enterprise = make_enterprise(session)
    row = make_figures(session, enterprise, revenue=500)

    record(session, enterprise, {REVENUE: None})

    assert (row.revenue, row.revenue_grade) == (None, None)
    latest = queries.figure_changes(session, enterprise.id)[0]
    assert (latest.old, latest.new) == (500, None)


def test_only_net_profit_may_be_below_zero(session):
    enterprise = make_enterprise(session)

    record(session, enterprise, {PROFIT: -1})
    with pytest.raises(CrmError, match="figure_out_of_range"):
        record(session, enterprise, {REVENUE: -1})


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({REVENUE: 100, MAIN: 101}, "part_too_large"),
        ({FigureName.EMPLOYEES: 5, FigureName.RD_STAFF: 6}, "part_too_large"),
        ({REVENUE: 2**63}, "figure_out_of_range"),
    ],
)
def test_figures_that_cannot_stand_together_are_refused(session, values, code):
    enterprise = make_enterprise(session)

    with pytest.raises(CrmError, match=code):
        record(session, enterprise, values)


def test_a_part_is_compared_with_the_whole_that_is_there_already(session):
    enterprise = make_enterprise(session)
    make_figures(session, enterprise, revenue=100)

    with pytest.raises(CrmError, match="part_too_large"):
        record(session, enterprise, {MAIN: 101})


@pytest.mark.parametrize("year", [2026, 2027, 1989])
def test_a_year_that_is_not_over_takes_no_figures(session, year):
    enterprise = make_enterprise(session)

    with pytest.raises(CrmError, match="figure_year_not_over"):
        record(session, enterprise, {REVENUE: 1}, year=year)


def test_saving_over_a_newer_version_shows_the_value_somebody_else_wrote(session):
    enterprise = make_enterprise(session)
    make_figures(session, enterprise, revenue=fen_from_wan("38.6"))

    with pytest.raises(CrmError) as refused:
        record(session, enterprise, {REVENUE: 1}, seen=0)

    assert refused.value.code == "figures_changed_meanwhile"
    assert refused.value.values == {"who": "Maria", "day": date(2026, 11, 24), "year": 2025, "value": "38.60 万元"}
