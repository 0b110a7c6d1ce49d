"""Facts and judgements, lists and their completeness: dated, evidenced, never overwritten."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select

from crm.enterprises.facts import queries as fact_queries
from crm.enterprises.facts.lists.listings import LISTINGS, score_text
from crm.enterprises.facts.lists.service import (
    Evidence,
    add_item,
    correct_item,
    declare_complete,
    remove_item,
    withdraw_declaration,
)
from crm.enterprises.facts.models import FactList, Grade, ListKind
from crm.enterprises.facts.service import record_fact
from crm.enterprises.facts.values import percent, read_value, show_value, single_facts, write_value
from crm.errors import CrmError
from tests.cast import make_person
from tests.makers import TODAY, make_enterprise

ON_PAPER = Evidence("营业执照", Grade.REGISTRY)
PATENT = {
    "class": "I",
    "high_value": None,
    "self_developed": True,
    "related_to_main_product": True,
    "economic_benefit": None,
    "granted_on": date(2024, 2, 29),
    "transferred_in_on": None,
    "holder_rank": 1,
    "kind": "invention_patent",
    "title": "一种机载总线",
    "number": "ZL202410000001.0",
}


def record(session, enterprise, fact, value, **options):
    maria = make_person(session, "maria")
    return record_fact(session, enterprise.id, fact, value, ON_PAPER, by=maria.id, on=TODAY, **options)


def add(session, enterprise, name, **item):
    return add_item(session, enterprise.id, LISTINGS[name], item, ON_PAPER, by=None, on=TODAY)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("chain_role", True),
        ("compliance.abnormal_list", False),
        ("market.share", "0.125"),
        ("market.rank", 3),
        ("niche_started_on", "2018-06-01"),
        ("digital_level", 2),
        ("rd_institution", "provincial"),
        ("quality", ["own_brand", "standards"]),
        ("quality", []),
    ],
)
def test_a_recorded_fact_is_read_back_as_the_dossier_says_it(session, fact, value):
    enterprise = make_enterprise(session)

    record(session, enterprise, fact, value)

    row = fact_queries.current_facts(session, enterprise.id)[fact]
    assert read_value(row.value) == value
    assert (row.from_date, row.evidence, row.grade) == (TODAY, "营业执照", Grade.REGISTRY)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("chain_role", "yes"),
        ("chain_role", 1),
        ("market.share", "1.01"),
        ("market.share", "NaN"),
        ("market.rank", 0),
        ("digital_level", 5),
        ("rd_institution", "galactic"),
        ("quality", ["luck"]),
        ("niche_started_on", "2023-02-29"),
        ("local_feature_points", 16),
    ],
)
def test_a_value_no_dossier_could_hold_is_refused(session, fact, value):
    enterprise = make_enterprise(session)

    with pytest.raises(CrmError, match="value_refused"):
        record(session, enterprise, fact, value)


@pytest.mark.parametrize("fact", ["uscc", "name", "revenue", "figures", "luck", "certificates"])
def test_only_one_valued_facts_are_recorded_this_way(session, fact):
    enterprise = make_enterprise(session)

    with pytest.raises(CrmError, match="not_found"):
        record(session, enterprise, fact, True)


def test_every_fact_of_the_catalogue_can_be_shown_and_written_as_unknown():
    assert {show_value(field.id, write_value(field.id, None)) for field in single_facts()} == {"未知"}


def test_a_new_answer_ends_the_one_before_and_both_stay(session):
    enterprise = make_enterprise(session)
    record(session, enterprise, "chain_role", False)

    record(session, enterprise, "chain_role", True, from_date=date(2026, 10, 1))

    newest, before = fact_queries.fact_history(session, enterprise.id, "chain_role")
    assert (read_value(newest.value), newest.from_date, newest.replaced_on) == (True, date(2026, 10, 1), None)
    assert (read_value(before.value), before.replaced_on) == (False, TODAY)


def test_a_fact_that_is_no_longer_known_says_so_in_a_row_of_its_own(session):
    enterprise = make_enterprise(session)
    record(session, enterprise, "chain_role", True)

    record(session, enterprise, "chain_role", None)

    row = fact_queries.current_fact(session, enterprise.id, "chain_role")
    assert read_value(row.value) is None


def test_the_same_answer_again_writes_nothing(session):
    enterprise = make_enterprise(session)
    first = record(session, enterprise, "chain_role", True)

    assert record(session, enterprise, "chain_role", True) is first
    assert record(session, enterprise, "product_domain", None) is None
    assert len(fact_queries.fact_history(session, enterprise.id, "chain_role")) == 1


def test_a_fact_holds_from_today_at_the_latest(session):
    enterprise = make_enterprise(session)

    with pytest.raises(CrmError, match="day_ahead"):
        record(session, enterprise, "chain_role", True, from_date=date(2026, 11, 25))


def test_answering_over_somebody_elses_answer_shows_theirs(session):
    enterprise = make_enterprise(session)
    record(session, enterprise, "market.share", "0.125")

    with pytest.raises(CrmError) as refused:
        record(session, enterprise, "market.share", "0.2", seen=0)

    assert refused.value.code == "fact_changed_meanwhile"
    assert refused.value.values["value"] == "12.5%"
    assert refused.value.values["who"] == "Maria"


@pytest.mark.parametrize(("share", "shown_as"), [("0.1", "10"), ("0.125", "12.5"), ("1", "100"), ("0.0009", "0.09")])
def test_a_share_is_shown_exactly(share, shown_as):
    assert percent(share) == shown_as


def test_an_item_is_kept_with_all_it_says(session):
    enterprise = make_enterprise(session)

    row = add(session, enterprise, "intellectual_property", **PATENT)

    assert LISTINGS["intellectual_property"].values(row) == PATENT


def test_a_correction_ends_one_row_and_begins_another(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)
    listing = LISTINGS["equity_financing"]
    row = add(session, enterprise, "equity_financing", paid_on=date(2025, 1, 2), amount=500_00, qualified=None)

    new = correct_item(
        session,
        row,
        listing,
        {"paid_on": date(2025, 1, 2), "amount": 501_00, "qualified": True, "investor": None},
        ON_PAPER,
        by=maria.id,
        on=TODAY,
    )

    assert [one.id for one in fact_queries.items(session, enterprise.id, listing)] == [new.id]
    assert (row.amount, row.removed_by, row.removed_on) == (500_00, maria.id, TODAY)
    assert (new.amount, new.qualified) == (501_00, True)


def test_a_correction_that_changes_nothing_writes_nothing(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)
    row = add(session, enterprise, "intellectual_property", **PATENT)

    same = correct_item(session, row, LISTINGS["intellectual_property"], PATENT, ON_PAPER, by=maria.id, on=TODAY)

    assert same is row
    assert row.removed_on is None


def test_a_row_that_somebody_removed_cannot_be_corrected(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)
    listing = LISTINGS["maker_in_china"]
    row = add(session, enterprise, "maker_in_china", list="top500", year=2024)
    remove_item(session, row, listing, by=maria.id, on=TODAY)

    with pytest.raises(CrmError) as refused:
        correct_item(session, row, listing, {"list": "top50", "year": 2024}, ON_PAPER, by=maria.id, on=TODAY)

    assert refused.value.code == "item_changed_meanwhile"
    assert refused.value.values == {"who": "Maria", "day": TODAY}


@pytest.mark.parametrize(
    ("name", "item", "code"),
    [
        ("equity_financing", {"paid_on": date(2026, 11, 25), "amount": 1}, "day_ahead"),
        ("equity_financing", {"paid_on": date(2026, 1, 1), "amount": None}, "value_refused"),
        ("science_awards", {"level": "galactic", "awarded_on": date(2026, 1, 1)}, "value_refused"),
        ("science_awards", {"level": "national", "awarded_on": date(2026, 1, 1), "rank": 0}, "value_refused"),
        (
            "certificates",
            {"kind": "high_tech", "valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)},
            "ends_before_it_begins",
        ),
        ("platform_scores", {"year": 2026, "score": "100.1"}, "value_refused"),
        ("platform_scores", {"year": 2026, "score": "NaN"}, "value_refused"),
        ("intellectual_property", {**PATENT, "class": "II"}, "property_class_differs"),
        ("intellectual_property", {**PATENT, "class": "III"}, "value_refused"),
        ("intellectual_property", {**PATENT, "kind": "luck"}, "bad_request"),
        ("platform_scores", {"year": 2026, "score": "60.00001"}, "value_too_fine"),
    ],
)
def test_an_item_that_makes_no_sense_is_refused(session, name, item, code):
    enterprise = make_enterprise(session)

    with pytest.raises(CrmError, match=code):
        add(session, enterprise, name, **item)


@pytest.mark.parametrize(("granted_on", "accepted"), [(date(2024, 11, 23), True), (date(2024, 11, 24), False)])
def test_a_utility_model_counts_only_after_it_was_held_for_long_enough(session, granted_on, accepted):
    enterprise = make_enterprise(session)
    item = {**PATENT, "class": "II", "kind": "utility_model", "granted_on": granted_on}

    if accepted:
        assert add(session, enterprise, "intellectual_property", **item).ip_class == "II"
        return
    with pytest.raises(CrmError) as refused:
        add(session, enterprise, "intellectual_property", **item)
    assert refused.value.values["day"] == date(2026, 11, 25)


def test_a_year_has_one_platform_score(session):
    enterprise = make_enterprise(session)
    row = add(session, enterprise, "platform_scores", year=2026, score="63.5")

    with pytest.raises(CrmError, match="score_year_taken"):
        add(session, enterprise, "platform_scores", year=2026, score="64")

    assert row.score_e4 == 635_000


@pytest.mark.parametrize("text", ["63.5", "0", "100", "60.0001", "7.05"])
def test_a_score_is_kept_exactly(text):
    assert score_text(int(Fraction(text) * 10_000)) == text


def test_a_list_declared_complete_without_a_row_is_known_to_be_empty_until_taken_back(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)

    declare_complete(session, enterprise.id, ListKind.SCIENCE_AWARDS, evidence="企业确认", by=maria.id, on=TODAY)
    declared = fact_queries.declarations(session, enterprise.id)
    withdraw_declaration(session, enterprise.id, ListKind.SCIENCE_AWARDS, by=maria.id, on=TODAY)

    assert declared["science_awards"].complete_as_of == TODAY
    assert fact_queries.declarations(session, enterprise.id) == {}
    with pytest.raises(CrmError, match="list_not_declared"):
        withdraw_declaration(session, enterprise.id, ListKind.SCIENCE_AWARDS, by=maria.id, on=TODAY)


def test_of_a_list_declared_complete_again_the_newest_word_counts_and_the_first_stays(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)
    declare_complete(session, enterprise.id, ListKind.CERTIFICATES, evidence=None, by=maria.id, on=date(2026, 1, 5))

    declare_complete(session, enterprise.id, ListKind.CERTIFICATES, evidence="证书清单", by=maria.id, on=TODAY)

    declared = fact_queries.declarations(session, enterprise.id)["certificates"]
    assert (declared.complete_as_of, declared.evidence) == (TODAY, "证书清单")
    ended = session.scalars(select(FactList).where(FactList.ended_on.is_not(None))).one()
    assert (ended.complete_as_of, ended.ended_on, ended.ended_by) == (date(2026, 1, 5), TODAY, maria.id)
