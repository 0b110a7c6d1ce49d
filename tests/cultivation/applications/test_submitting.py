"""Submitting: within its window or with a reason, below the rule only with every clause named, and kept for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from crm.config.policies import library
from crm.cultivation.applications.judging import Submission, check_submission, digest_of, facts_text, hear_application
from crm.cultivation.applications.models import ApplicationJudgement
from crm.cultivation.facts import dossier_of
from crm.cultivation.models import RulebookText, Tier
from crm.enterprises.facts.models import Grade, IntellectualProperty
from crm.enterprises.figures import service as figures
from crm.enterprises.models import FigureName
from crm.errors import CrmError
from tests.cast import make_person
from tests.conftest import TODAY
from tests.cultivation.applications.making import AUTUMN, ENDED, act_on, begin, standards, submit
from tests.cultivation.srdi import make_candidate, wan
from tests.makers import make_figures

DAY = timedelta(days=1)


def judgement(session):
    return session.scalars(select(ApplicationJudgement).order_by(ApplicationJudgement.number.desc())).first()


def test_within_the_window_and_by_the_rule_nothing_has_to_be_explained(session):
    application = submit(session, begin(session))

    kept = judgement(session)
    assert (application.state, application.submitted_on) == ("submitted", TODAY)
    assert (kept.verdict, kept.as_of, kept.rulebook, kept.named) == ("eligible", TODAY, "srdi-2026", [])


@pytest.mark.parametrize(
    ("on", "is_open"), [(AUTUMN.since - DAY, False), (AUTUMN.since, True), (AUTUMN.until, True), (ENDED, False)]
)
def test_outside_its_window_only_with_a_reason(session, on, is_open):
    application = begin(session, on=on)

    if is_open:
        submit(session, application, on=on)
        assert judgement(session).outside_why is None
        return
    with pytest.raises(CrmError, match="application_outside_window"):
        submit(session, application, on=on)
    submit(session, application, on=on, outside_why="市局同意顺延")

    kept = judgement(session)
    assert (kept.outside_why, kept.as_of) == ("市局同意顺延", AUTUMN.day_of(on))
    assert kept.as_of in (AUTUMN.since, AUTUMN.until)


def test_without_an_announced_window_a_reason_is_needed_too(session):
    application = begin(session, window_id=None)

    with pytest.raises(CrmError, match="application_without_window"):
        submit(session, application)
    submit(session, application, outside_why="常年受理")

    assert judgement(session).outside_why == "常年受理"


def test_a_window_of_another_title_or_one_that_nobody_knows_is_refused(session):
    enterprise = make_candidate(session)

    with pytest.raises(CrmError, match="bad_request"):
        begin(session, enterprise, target=Tier.LITTLE_GIANT)
    with pytest.raises(CrmError, match="window_unknown"):
        begin(session, enterprise, window_id="srdi-1999")


def test_below_the_rule_every_clause_is_named_and_a_reason_given(session):
    application = begin(session, make_candidate(session, rd_expense=wan(80)))

    with pytest.raises(CrmError, match="application_clauses_unnamed") as refusal:
        submit(session, application, below_why="市局鼓励")
    assert "研发" in refusal.value.values["what"]
    with pytest.raises(CrmError, match="application_below_needs_why"):
        submit(session, application, named=frozenset({"rd_each_year"}))
    submit(session, application, named=frozenset({"rd_each_year"}), below_why="市局鼓励")

    kept = judgement(session)
    assert (kept.verdict, kept.unmet, kept.below_why) == ("near", ["rd_each_year"], "市局鼓励")
    assert len(kept.named) == 1


def test_a_fact_that_changed_since_the_page_was_read_has_to_be_named_as_well(session):
    enterprise = make_candidate(session, rd_expense=wan(80))
    application = begin(session, enterprise)
    session.execute(delete(IntellectualProperty).where(IntellectualProperty.enterprise_id == enterprise.id))
    session.flush()

    with pytest.raises(CrmError, match="application_clauses_unnamed"):
        submit(session, application, named=frozenset({"rd_each_year"}), below_why="市局鼓励")


def test_conditions_of_the_notice_are_confirmed_one_by_one(session):
    enterprise = make_candidate(session, tier="srdi")
    application = begin(session, enterprise, target=Tier.LITTLE_GIANT, window_id=None)
    hearing = hear_application(session, application, None, standards(), on=TODAY)
    named = frozenset(one.key for one in hearing.lacking)

    with pytest.raises(CrmError, match="application_unconfirmed") as refusal:
        check_submission(hearing, Submission(named, frozenset({"notice.1"}), "理由"))
    assert refusal.value.values["what"] == "不是制造业单项冠军企业"
    submit(
        session,
        application,
        named=named,
        confirmed=frozenset({"notice.1", "notice.2"}),
        below_why="理由",
        outside_why="补报",
    )

    asked = judgement(session).conditions["asked"]
    assert [(one["document"], one["confirmed"]) for one in asked] == [("〔2026〕117号", True)] * 2


def test_a_condition_that_facts_answer_with_no_is_a_clause_to_be_named(session):
    last_year = date(2025, 5, 20)
    enterprise = make_candidate(session, tier="srdi")
    application = begin(session, enterprise, target=Tier.LITTLE_GIANT, window_id=None, on=TODAY)

    hearing = hear_application(session, application, None, standards(), on=last_year)

    assert {"notice.1"} <= {one.key for one in hearing.lacking if one.text == "上年度营业收入不低于 5000 万元"} | {
        one.key for one in hearing.to_confirm
    }


def test_before_any_standard_nothing_can_be_submitted(session):
    application = begin(session)

    with pytest.raises(CrmError, match="application_no_rules"):
        hear_application(session, application, None, standards(), on=date(2020, 1, 1))


def test_what_was_judged_stays_what_it_was_after_any_change(session):
    enterprise = make_candidate(session)
    submit(session, begin(session, enterprise))
    kept = judgement(session)
    facts, digest = dict(kept.facts), kept.digest
    manager = make_person(session, "maria")

    figures.record_figures(
        session,
        enterprise.id,
        2025,
        {FigureName("rd_expense"): wan(1)},
        grade=Grade.AUDITED,
        source="更正",
        by=manager.id,
        on=TODAY + DAY,
    )
    session.expire_all()

    kept = judgement(session)
    assert (kept.facts, kept.digest) == (facts, digest)
    assert session.get(RulebookText, kept.rulebook_digest).rulebook == "srdi-2026"
    now = facts_text(dossier_of(session, enterprise.id), kept.as_of)
    assert digest_of(kept.rulebook_digest, kept.as_of, "new", now) != digest


def test_a_second_submission_is_judged_and_kept_beside_the_first(session):
    enterprise = make_candidate(session)
    application = submit(session, begin(session, enterprise))
    act_on(session, application, "send_back")
    make_figures(session, enterprise, 2025, rd_expense=wan(10))

    submit(session, application, named=frozenset({"rd_each_year"}), below_why="仍申报")

    kept = session.scalars(select(ApplicationJudgement).order_by(ApplicationJudgement.number)).all()
    assert [(one.number, one.verdict) for one in kept] == [(1, "eligible"), (2, "near")] or kept[1].verdict == "far"
    assert kept[0].digest != kept[1].digest


def test_the_digest_is_that_of_facts_rules_and_day(session):
    enterprise = make_candidate(session)
    text = facts_text(dossier_of(session, enterprise.id), TODAY)
    base = digest_of("a" * 64, TODAY, "new", text)

    assert base == digest_of("a" * 64, TODAY, "new", facts_text(dossier_of(session, enterprise.id), TODAY))
    assert len({base, digest_of("b" * 64, TODAY, "new", text), digest_of("a" * 64, TODAY + DAY, "new", text)}) == 3


def test_the_rules_are_those_of_the_day_of_the_window(session):
    spring = replace(AUTUMN, id="spring", since=date(2026, 3, 1), until=date(2026, 3, 20))
    application = begin(session, window_id=None)
    hearing = hear_application(session, application, spring, standards(spring), on=TODAY)

    assert (hearing.gap.rulebook, hearing.gap.as_of) == ("srdi-2022", date(2026, 3, 20))
    assert library().rulebook_for("srdi", "new", TODAY).id == "srdi-2026"
