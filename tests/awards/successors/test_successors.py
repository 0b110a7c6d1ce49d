"""A successor of the measure: entered by one, approved by another, never alone, and whom it changes is seen before."""

from datetime import date, timedelta

import pytest
from sqlalchemy import true

from crm.awards.benefits.entitlements import EntitlementState, entitlements
from crm.awards.benefits.queries import award_record
from crm.awards.successors.preview import AwardSaid, preview_measure
from crm.awards.successors.queries import current_measures, measure_in, measures_with
from crm.awards.successors.service import approve_measure, enter_measure, withdraw_measure
from crm.config.service_rules import service_rules
from crm.config.settings import ROOT
from crm.cultivation.models import Tier
from crm.errors import CrmError
from crm.money import FEN_IN_WAN
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, make_title
from tests.makers_of_awards import MEASURES, make_award_payment
from tests.makers_of_flags import make_flag

POLICIES = ROOT / "config" / "policies"
OLD = MEASURES.all[0].text
NEW = (
    OLD.replace("id: shijingshan-2023-24", "id: shijingshan-2026-1")
    .replace("document: 石经信局〔2023〕24号", "document: 石经信局〔2026〕1号")
    .replace("{from: 2023-07-11, to: 2025-12-31}", "{from: 2026-01-01, to: 2028-12-31}")
    .replace("little_giant: 80}", "little_giant: 100}")
)
DEPARTMENTS = service_rules().departments


@pytest.fixture
def enter(session):
    def write(text: str = NEW, by: str = "maria"):
        return enter_measure(session, text, POLICIES, DEPARTMENTS, by=make_person(session, by).id, at=NOW)

    return write


@pytest.fixture
def approve(session):
    def write(kept, by: str = "stefan"):
        approve_measure(session, kept, POLICIES, DEPARTMENTS, by=make_person(session, by).id, at=NOW)

    return write


def test_a_measure_counts_from_its_approval_and_not_before(session, enter, approve):
    kept = enter()
    assert len(current_measures(session, POLICIES).all) == 1

    approve(kept)

    in_force = current_measures(session, POLICIES).measure_for("first_award", TODAY)
    assert in_force.document == "石经信局〔2026〕1号"


def test_nobody_approves_what_they_entered(enter, approve):
    with pytest.raises(CrmError, match="measure_approved_alone"):
        approve(enter(), by="maria")


def test_what_was_withdrawn_or_approved_is_not_decided_again(session, enter, approve):
    kept = enter()
    withdraw_measure(session, kept, by=make_person(session, "maria").id, at=NOW)

    with pytest.raises(CrmError, match="measure_ended"):
        approve(kept)
    with pytest.raises(CrmError, match="measure_ended"):
        withdraw_measure(session, kept, by=make_person(session, "maria").id, at=NOW)
    with pytest.raises(CrmError, match="measure_known"):
        enter()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OLD, "measure shijingshan-2023-24 is there already"),
        (NEW.replace("2026-01-01", "2025-12-31"), "shijingshan-2023-24 is in force until 2025-12-31"),
        (NEW.replace("srdi: 20", "srdi: -20"), "an amount must be more than nothing"),
        (NEW.replace("id: shijingshan-2026-1", "id: ../etc"), "must be a name of small letters"),
        ("- 1", "must be a mapping"),
        ("a: &b 1\nc: *b", "anchors, aliases and own tags"),
        ("[" * 5000, "not YAML"),
        ("", "the file is empty"),
    ],
)
def test_a_text_that_is_no_measure_is_refused_with_its_line(enter, text, said):
    with pytest.raises(CrmError) as refused:
        enter(text)

    assert refused.value.code == "measure_unreadable"
    assert said in refused.value.values["why"]
    assert refused.value.values["where"].startswith("措施:")


def test_a_department_nobody_knows_is_named(enter):
    with pytest.raises(CrmError) as refused:
        enter(NEW.replace("departments: [kw]", "departments: [kww]"))

    assert (refused.value.code, refused.value.values["codes"]) == ("measure_departments_unknown", "kww")


def test_of_two_that_cannot_stand_together_the_second_is_not_approved(enter, approve):
    first, second = enter(), enter(NEW.replace("2026-1\n", "2026-2\n"))
    approve(first)

    with pytest.raises(CrmError, match="measure_unreadable"):
        approve(second)


def test_a_preview_says_for_whom_something_else_is_said(session, enter):
    won = make_enterprise(session, "北京新巨人公司")
    make_title(session, won, "little_giant", date(2026, 3, 1))
    make_award_payment(session, won, "srdi", 20)
    earlier = make_enterprise(session, "北京老巨人公司")
    make_title(session, earlier, "little_giant", date(2025, 3, 1))
    near = make_enterprise(session, "北京临近公司", tier="innovative")
    make_flag(session, near, Tier.SRDI, "near")
    kept = enter()
    before = current_measures(session, POLICIES)
    after = measures_with(POLICIES, ((kept.measure, kept.text),))

    changes = preview_measure(session, before, after, measure_in(kept), true(), on=TODAY)

    assert [(each.stake.name, each.before, each.after) for each in changes] == [
        ("北京新巨人公司", AwardSaid(None, counts=False), AwardSaid(80 * FEN_IN_WAN, counts=True)),
        ("北京临近公司", AwardSaid(20 * FEN_IN_WAN, counts=False), AwardSaid(20 * FEN_IN_WAN, counts=True)),
    ]


def test_after_approval_a_title_of_the_new_year_is_entitled(session, enter, approve):
    won = make_enterprise(session)
    make_title(session, won, "little_giant", date(2026, 1, 1))
    approve(enter())

    measures = current_measures(session, POLICIES)
    lines = entitlements(measures, award_record(session, won.id).standing, on=TODAY, ladder=("little_giant",))

    award = next(line for line in lines if line.offer.benefit.id == "title_award")
    assert (award.state, award.reckoning.full) == (EntitlementState.ENTITLED, 100 * FEN_IN_WAN)


def test_a_measure_that_begins_later_is_previewed_on_its_first_day(session, enter):
    near = make_enterprise(session, tier="innovative")
    make_flag(session, near, Tier.SRDI, "near")
    later = TODAY + timedelta(days=30)
    kept = enter(NEW.replace("from: 2026-01-01", f"from: {later.isoformat()}"))
    before, after = MEASURES, measures_with(POLICIES, ((kept.measure, kept.text),))

    [change] = preview_measure(session, before, after, measure_in(kept), true(), on=TODAY)

    assert change.after == AwardSaid(20 * FEN_IN_WAN, counts=True)
