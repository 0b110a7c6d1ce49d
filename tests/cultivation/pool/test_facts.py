"""What the engine is told of an enterprise: what is recorded, what is known to be none, and what is unknown."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import event

from crm.cultivation.facts import dossier_of, dossiers_of
from crm.db import db
from crm.enterprises.facts.models import Grade, ListKind
from crm.errors import CrmError
from tests.cultivation.srdi import complete, make_candidate, own_class1, say, wan
from tests.makers import make_enterprise, make_figures, make_title

LISTS = ("equity_financing", "intellectual_property", "science_awards", "maker_in_china", "certificates")


def test_without_a_record_everything_is_unknown(session):
    enterprise = make_enterprise(session)

    dossier = dossier_of(session, enterprise.id)

    assert [getattr(dossier, name) for name in (*LISTS, "recognitions")] == [None] * 6
    assert dossier.figures == ()
    assert dossier.compliance.abnormal_list is None
    assert dossier.uscc == enterprise.credit_code


@pytest.mark.parametrize("kind", list(ListKind))
def test_a_list_declared_complete_without_items_is_known_to_be_none(session, kind):
    enterprise = make_enterprise(session)

    complete(session, enterprise, kind)

    assert getattr(dossier_of(session, enterprise.id), kind.value) == ()


def test_a_list_with_an_item_is_known_and_a_removed_item_is_gone(session):
    enterprise = make_enterprise(session, tier="srdi")
    own_class1(session, enterprise, 2)

    known = dossier_of(session, enterprise.id)

    assert len(known.intellectual_property) == 2
    assert [title.tier for title in known.recognitions] == ["srdi"]


def test_figures_arrive_exactly_with_their_grade(session):
    enterprise = make_enterprise(session)
    make_figures(session, enterprise, 2025, revenue=wan(3000) + 1, grade=Grade.REGISTRY)
    make_figures(session, enterprise, 2025, rd_expense=wan(90), grade=Grade.SELF_DECLARED)

    dossier = dossier_of(session, enterprise.id)

    assert (dossier.figures[0].year, dossier.figures[0].revenue) == (2025, wan(3000) + 1)
    assert dossier.sources["revenue", 2025].grade == "registry"
    assert dossier.sources["rd_expense", 2025].grade == "self_declared"


def test_one_valued_facts_are_read_by_their_kind_and_the_last_word_counts(session):
    enterprise = make_enterprise(session)
    say(
        session,
        enterprise,
        niche_started_on="2019-03-01",
        market__share="0.12",
        quality=["own_brand"],
        digital_level=3,
        information_system=True,
        compliance__abnormal_list=False,
    )
    say(session, enterprise, digital_level=4, information_system=None)

    dossier = dossier_of(session, enterprise.id)

    assert dossier.niche_started_on == date(2019, 3, 1)
    assert dossier.market.share == Fraction(12, 100)
    assert dossier.quality == frozenset({"own_brand"})
    assert (dossier.digital_level, dossier.information_system) == (4, None)
    assert dossier.compliance.abnormal_list is False
    assert dossier.sources["digital_level", None].label == "现场核验"


def test_a_title_taken_out_as_a_mistake_does_not_count(session):
    enterprise = make_enterprise(session)
    make_title(session, enterprise, "srdi", removed_on=date(2026, 1, 1))

    assert dossier_of(session, enterprise.id).recognitions is None


def test_many_dossiers_take_as_many_queries_as_one(session):
    ids = [make_candidate(session, f"北京候选{number}有限公司").id for number in range(4)]

    counts = []
    for wanted in (ids[:1], ids):
        statements = []
        listener = lambda *args, seen=statements: seen.append(args[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        found = dossiers_of(session, wanted)
        event.remove(db.engine, "before_cursor_execute", listener)
        counts.append(len(statements))
        assert len(found) == len(wanted)

    assert counts[0] == counts[1]


def test_an_enterprise_that_is_not_there_is_not_found(session):
    with pytest.raises(CrmError, match="not_found"):
        dossier_of(session, 4711)
