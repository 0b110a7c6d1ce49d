"""晋级差距 in words: what to do next, points line by line, what is to be verified, and what the next year asks."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from crm.config.policies import library
from crm.desk.prospects.asking_page import questions
from crm.desk.prospects.gap_page import show_gap
from crm.desk.prospects.outlook import Aim, outlook
from crm.enterprises.facts.models import Grade
from tests.conftest import TODAY
from tests.cultivation.srdi import make_candidate, say, wan
from tests.makers import make_enterprise, make_figures, make_title


@pytest.fixture
def shown(app, session):
    """The page of a gap: `shown(enterprise, "srdi")`."""

    def show(enterprise, target="srdi", purpose="new", on=TODAY):
        gap = outlook(session, enterprise.id, library(), asked=Aim(target, purpose), as_of=on)
        with app.test_request_context():
            return show_gap(enterprise.id, gap, TODAY)

    return show


def test_a_page_of_a_gap_is_not_patched_by_whoever_shows_it(session, shown):
    with pytest.raises(FrozenInstanceError):
        shown(make_candidate(session)).verdict = "far"


def test_with_everything_met_the_next_step_is_the_application(session, shown):
    assert shown(make_candidate(session)).next_step.text.startswith("条件已齐：")


def test_with_self_declared_figures_the_next_step_is_to_verify_them_and_each_row_says_which(session, shown):
    page = shown(make_candidate(session, grade=Grade.SELF_DECLARED))

    assert "先核实" in page.next_step.text
    assert page.next_step.url.endswith(("/figures/2025", "/figures/2024", "/figures/2023"))
    assert any("2025" in row.to_verify for row in page.more)


def test_what_only_has_to_be_asked_is_asked_first(session, shown):
    enterprise = make_candidate(session)
    say(session, enterprise, market__leading=None)

    step = shown(enterprise).next_step

    assert step.text.startswith("先问清")
    assert step.url.endswith("/facts/market.leading")


def test_what_time_alone_will_mend_is_waited_for(session, shown):
    enterprise = make_candidate(session)
    say(session, enterprise, niche_started_on="2023-06-01")

    assert "2027-01-01 自然满足" in shown(enterprise).next_step.text


def test_what_is_lacking_is_named_with_its_amount_and_leads_to_the_ways(session, shown):
    step = shown(make_candidate(session, rd_expense=wan(80))).next_step

    assert "差" in step.text
    assert "/ways?" in step.url


def test_a_past_day_has_no_next_step(session, shown):
    assert shown(make_candidate(session), on=date(2026, 5, 1)).next_step is None


def test_a_threshold_that_changes_next_year_is_named_with_its_rule_and_its_day(session, shown):
    giant = make_candidate(session, tier="srdi")
    make_title(session, giant, "little_giant", date(2023, 12, 21), date(2026, 12, 20))

    page = shown(giant, "little_giant", "review")

    [debt] = [words for words in page.changing if "资产负债率" in words]
    for words in ("2027-01-01 起", "2号", "70%", "75%"):
        assert words in debt


def test_nothing_is_announced_where_the_rules_stay(session, shown):
    assert shown(make_candidate(session)).changing == ()


def test_a_score_is_shown_indicator_by_indicator_and_adds_up(session, shown):
    enterprise = make_enterprise(session)
    make_figures(session, enterprise, 2025, revenue=wan(3000))

    page = shown(enterprise, "innovative")
    scores = [one.score for row in (*page.rows, *page.more) for one in (row, *row.branches) if one.score]

    assert scores
    for score in scores:
        assert sum(line.low for line in score.indicators) == score.low
        assert sum(line.high for line in score.indicators) == score.high


def test_figures_of_a_year_that_is_not_over_are_asked_for_without_a_link(app, session):
    enterprise = make_candidate(session)
    on = date(2027, 3, 1)
    gap = outlook(session, enterprise.id, library(), asked=Aim("srdi", "new"), as_of=on)
    with app.test_request_context():
        asked = questions(enterprise.id, gap, TODAY)

    future = [fact for fact in asked if "2026 年" in fact.text]
    assert future
    assert {fact.url for fact in future} == {None}
