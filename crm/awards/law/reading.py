"""The text of a measure, read strictly: RulebookError names file and line of what is not understood."""

import re
from collections.abc import Callable
from fractions import Fraction
from hashlib import sha256

from crm.awards.law.arithmetic import (
    AnotherMeasure,
    Arithmetic,
    ByTitle,
    FixedAmount,
    Per,
    Quota,
    Service,
    ShareOf,
    UpTo,
)
from crm.awards.law.measure import (
    LONGEST_LINE,
    BeneficiaryKind,
    Benefit,
    Measure,
    MeasureClause,
    Validity,
    WindowBasis,
)
from crm.money import FEN_IN_WAN
from crm.rules.law.catalogue import TIERS
from crm.rules.law.quantities import Unit
from crm.rules.reading.policy_words import read_text
from crm.rules.reading.written import PlacedValue

CONCERNED = "concerned"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}", re.ASCII)
_BENEFIT_ID = re.compile(r"[a-z][a-z0-9_]{0,60}", re.ASCII)
_BENEFICIARIES = frozenset(kind.value for kind in BeneficiaryKind)
_PERIODS = frozenset(per.value for per in Per)
_WINDOWS = frozenset(basis.value for basis in WindowBasis)


def read_measure(written: PlacedValue, text: str) -> Measure:
    """The measure that a text says; its digest is that of the text."""
    entries = written.section("id document title valid window_basis clauses", "repeals")
    if not _ID.fullmatch(entries["id"].text()):
        raise entries["id"].fail("must be a name of small letters, digits and hyphens")
    return Measure(
        id=entries["id"].text(),
        document=_line(entries["document"]),
        title=_line(entries["title"]),
        valid=_validity(entries["valid"]),
        window_basis=WindowBasis(entries["window_basis"].word(_WINDOWS)),
        repeals=_line(entries["repeals"]) if "repeals" in entries else None,
        clauses=_clauses(entries["clauses"]),
        digest=sha256(text.encode()).hexdigest(),
        text=text,
    )


def _line(written: PlacedValue) -> str:
    if len(written.text()) > LONGEST_LINE:
        raise written.fail(f"must be at most {LONGEST_LINE} characters long")
    return written.text()


def _validity(written: PlacedValue) -> Validity:
    entries = written.section("from to")
    valid = Validity(entries["from"].day(), entries["to"].day())
    if valid.until < valid.since:
        raise written.fail("ends before it begins")
    return valid


def _clauses(written: PlacedValue) -> dict[str, MeasureClause]:
    clauses = {name: _clause(name, each) for name, each in written.mapping().items()}
    if not clauses:
        raise written.fail("a measure has at least one clause")
    places: dict[str, str] = {}
    for name, clause in clauses.items():
        for benefit in clause.benefits:
            if benefit.id in places:
                entry = written.mapping()[name].mapping()["benefits"].mapping()[benefit.id]
                raise entry.fail(f"benefit {benefit.id!r} stands in {places[benefit.id]} already")
            places[benefit.id] = name
    return clauses


def _clause(name: str, written: PlacedValue) -> MeasureClause:
    if not _BENEFIT_ID.fullmatch(name):
        raise written.fail("must be a name of at most 61 small letters, digits and underscores")
    entries = written.section("clause departments text benefits")
    benefits = tuple(_benefit(each, entry) for each, entry in entries["benefits"].mapping().items())
    if not benefits:
        raise entries["benefits"].fail("a clause has at least one benefit")
    text, departments = read_text(entries["text"]), _departments(entries["departments"])
    return MeasureClause(name, entries["clause"].text(), text, departments, benefits)


def _departments(written: PlacedValue) -> tuple[str, ...]:
    """Codes, or the word for 各相关单位; none at all says nothing."""
    if written.value == CONCERNED:
        return ()
    codes = tuple(item.text() for item in written.items())
    if not codes:
        raise written.fail(f"name a department, or write {CONCERNED!r}")
    return codes


def _benefit(name: str, written: PlacedValue) -> Benefit:
    if not _BENEFIT_ID.fullmatch(name):
        raise written.fail("must be a name of at most 61 small letters, digits and underscores")
    entries = written.section("text to evidence", " ".join(_ARITHMETIC))
    kinds = [kind for kind in _ARITHMETIC if kind in entries]
    if len(kinds) != 1:
        raise written.fail(f"needs exactly one of {', '.join(_ARITHMETIC)}")
    return Benefit(
        id=name,
        text=read_text(entries["text"]),
        to=BeneficiaryKind(entries["to"].word(_BENEFICIARIES)),
        evidence=_evidence(entries["evidence"]),
        arithmetic=_ARITHMETIC[kinds[0]](entries[kinds[0]]),
    )


def _evidence(written: PlacedValue) -> tuple[str, ...]:
    """Lines as a claim keeps them, each once."""
    lines = tuple(_line(item) for item in written.items())
    if len(set(lines)) < len(lines):
        raise written.fail("names a piece of evidence twice")
    return lines


def _by_title(written: PlacedValue) -> ByTitle:
    amounts = written.mapping()
    for tier, amount in amounts.items():
        if tier not in TIERS:
            raise amount.fail(f"unknown title {tier!r}; known: {', '.join(sorted(map(str, TIERS)))}")
    if not amounts:
        raise written.fail("names no title")
    return ByTitle({tier: _amount(amount) for tier, amount in amounts.items()})


def _share(written: PlacedValue) -> ShareOf:
    entries = written.section("of rate cap per")
    lowest, highest = _rates(entries["rate"])
    return ShareOf(read_text(entries["of"]), lowest, highest, _amount(entries["cap"]), _per(entries["per"]))


def _rates(written: PlacedValue) -> tuple[Fraction, Fraction]:
    """One rate, or from one to another; each more than 0% and at most 100%."""
    if isinstance(written.value, dict):
        ends = written.section("from to")
        lowest, highest = (ends[end].quantity(Unit.RATIO) for end in ("from", "to"))
    else:
        lowest = highest = written.quantity(Unit.RATIO)
    if not 0 < lowest <= highest <= 1:
        raise written.fail("a rate lies above 0% and at most at 100%, and rises")
    return lowest, highest


def _up_to(written: PlacedValue) -> UpTo:
    entries = written.section("cap per", "in_stages")
    in_stages = entries["in_stages"].yes_no() if "in_stages" in entries else False
    return UpTo(_amount(entries["cap"]), _per(entries["per"]), in_stages)


def _per(written: PlacedValue) -> Per:
    return Per(written.word(_PERIODS))


def _quota(written: PlacedValue) -> Quota:
    entries = written.section("count unit")
    if entries["count"].whole() <= 0:
        raise entries["count"].fail("a quota is at least one")
    return Quota(entries["count"].whole(), read_text(entries["unit"]))


def _amount(written: PlacedValue) -> int:
    """Whole 万元 as fen."""
    if written.whole() <= 0:
        raise written.fail("an amount must be more than nothing")
    return written.whole() * FEN_IN_WAN


_ARITHMETIC: dict[str, Callable[[PlacedValue], Arithmetic]] = {
    "by_title": _by_title,
    "share": _share,
    "up_to": _up_to,
    "fixed": lambda written: FixedAmount(_amount(written)),
    "quota": _quota,
    "another_measure": lambda written: AnotherMeasure(read_text(written)),
    "service": lambda written: Service(read_text(written)),
}
