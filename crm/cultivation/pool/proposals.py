"""Proposals for the pool, decided by a manager; and the terms for which seeds are kept in it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.models import PoolEntry
from crm.cultivation.pool import service as pool
from crm.cultivation.pool.models import Decision, PoolProposal, PoolTerm
from crm.cultivation.titles import queries as title_queries
from crm.db import serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people.departments import queries as departments


@dataclass(frozen=True, slots=True)
class Proposer:
    """Who proposes an enterprise: a department by its number, or a street."""

    department_id: int | None = None
    street: str | None = None


def propose(
    session: Session, enterprise: Enterprise, proposer: Proposer, *, reason: str, by: int, on: date
) -> PoolProposal:
    """Write down that somebody wants the enterprise in the pool; a manager decides."""
    _claim(session, enterprise.id)
    if (proposer.department_id is None) == (proposer.street is None):
        raise CrmError("proposal_needs_proposer")
    pool.refuse_unfit(session, enterprise, on=on)
    _refuse_proposed(session, enterprise)
    proposal = _write_down(session, enterprise, proposer, reason=reason, by=by, on=on)
    audit.record(session, by, "pool.proposed", f"enterprise:{enterprise.id}", proposal=proposal.id)
    return proposal


def admit(
    session: Session, enterprise: Enterprise, proposer: Proposer | None, *, reason: str, by: int, on: date
) -> PoolEntry:
    """Take an enterprise into the pool at once; who proposed it stays written down as a proposal that was accepted."""
    if proposer is not None:
        _claim(session, enterprise.id)
        _refuse_proposed(session, enterprise)
        _write_down(session, enterprise, proposer, reason=reason, by=by, on=on)
    return pool.admit(session, enterprise, reason=reason, by=by, on=on)


def accept(session: Session, proposal: PoolProposal, *, until: date | None, by: int, on: date) -> PoolEntry:
    """Take the enterprise into the pool for the reason that was given, until a day where it is a seed's term."""
    _claim_open(session, proposal)
    enterprise = session.get_one(Enterprise, proposal.enterprise_id)
    entry = pool.admit(session, enterprise, reason=proposal.reason, by=by, on=on)
    if until is not None:
        set_term(session, entry, until, why=proposal.reason, by=by, on=on)
    return entry


def decline(session: Session, proposal: PoolProposal, *, why: str, by: int, on: date) -> None:
    """Do not take the enterprise; it may be proposed again."""
    if not why:
        raise CrmError("decline_needs_why")
    _claim_open(session, proposal)
    proposal.decision, proposal.decided_why = Decision.DECLINED, why
    proposal.decided_by, proposal.decided_on = by, on
    session.flush()
    audit.record(session, by, "pool.declined", f"enterprise:{proposal.enterprise_id}", proposal=proposal.id)


def set_term(session: Session, entry: PoolEntry, until: date, *, why: str, by: int, on: date) -> None:
    """Keep the seed until a day; what was said before stays."""
    serialise(session, f"pool entry of {entry.enterprise_id}")
    session.refresh(entry)
    if entry.left_on is not None:
        raise CrmError("pool_left_meanwhile", day=entry.left_on)
    if until <= on:
        raise CrmError("term_in_the_past")
    last = session.scalar(select(func.max(PoolTerm.number)).where(PoolTerm.entry_id == entry.id)) or 0
    session.add(PoolTerm(entry_id=entry.id, number=last + 1, until=until, why=why, set_by=by, set_on=on))
    session.flush()
    audit.record(session, by, "pool.term_set", f"enterprise:{entry.enterprise_id}", until=until)


def open_proposal(session: Session, enterprise_id: int) -> PoolProposal | None:
    """The proposal of the enterprise that waits for a decision."""
    return session.scalar(
        select(PoolProposal).where(PoolProposal.enterprise_id == enterprise_id, PoolProposal.decided_on.is_(None))
    )


def proposal_of(session: Session, proposal_id: int) -> PoolProposal:
    """One proposal, or CrmError not_found."""
    proposal = session.get(PoolProposal, proposal_id)
    if proposal is None:
        raise CrmError("not_found")
    return proposal


def entry_of(session: Session, enterprise: Enterprise) -> PoolEntry:
    """The entry with which the enterprise is in the pool, or CrmError not_in_pool."""
    entry = title_queries.open_entry(session, enterprise.id)
    if entry is None:
        raise CrmError("not_in_pool", name=enterprise.name)
    return entry


def _claim(session: Session, enterprise_id: int) -> None:
    serialise(session, f"pool entry of {enterprise_id}")


def _claim_open(session: Session, proposal: PoolProposal) -> None:
    _claim(session, proposal.enterprise_id)
    session.refresh(proposal)
    if proposal.decided_on is not None:
        raise CrmError("proposal_decided", day=proposal.decided_on)


def _refuse_proposed(session: Session, enterprise: Enterprise) -> None:
    waiting = open_proposal(session, enterprise.id)
    if waiting is not None:
        raise CrmError("proposed_already", name=enterprise.name, day=waiting.proposed_on)


def _write_down(
    session: Session, enterprise: Enterprise, proposer: Proposer, *, reason: str, by: int, on: date
) -> PoolProposal:
    if proposer.department_id is not None:
        departments.get(session, proposer.department_id)
    proposal = PoolProposal(enterprise_id=enterprise.id, reason=reason, proposed_on=on, recorded_by=by)
    proposal.department_id, proposal.street = proposer.department_id, proposer.street
    session.add(proposal)
    session.flush()
    return proposal
