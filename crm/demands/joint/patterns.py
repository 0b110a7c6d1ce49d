"""Patterns: what several enterprises ask for within some days, of one category, by one clause or of one department."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.config.service_rules import JointRules, service_rules
from crm.demands.joint.models import JointMatter, JointMatterDemand, MatterKind, MatterState
from crm.demands.models import Demand, DemandDepartment, DemandPart, DemandState
from crm.people.models import Department


@dataclass(frozen=True, slots=True)
class RaisedDemand:
    """What is looked at of a demand."""

    id: int
    enterprise_id: int
    category: str
    department: str

    @property
    def clauses(self) -> frozenset[str]:
        """The clauses of the measure that its category is about; none of one the configuration no longer names."""
        category = service_rules().demands.categories.get(self.category)
        return frozenset(category.clauses if category else ())

    def subjects(self, kind: MatterKind) -> Collection[str]:
        """What it may have in common with others: its clauses, else its one category or department."""
        if kind is MatterKind.CLAUSE:
            return self.clauses
        return (self.category,) if kind is MatterKind.CATEGORY else (self.department,)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Demands of several enterprises that have a category, a clause or a department in common."""

    kind: MatterKind
    subject: str
    demand_ids: tuple[int, ...]


def find_patterns(session: Session, rules: JointRules, *, on: date) -> list[Pattern]:
    """What enough enterprises asked for within the days of the rules, that no earlier matter holds.

    A clause is a pattern of its own only where its demands are of several categories, a department only where they
    share no clause either; otherwise the narrower says it. Demands join a standing matter of their subject, however
    few they are.
    """
    raised = _raised(session, on - timedelta(days=rules.days - 1), on)
    known, standing = _known(session), _standing(session)
    found = []
    for kind in MatterKind:
        for subject, demands in _by_subject(raised, kind).items():
            fresh = [one for one in demands if (kind, subject, one.id) not in known]
            is_new = len({one.enterprise_id for one in fresh}) >= rules.enterprises and _says_more(kind, fresh)
            if fresh and (is_new or (kind, subject) in standing):
                found.append(Pattern(kind, subject, tuple(one.id for one in fresh)))
    return found


def _says_more(kind: MatterKind, demands: Sequence[RaisedDemand]) -> bool:
    if kind is MatterKind.CATEGORY:
        return True
    shared = kind is MatterKind.DEPARTMENT and frozenset.intersection(*(one.clauses for one in demands))
    return not shared and len({one.category for one in demands}) > 1


def _by_subject(raised: Iterable[RaisedDemand], kind: MatterKind) -> dict[str, list[RaisedDemand]]:
    found: dict[str, list[RaisedDemand]] = defaultdict(list)
    for one in raised:
        for subject in one.subjects(kind):
            found[subject].append(one)
    return dict(sorted(found.items()))


def _raised(session: Session, since: date, on: date) -> list[RaisedDemand]:
    rows = session.execute(
        select(Demand.id, Demand.enterprise_id, Demand.category, Department.code)
        .join(DemandDepartment, DemandDepartment.demand_id == Demand.id)
        .join(Department, Department.id == DemandDepartment.department_id)
        .where(
            DemandDepartment.part == DemandPart.LEAD,
            DemandDepartment.to_at.is_(None),
            Demand.raised_on.between(since, on),
            Demand.state.not_in((DemandState.WITHDRAWN, DemandState.MERGED)),
        )
        .order_by(Demand.id)
    )
    return [RaisedDemand(*row) for row in rows]


def _known(session: Session) -> set[tuple[str, str, int]]:
    rows = session.execute(
        select(JointMatter.kind, JointMatter.subject, JointMatterDemand.demand_id).join(
            JointMatter, JointMatter.id == JointMatterDemand.matter_id
        )
    )
    return {(kind, subject, demand_id) for kind, subject, demand_id in rows}


def _standing(session: Session) -> set[tuple[str, str]]:
    stands = JointMatter.state.in_((MatterState.PROPOSED, MatterState.OPEN))
    return {
        (kind, subject)
        for kind, subject in session.execute(select(JointMatter.kind, JointMatter.subject).where(stands))
    }
