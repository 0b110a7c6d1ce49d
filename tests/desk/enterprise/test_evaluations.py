"""历次判断: what was said stays readable, clause by clause, after figures and rules have changed."""

from datetime import date

import pytest
from sqlalchemy import delete, select, update

from crm.cultivation.models import Evaluation, RulebookText
from crm.enterprises.models import Enterprise
from crm.money import FEN_IN_WAN
from tests.cultivation.nights import AT as NOON
from tests.cultivation.nights import evaluate
from tests.cultivation.srdi import make_candidate
from tests.makers import make_enterprise, make_figures, writing

LAST_WEEK = date(2026, 11, 17)


@pytest.fixture
def candidate(app, cast):
    """Judged eligible a week ago, far too deep in debt since."""
    with writing(app) as session:
        enterprise = make_candidate(session)
        evaluate(session, LAST_WEEK)
        make_figures(session, enterprise, 2025, total_liabilities=5_900 * FEN_IN_WAN)
        evaluate(session)
        return enterprise.id


def first_said(app, number):
    with writing(app) as session:
        return session.scalar(select(Evaluation.id).where(Evaluation.enterprise_id == number).order_by(Evaluation.id))


def test_every_change_is_listed_with_its_reason_newest_first(signed_in, candidate):
    page = signed_in("stefan").get(f"/enterprises/{candidate}/evaluations").text

    assert page.index("2026-11-24") < page.index("2026-11-17")
    assert "2025 年负债总额更正" in page
    assert "首次评估" in page


def test_an_old_judgement_is_explained_from_its_own_facts(app, signed_in, candidate):
    url = f"/enterprises/{candidate}/evaluations/{first_said(app, candidate)}"

    page = signed_in("stefan").get(url).text

    assert "已符合" in page
    assert "50%" in page
    assert "此后的更正与新规则不影响它" in page
    assert "不同" not in page


def test_it_is_explained_from_its_own_rules_after_they_changed(app, signed_in, candidate):
    number = first_said(app, candidate)
    with writing(app) as session:
        said = session.get_one(Evaluation, number)
        text = session.get_one(RulebookText, said.rulebook_digest).text
        session.execute(delete(RulebookText).where(RulebookText.digest == said.rulebook_digest))
        old = text.replace("zh: 专精特新中小企业认定标准", "zh: 当年的叫法", 1)
        session.add(RulebookText(digest="a" * 64, rulebook=said.rulebook, text=old, first_used_at=NOON))
        session.execute(update(Evaluation).where(Evaluation.id == number).values(rulebook_digest="a" * 64))

    page = signed_in("stefan").get(f"/enterprises/{candidate}/evaluations/{number}").text

    assert "当年的叫法" in page


def test_rules_that_cannot_be_read_any_more_leave_the_verdict(app, signed_in, candidate):
    number = first_said(app, candidate)
    with writing(app) as session:
        session.execute(update(RulebookText).values(text="不再是规则"))

    page = signed_in("stefan").get(f"/enterprises/{candidate}/evaluations/{number}").text

    assert "读不出来" in page
    assert "已符合" in page


def test_an_enterprise_never_judged_says_so(app, signed_in, cast):
    with writing(app) as session:
        number = make_enterprise(session, steward="stefan").id

    assert "还没有判断过" in signed_in("stefan").get(f"/enterprises/{number}/evaluations").text


def test_a_judgement_belongs_to_its_enterprise(app, signed_in, cast, candidate):
    cast.person("lina")
    with writing(app) as session:
        other = make_enterprise(session, steward="stefan").id
        assert session.get(Enterprise, other)
    said = first_said(app, candidate)

    assert signed_in("stefan").get(f"/enterprises/{other}/evaluations/{said}").status_code == 404
    assert signed_in("lina").get(f"/enterprises/{candidate}/evaluations/{said}").status_code == 404
