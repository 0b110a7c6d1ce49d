"""Reads about claims: lists by state, one with its evidence and steps, and who acts on it as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from crm.awards.beneficiaries import whose
from crm.awards.claims.course.life import ClaimActor
from crm.awards.claims.models import (
    ENDED,
    HOLDING,
    IN_REVIEW,
    OPEN,
    PREPARABLE,
    Claim,
    ClaimEvent,
    ClaimEvidence,
    ClaimState,
)
from crm.awards.law.measure import BenefitOffer
from crm.awards.measure_models import MeasureText
from crm.awards.measures import Measures
from crm.awards.models import Beneficiary
from crm.awards.successors.queries import measure_in
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people import queries as people
from crm.people.models import Department, Role
from crm.steps import Thing
from crm.stewards.carers import carers_of


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One line of a list: the claim, who is paid by it (an enterprise by its id), and the department."""

    claim: Claim
    enterprise_id: int | None
    enterprise: str
    credit_code: str
    department: str


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What a list shows: the list, a text in number, name or code, and the id of a clause or department."""

    which: str
    text: str = ""
    clause: str = ""
    department_id: int = 0


CLAIM_LISTS = ("open", "draft", "review", "publicity", "approved", "paid", "ended", "every")


def get(session: Session, claim_id: int, within: ColumnElement[bool]) -> Claim:
    """The claim; raises CrmError not_found, also when it is not this person's to see."""
    claim = session.scalar(select(Claim).where(Claim.id == claim_id, within))
    if claim is None:
        raise CrmError("not_found")
    return claim


def line_of(session: Session, claim: Claim) -> ClaimLine:
    """The claim with its enterprise and department."""
    return ClaimLine(*session.execute(select_lines().where(Claim.id == claim.id)).one())


def list_claims(
    session: Session, within: ColumnElement[bool], asked: ClaimFilter, *, offset: int = 0, limit: int = 50
) -> tuple[list[ClaimLine], int]:
    """Claims of a list, the newest first, and how many there are."""
    wanted = select_lines().where(within, _condition(asked.which))
    if asked.text:
        columns = (Claim.number, whose.NAME, whose.CODE)
        wanted = wanted.where(or_(*(column.contains(asked.text, autoescape=True) for column in columns)))
    if asked.clause:
        wanted = wanted.where(Claim.clause == asked.clause)
    if asked.department_id:
        wanted = wanted.where(Claim.department_id == asked.department_id)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session.execute(wanted.order_by(Claim.id.desc()).offset(offset).limit(limit))
    return [ClaimLine(*row) for row in rows], total


def claims_of_beneficiary(session: Session, beneficiary_id: int) -> list[ClaimLine]:
    """Every claim of somebody who can be paid, the newest first."""
    rows = session.execute(select_lines().where(Claim.beneficiary_id == beneficiary_id).order_by(Claim.id.desc()))
    return [ClaimLine(*row) for row in rows]


def claims_in_public(session: Session, on: date) -> list[ClaimLine]:
    """The claims that stand in public on a day, by clause and number; whose days are over awaits approval only."""
    wanted = select_lines().where(Claim.state == ClaimState.PUBLICITY, Claim.public_to >= on)
    return [ClaimLine(*row) for row in session.execute(wanted.order_by(Claim.clause, Claim.number))]


def evidence_of(session: Session, claim_id: int) -> Sequence[ClaimEvidence]:
    """What the clause asks for, in its order."""
    mine = select(ClaimEvidence).where(ClaimEvidence.claim_id == claim_id)
    return session.scalars(mine.order_by(ClaimEvidence.place)).all()


def thing_of(claim: Claim) -> Thing:
    """The claim as its events name it."""
    return Thing(ClaimEvent, "claim_id", claim.id)


def offer_of_claim(session: Session, measures: Measures, claim: Claim) -> BenefitOffer:
    """The benefit where the measure of the claim says it, also when that measure is in use no more."""
    installed = next((one for one in measures.all if one.digest == claim.measure_digest), None)
    measure = installed or measure_in(session.get_one(MeasureText, claim.measure_digest))
    return next(one for one in measure.offers if one.benefit.id == claim.benefit)


def enterprise_of(session: Session, claim: Claim) -> int | None:
    """The enterprise that is paid; None where somebody else is."""
    return session.get_one(Beneficiary, claim.beneficiary_id).enterprise_id


def claim_actors_of(session: Session, claim: Claim, user_id: int, *, on: date) -> frozenset[str]:
    """As what the user may act on this claim on a day."""
    roles = people.roles_of(session, user_id)
    actors: set[str] = {ClaimActor.MANAGER} if Role.MANAGER in roles else set()
    if Role.STEWARD in roles:
        enterprise_id = enterprise_of(session, claim) or 0
        if user_id in {one.user_id for one in carers_of(session, enterprise_id, on)}:
            actors.add(ClaimActor.CARER)
    if Role.HANDLER in roles and people.get(session, user_id).department_id == claim.department_id:
        actors.add(ClaimActor.LEAD)
    return frozenset(actors)


def waiting_in(session: Session, department_id: int) -> int:
    """How many claims a department has not ended."""
    mine = select(func.count(Claim.id)).where(Claim.department_id == department_id, Claim.state.in_(OPEN))
    return session.scalar(mine) or 0


def _condition(which: str) -> ColumnElement[bool]:
    return {
        "open": Claim.state.in_(HOLDING),
        "draft": Claim.state.in_(PREPARABLE),
        "review": Claim.state.in_(IN_REVIEW),
        "publicity": Claim.state == ClaimState.PUBLICITY,
        "approved": Claim.state == ClaimState.APPROVED,
        "paid": Claim.state == ClaimState.PAID,
        "ended": Claim.state.in_(ENDED),
        "every": true(),
    }[which]


def select_lines() -> Select[Any]:
    """Claims with who is paid and the department, as lines read them."""
    return (
        select(Claim, Beneficiary.enterprise_id, whose.NAME, whose.CODE, Department.name)
        .join(Beneficiary, Beneficiary.id == Claim.beneficiary_id)
        .outerjoin(Enterprise, Enterprise.id == Beneficiary.enterprise_id)
        .join(Department, Department.id == Claim.department_id)
    )
