"""免申即享: what the night drafts from granted titles, and what it leaves to a person."""

from datetime import date

from sqlalchemy import select

from crm.awards.claims.drafting import draft_claims, find_entitled
from crm.awards.claims.models import Claim
from crm.awards.claims.queries import thing_of
from crm.awards.models import Beneficiary
from crm.enterprises.models import Enterprise
from crm.money import FEN_IN_WAN
from crm.notifications.models import Notice
from crm.steps import last_step
from crm.work import Turn
from tests.awards.claims.making import act_on_claim, complete, make_claim, make_claimant, person
from tests.conftest import NOW, TODAY
from tests.makers import make_title
from tests.makers_of_awards import MEASURES, make_award_payment

TURN = Turn(TODAY, NOW)


def read(session) -> list[int]:
    return [one.enterprise_id for one in find_entitled(session, MEASURES, on=TODAY)]


def drafted(session) -> list[tuple[str, int]]:
    draft_claims(session, TURN, MEASURES)
    return [(one.subject, one.asked // FEN_IN_WAN) for one in session.scalars(select(Claim).order_by(Claim.id))]


def test_a_granted_title_is_drafted_once_with_the_difference_and_its_steward_told(session):
    enterprise = make_claimant(session)
    make_award_payment(session, enterprise, "innovative", 3)

    assert drafted(session) == [("srdi", 17)]
    assert drafted(session) == [("srdi", 17)]
    notice = session.scalars(select(Notice)).one()
    assert (notice.user_id, notice.kind) == (person(session, "stefan").id, "claim_drafted")


def test_the_highest_title_is_drafted_alone(session):
    enterprise = make_claimant(session)
    make_title(session, enterprise, "little_giant", date(2025, 10, 1))

    assert drafted(session) == [("little_giant", 80)]


def test_a_higher_title_withdraws_the_lower_draft_that_nobody_handed_in_and_says_why(session):
    enterprise = make_claimant(session)
    drafted(session)
    make_title(session, enterprise, "little_giant", date(2025, 10, 1))

    assert drafted(session) == [("srdi", 20), ("little_giant", 80)]
    lower, higher = session.scalars(select(Claim).order_by(Claim.id)).all()
    assert (lower.state, higher.state) == ("withdrawn", "draft")
    step = last_step(session, thing_of(lower))
    assert (step.act, step.by, step.detail) == ("withdraw", None, {"higher": "little_giant"})
    standing = session.scalars(select(Notice.about).where(Notice.withdrawn_at.is_(None))).all()
    assert standing == [f"claim:{higher.id}"]
    assert drafted(session) == [("srdi", 20), ("little_giant", 80)]


def test_a_lower_claim_that_was_handed_in_goes_its_way(session):
    enterprise = make_claimant(session)
    claim = make_claim(session, "returned", enterprise=enterprise)
    make_title(session, enterprise, "little_giant", date(2025, 10, 1))

    assert drafted(session) == [("srdi", 20)]
    assert claim.state == "returned"


def test_unknown_payments_a_title_outside_the_measure_and_a_revoked_one_draft_nothing(session):
    make_claimant(session, is_clear=False)
    make_claimant(session, won=date(2026, 1, 1))
    gone = make_claimant(session, tier="innovative")
    make_title(session, gone, "srdi", date(2025, 6, 2), revoked_on=TODAY)

    assert drafted(session) == [("innovative", 3)]


def test_what_was_withdrawn_by_a_person_is_not_drafted_again(session):
    make_claim(session, "withdrawn")

    assert drafted(session) == [("srdi", 20)]


def test_only_who_may_be_drafted_or_has_a_draft_is_read_again(session):
    make_claimant(session, is_clear=False)
    make_claim(session, "submitted")
    make_claim(session, "paid")
    free, withdrawn = make_claimant(session), make_claim(session, "withdrawn")
    another = make_claimant(session)
    make_award_payment(session, another, "innovative", 3)

    again = session.get_one(Beneficiary, withdrawn.beneficiary_id).enterprise_id
    assert read(session) == [free.id, another.id]
    make_title(session, session.get_one(Enterprise, again), "little_giant", date(2025, 10, 1))
    assert read(session) == sorted([free.id, again, another.id])
    draft_claims(session, TURN, MEASURES)
    assert read(session) == sorted([free.id, again, another.id])
    assert session.scalars(select(Claim.subject).order_by(Claim.id)).all()[3:] == ["srdi", "little_giant", "srdi"]


def test_a_drafted_claim_is_completed_and_handed_in_like_any_other(session):
    make_claimant(session)
    drafted(session)
    claim = session.scalars(select(Claim)).one()

    complete(session, claim)
    act_on_claim(session, claim, "submit")

    assert (claim.state, claim.filed_by, claim.drafted_by) == ("submitted", person(session, "stefan").id, None)
