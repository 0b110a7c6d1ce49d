"""The facts of enterprises as the engine reads them: one dossier each, in one query; titles are added later."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crm.enterprises.facts import models
from crm.enterprises.facts.lists.listings import SCORE_UNIT
from crm.enterprises.facts.models import EnterpriseFact, FactList, Grade
from crm.enterprises.models import Enterprise, FigureName, YearlyFigures
from crm.rules.law import dossier as engine
from crm.rules.law.dossier import Dossier, Source, SourceKey, YearFigures
from crm.sql.bundles import Rows, columns_of, read_bundle

_WEAKEST_FIRST = (Grade.SELF_DECLARED, Grade.AUDITED, Grade.REGISTRY)

ITEMS: Mapping[str, tuple[type[Any], Callable[[Any], Any]]] = {
    "equity_financing": (models.EquityRound, lambda row: engine.EquityRound(row.paid_on, row.amount, row.qualified)),
    "intellectual_property": (
        models.IntellectualProperty,
        lambda row: engine.IntellectualProperty(
            row.ip_class,
            row.high_value,
            row.self_developed,
            row.related_to_main_product,
            row.economic_benefit,
            row.granted_on,
            row.transferred_in_on,
            row.holder_rank,
        ),
    ),
    "science_awards": (models.ScienceAward, lambda row: engine.ScienceAward(row.level, row.awarded_on, row.rank)),
    "maker_in_china": (models.ContestEntry, lambda row: engine.ContestEntry(row.list_name, row.year)),
    "certificates": (models.Certificate, lambda row: engine.Certificate(row.kind, row.valid_from, row.valid_to)),
}
"""Lists that somebody can declare complete; until then what they hold counts as at least."""


TABLES: Mapping[str, type[Any]] = {
    "figures": YearlyFigures,
    "platform_scores": models.PlatformScore,
    **{name: table for name, (table, _) in ITEMS.items()},
}
_UNREAD = ("recorded_by", "removed_by", "removed_on", "recorded_on", "version")


def dossiers_of(session: Session, enterprise_ids: Iterable[int]) -> dict[int, Dossier]:
    """The dossier of each enterprise over the facts known now (policy 2.11), with source and grade of each fact.

    The recognitions are left unknown: titles belong to a later feature.
    """
    return make_dossiers(read_bundle(session, selects_of_facts(list(enterprise_ids))))


def selects_of_facts(ids: Sequence[int]) -> dict[str, Select[Any]]:
    """What `make_dossiers` needs of some enterprises, to be read in one bundle with whatever else is wanted."""
    enterprise = select(Enterprise.id, Enterprise.credit_code, Enterprise.name, Enterprise.registered_on)
    facts = select(*columns_of(EnterpriseFact, but=_UNREAD)).where(
        EnterpriseFact.enterprise_id.in_(ids), EnterpriseFact.replaced_on.is_(None)
    )
    declared = select(FactList.enterprise_id, FactList.kind).where(
        FactList.enterprise_id.in_(ids), FactList.ended_on.is_(None)
    )
    return {
        "enterprises": enterprise.add_columns(Enterprise.industry)
        .where(Enterprise.id.in_(ids))
        .order_by(Enterprise.id),
        "facts": facts.order_by(EnterpriseFact.id),
        "declared": declared,
        **{name: _select(table, ids) for name, table in TABLES.items()},
    }


def make_dossiers(rows: Rows) -> dict[int, Dossier]:
    """The dossiers of the enterprises that were read."""
    of = {name: _by_enterprise(rows[name]) for name in ("facts", "declared", *TABLES)}
    return {
        one.id: _dossier(
            one,
            of["figures"].get(one.id, ()),
            of["facts"].get(one.id, ()),
            of["platform_scores"].get(one.id, ()),
            {name: of[name].get(one.id, ()) for name in ITEMS},
            open_lists(of["declared"].get(one.id, ())),
        )
        for one in rows["enterprises"]
    }


def open_lists(declared: Iterable[FactList]) -> frozenset[str]:
    """The lists that nobody declared complete: they may hold more than is written down."""
    return frozenset(ITEMS) - {one.kind.value for one in declared}


def _select(table: type[Any], ids: Sequence[int]) -> Select[Any]:
    wanted = select(*columns_of(table, but=_UNREAD)).where(table.enterprise_id.in_(ids))
    if hasattr(table, "removed_on"):
        return wanted.where(table.removed_on.is_(None)).order_by(table.id)
    return wanted


def _by_enterprise(rows: Iterable[Any]) -> Mapping[int, Sequence[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.enterprise_id].append(row)
    return found


def _dossier(
    enterprise: Enterprise,
    figures: Sequence[YearlyFigures],
    facts: Sequence[EnterpriseFact],
    scores: Sequence[models.PlatformScore],
    lists: Mapping[str, Sequence[Any]],
    incomplete: frozenset[str],
) -> Dossier:
    dossier = Dossier(
        uscc=enterprise.credit_code,
        name=enterprise.name,
        registered_on=enterprise.registered_on,
        industry=enterprise.industry,
        figures=tuple(_year(row) for row in sorted(figures, key=lambda row: row.year)),
        platform_scores=tuple(
            engine.PlatformScore(row.year, Fraction(row.score_e4, SCORE_UNIT))
            for row in sorted(scores, key=lambda row: row.year)
        ),
        **{name: _items(name, rows) for name, rows in lists.items() if rows or name not in incomplete},
        incomplete=frozenset(name for name in incomplete if lists[name]),
    )
    return replace(_with_facts(dossier, facts), sources=_sources(figures, facts, scores, lists))


def _items(name: str, rows: Sequence[Any]) -> Any:
    return tuple(ITEMS[name][1](row) for row in rows)


def _year(row: YearlyFigures) -> YearFigures:
    return YearFigures(row.year, **{field: getattr(row, field) for field in FigureName})


def _with_facts(dossier: Dossier, facts: Sequence[EnterpriseFact]) -> Dossier:
    plain: dict[str, Any] = {}
    groups: dict[str, dict[str, Any]] = {"market": {}, "compliance": {}}
    for fact in facts:
        group, dot, name = fact.fact.partition(".")
        (groups[group] if dot else plain)[name or group] = _value(fact)
    return replace(
        dossier,
        **plain,
        market=engine.Market(**groups["market"]),
        compliance=engine.Compliance(**groups["compliance"]),
    )


def _value(fact: EnterpriseFact) -> Any:
    value = json.loads(fact.value)
    if value is None:
        return None
    read = _READ.get(fact.fact)
    return read(value) if read else value


_READ: Mapping[str, Callable[[Any], Any]] = {
    "niche_started_on": date.fromisoformat,
    "market.share": Fraction,
    "quality": frozenset,
}


def _sources(
    figures: Sequence[YearlyFigures],
    facts: Sequence[EnterpriseFact],
    scores: Sequence[models.PlatformScore],
    lists: Mapping[str, Sequence[Any]],
) -> dict[SourceKey, Source]:
    found: dict[SourceKey, Source] = {}
    for row in figures:
        for field in FigureName:
            grade = getattr(row, f"{field}_grade")
            if grade is not None:
                found[field.value, row.year] = Source(grade, "")
    found |= {(fact.fact, None): Source(fact.grade, fact.evidence or "") for fact in facts}
    found |= {("platform_scores.score", row.year): Source(row.grade, row.source or "") for row in scores}
    return found | {(name, None): _weakest(rows) for name, rows in lists.items() if rows}


def _weakest(rows: Sequence[Any]) -> Source:
    weakest = min(rows, key=lambda row: _WEAKEST_FIRST.index(row.grade))
    return Source(weakest.grade, weakest.source or "")
