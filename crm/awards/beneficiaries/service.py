"""Recording who can be paid beside enterprises, and whom a platform brought."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.awards.beneficiaries.queries import OTHER_KINDS, get_beneficiary
from crm.awards.law.measure import BeneficiaryKind
from crm.awards.models import FIRST_YEAR, LONGEST_CODE, LONGEST_NAME, Beneficiary, Referral
from crm.db import serialise
from crm.enterprises import queries as enterprises
from crm.errors import CrmError
from crm.people import queries as people


@dataclass(frozen=True, slots=True)
class BeneficiaryEntry:
    """Who it is. `code` is a credit code or the number of a registration; a person has none here."""

    kind: BeneficiaryKind
    name: str
    code: str | None = None


def add_beneficiary(session: Session, entry: BeneficiaryEntry, *, by: int, on: date) -> Beneficiary:
    """Record somebody, once; the same sent again by the same person on the same day is one record."""
    name, code = entry.name.strip(), (entry.code or "").strip().upper() or None
    if entry.kind not in OTHER_KINDS or not 0 < len(name) <= LONGEST_NAME or len(code or "") > LONGEST_CODE:
        raise CrmError("bad_request")
    if code is not None and entry.kind is BeneficiaryKind.PERSON:
        raise CrmError("beneficiary_person_code")
    serialise(session, "beneficiaries")
    same = (Beneficiary.kind == entry.kind) & (Beneficiary.name == name)
    is_known = same if code is None else or_(same, Beneficiary.code == code)
    known = session.scalars(select(Beneficiary).where(is_known).order_by(Beneficiary.id)).first()
    if known is not None:
        if (known.kind, known.name, known.code, known.recorded_by, known.recorded_on) == (
            entry.kind,
            name,
            code,
            by,
            on,
        ):
            return known
        raise CrmError("beneficiary_known", name=name)
    made = Beneficiary(kind=entry.kind, name=name, code=code, recorded_by=by, recorded_on=on)
    session.add(made)
    session.flush()
    audit.record(session, by, "beneficiary.added", f"beneficiary:{made.id}", kind=entry.kind)
    return made


def add_referral(session: Session, platform_id: int, credit_code: str, year: int, *, by: int, on: date) -> Referral:
    """A platform brought an enterprise of the desk in a year; nobody is brought twice."""
    if get_beneficiary(session, platform_id).kind is not BeneficiaryKind.REFERRAL_PLATFORM:
        raise CrmError("not_found")
    if not FIRST_YEAR <= year <= on.year:
        raise CrmError("referral_year_unfit", this_year=on.year)
    enterprise = enterprises.by_code(session, credit_code.strip().upper())
    if enterprise is None:
        raise CrmError("referral_enterprise_unknown", credit_code=credit_code)
    serialise(session, f"referral of {enterprise.id}")
    standing = select(Referral).where(Referral.enterprise_id == enterprise.id, Referral.removed_on.is_(None))
    known = session.scalars(standing.order_by(Referral.id)).first()
    if known is not None:
        if (known.platform_id, known.year, known.recorded_by) == (platform_id, year, by):
            return known
        platform = session.get_one(Beneficiary, known.platform_id)
        raise CrmError("referral_known", name=enterprise.name, platform=platform.name, year=known.year)
    made = Referral(platform_id=platform_id, enterprise_id=enterprise.id, year=year, recorded_by=by, recorded_on=on)
    session.add(made)
    session.flush()
    audit.record(session, by, "referral.recorded", f"beneficiary:{platform_id}", enterprise=enterprise.id, year=year)
    return made


def remove_referral(session: Session, platform_id: int, referral_id: int, *, by: int, on: date) -> None:
    """It was a mistake of the record; the row stays."""
    referral = session.get(Referral, referral_id)
    if referral is None or referral.platform_id != platform_id:
        raise CrmError("not_found")
    serialise(session, f"referral of {referral.enterprise_id}")
    session.refresh(referral)
    if referral.removed_on is not None:
        names = people.names(session, {referral.removed_by} if referral.removed_by else set())
        raise CrmError("referral_removed", who=names.get(referral.removed_by or 0, "—"), day=referral.removed_on)
    referral.removed_by, referral.removed_on = by, on
    session.flush()
    about = {"enterprise": referral.enterprise_id, "year": referral.year}
    audit.record(session, by, "referral.removed", f"beneficiary:{platform_id}", **about)
