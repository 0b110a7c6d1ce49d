"""Why a verdict is so, since when, and what changes next, on the page of an enterprise and of its gap."""

from datetime import date

import pytest
from sqlalchemy import select

from crm.cultivation.models import Evaluation
from crm.enterprises.models import Enterprise
from crm.money import FEN_IN_WAN
from tests.cultivation.nights import evaluate
from tests.cultivation.srdi import make_candidate, say
from tests.makers import make_enterprise, make_figures, make_title, writing

LAST_WEEK = date(2026, 11, 17)


@pytest.fixture
def candidate(app, cast):
    """Judged eligible a week ago."""
    with writing(app) as session:
        enterprise = make_candidate(session)
        evaluate(session, LAST_WEEK)
        return enterprise.id


def page(client, number, asked="/gap?target=srdi&purpose=new"):
    return client.get(f"/enterprises/{number}{asked}").text


def test_a_verdict_says_since_when_it_stands_and_why(signed_in, candidate):
    shown = page(signed_in("stefan"), candidate)

    assert "2026-11-17 起为“已符合”，原因：首次评估。" in shown
    assert f'href="/enterprises/{candidate}/evaluations">历次判断' in shown


def test_a_change_names_the_day_and_what_did_it(app, signed_in, candidate):
    with writing(app) as session:
        make_figures(session, session.get_one(Enterprise, candidate), 2025, total_liabilities=5_900 * FEN_IN_WAN)
        evaluate(session)

    assert "2026-11-24 起为“尚远”，原因：2025 年负债总额更正。" in page(signed_in("stefan"), candidate)


def test_what_moved_without_changing_the_verdict_is_said_beside_the_day_since_which_it_stands(
    app, signed_in, candidate
):
    with writing(app) as session:
        make_figures(session, session.get_one(Enterprise, candidate), 2025, total_liabilities=5_900 * FEN_IN_WAN)
        evaluate(session, date(2026, 11, 20))
        make_figures(session, session.get_one(Enterprise, candidate), 2025, rd_expense=FEN_IN_WAN)
        evaluate(session)

    shown = page(signed_in("stefan"), candidate)

    assert "2026-11-20 起为“尚远”，原因：2025 年负债总额更正。" in shown
    assert "2026-11-24 又有变化：2025 年研发费用更正，结论未变。" in shown


def test_what_was_entered_after_the_last_night_is_said_to_wait_for_the_next(app, signed_in, candidate):
    with writing(app) as session:
        make_figures(session, session.get_one(Enterprise, candidate), 2025, total_liabilities=5_900 * FEN_IN_WAN)

    assert "2026-11-17 起夜间判断为“已符合”，此后资料有变动，今夜重新判断。" in page(signed_in("stefan"), candidate)


def test_the_next_day_is_the_one_the_night_keeps_with_what_happens_on_it(app, signed_in, cast):
    with writing(app) as session:
        enterprise = make_candidate(session, tier="seed")
        make_title(session, enterprise, "innovative", date(2023, 12, 21), date(2026, 12, 20))
        evaluate(session)
        number = enterprise.id
        wanted = select(Evaluation.changes_on).where(Evaluation.enterprise_id == number, Evaluation.target == "srdi")
        day = session.scalar(wanted.where(Evaluation.purpose == "new"))

    assert day == date(2026, 12, 21)
    assert "2026-12-21：创新型中小企业称号到期，按现有资料变为“尚远”。" in page(signed_in("stefan"), number)


def test_the_turn_of_the_year_says_whose_figures_it_waits_for(signed_in, candidate):
    shown = page(signed_in("stefan"), candidate)

    assert "2027-01-01：进入新年度，2026 年成为上年度，录入 2026 年数据之前为“资料不全”。" in shown


def test_time_that_mends_something_is_named(app, signed_in, candidate):
    with writing(app) as session:
        say(session, session.get_one(Enterprise, candidate), niche_started_on="2023-06-01")

    assert "2027-01-01：进入新年度，2026 年成为上年度、从事细分市场满 3 年" in page(signed_in("stefan"), candidate)


def test_the_enterprises_own_page_says_the_same(app, signed_in, cast):
    with writing(app) as session:
        giant = make_enterprise(session, steward="stefan")
        make_title(session, giant, "little_giant", date(2023, 12, 21), date(2026, 12, 20))
        evaluate(session)
        number = giant.id

    shown = page(signed_in("stefan"), number, "")

    assert "2026-11-24 起为“资料不全”，原因：国家级专精特新“小巨人”企业称号一年内到期，开始按复核标准评估。" in shown
    assert "2026-12-21：国家级专精特新“小巨人”企业称号到期，此后不能再复核。" in shown


def test_one_never_judged_only_says_what_comes(app, signed_in, cast):
    with writing(app) as session:
        number = make_enterprise(session, steward="stefan").id

    shown = page(signed_in("stefan"), number, "/gap?target=innovative&purpose=new")

    assert "从何时起" not in shown
    assert "2027-01-01：进入新年度" in shown


def test_a_past_day_is_left_to_the_history(signed_in, candidate):
    shown = page(signed_in("stefan"), candidate, "/gap?target=srdi&purpose=new&on=2026-11-18")

    assert "从何时起" not in shown
    assert "接下来" not in shown
