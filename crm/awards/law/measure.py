"""A measure of the district: its validity, its clauses, and the benefits of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.awards.law.arithmetic import Arithmetic
from crm.rules.law.nodes import Text

LONGEST_MEASURE = 100_000
"""Characters of the text of a measure."""

LONGEST_LINE = 200
"""Characters of the number and the title of a document, as wide as the columns that payments keep them in."""


class BeneficiaryKind(StrEnum):
    """Who is paid."""

    ENTERPRISE = "enterprise"
    PERSON = "person"
    FUND_MANAGER = "fund_manager"
    REFERRAL_PLATFORM = "referral_platform"


class WindowBasis(StrEnum):
    """By which day of a title its measure is chosen."""

    RECOGNITION = "recognition"


@dataclass(frozen=True, slots=True)
class Validity:
    """First and last day, both inclusive."""

    since: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Benefit:
    """One thing that a clause gives. Benefits of the same id in several measures are alike: the best applies, once."""

    id: str
    text: Text
    to: BeneficiaryKind
    evidence: tuple[str, ...]
    arithmetic: Arithmetic


@dataclass(frozen=True, slots=True)
class MeasureClause:
    """A clause with the codes of the departments that answer for it; none: 各相关单位."""

    id: str
    number: str
    text: Text
    departments: tuple[str, ...]
    benefits: tuple[Benefit, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure, with the digest of its text, under which what was said by it can be found again."""

    id: str
    document: str
    title: str
    valid: Validity
    window_basis: WindowBasis
    repeals: str | None
    clauses: Mapping[str, MeasureClause]
    digest: str
    text: str

    def in_force(self, on: date) -> bool:
        """Whether the measure is valid on a day."""
        return on in self.valid

    @property
    def offers(self) -> "tuple[BenefitOffer, ...]":
        """Every benefit where it stands, in the order of the clauses."""
        return tuple(BenefitOffer(self, clause, each) for clause in self.clauses.values() for each in clause.benefits)

    @property
    def departments(self) -> frozenset[str]:
        """The codes of all departments it names."""
        return frozenset(code for clause in self.clauses.values() for code in clause.departments)


@dataclass(frozen=True, slots=True)
class BenefitOffer:
    """A benefit where it stands."""

    measure: Measure
    clause: MeasureClause
    benefit: Benefit
