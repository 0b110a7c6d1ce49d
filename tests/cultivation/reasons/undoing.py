"""Holds a named reason to its promise: undone alone, on whole dossiers, it undoes the change; no code is shared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.facts import dossiers_of
from crm.cultivation.models import Evaluation
from crm.cultivation.night.kept_facts import dossier_from_kept
from crm.rules import Dossier, judge
from crm.rules.law.dossier import Compliance, Market, YearFigures
from tests.rules.engine import library

Reason = Mapping[str, Any]


@dataclass(frozen=True)
class Side:
    """A dossier as it was judged."""

    dossier: Dossier
    as_of: date
    rulebook: str
    purpose: str

    def said(self) -> dict[str, Any]:
        """Everything that can move."""
        books = library()
        one = judge(
            books.rulebooks[self.rulebook], self.dossier, as_of=self.as_of, purpose=self.purpose, sizing=books.sizing
        )
        statuses = {row.id: row.status.value for row in one.criteria}
        score = (one.score.low, one.score.high) if one.score else None
        return {"verdict": one.verdict, "flag": one.flag, "statuses": statuses, "score": score}


def is_true(reason: Reason, before: Side, now: Side) -> bool:
    """Whether what moved (the verdict, else the flag, else some criterion, else the score) is as it was again."""
    undone = undo(reason, before, now).said()
    old, new = before.said(), now.said()
    for name in ("verdict", "flag"):
        if old[name] != new[name]:
            return bool(undone[name] == old[name])
    moved = [one for one in {**old["statuses"], **new["statuses"]} if _met(old, one) != _met(new, one)]
    if moved:
        return any(_met(undone, one) == _met(old, one) for one in moved)
    return bool(undone["score"] == old["score"])


def untrue(session: Session) -> list[tuple[Any, ...]]:
    """Reasons in the tables that do not keep the promise, of what is said now and followed something."""
    found = []
    for now in session.scalars(select(Evaluation).where(Evaluation.superseded_on.is_(None))):
        before = session.scalars(
            select(Evaluation)
            .where(
                Evaluation.enterprise_id == now.enterprise_id,
                Evaluation.target == now.target,
                Evaluation.purpose == now.purpose,
                Evaluation.superseded_on == now.as_of,
                Evaluation.id < now.id,
            )
            .order_by(Evaluation.id.desc())
        ).first()
        if before is None or now.reasons["from"] is None:
            continue
        old = Side(dossier_from_kept("", before.facts), before.as_of, before.rulebook, before.purpose)
        # The facts of today are whole; an older judgement's kept ones may not have the years a look back needs.
        current = dossiers_of(session, [now.enterprise_id])[now.enterprise_id]
        new = Side(current, now.as_of, now.rulebook, now.purpose)
        if new.said()["verdict"] != now.verdict:
            continue  # the facts went on since it was judged
        found += [(now.id, one) for one in now.reasons["because"] if not is_true(one, old, new)]
    return found


def undo(reason: Reason, before: Side, now: Side) -> Side:
    """The present, with what the reason names as it was before."""
    code = reason["code"]
    if code == "together":
        for one in reason["of"]:
            now = undo(one, before, now)
        return now
    if code == "rulebook":
        return replace(now, rulebook=before.rulebook)
    if code == "new_year":
        return replace(now, as_of=min(now.as_of, date(reason["year"], 12, 31)))
    if code == "time" or code in BY_DAY:
        return replace(now, as_of=before.as_of)
    return replace(now, dossier=UNDO[code](reason, before.dossier, now))


def _met(said: Mapping[str, Any], criterion: str | None) -> str:
    return str(said["statuses"].get(criterion, "met"))


def _figures(reason: Reason, old: Dossier, now: Side) -> Dossier:
    years = {one.year: one for one in now.dossier.figures}
    was = next((one for one in old.figures if one.year == reason["year"]), YearFigures(reason["year"]))
    here = years.get(reason["year"], YearFigures(reason["year"]))
    years[reason["year"]] = replace(here, **{field: getattr(was, field) for field in reason["fields"]})
    return replace(now.dossier, figures=tuple(years.values()))


def _score(reason: Reason, old: Dossier, now: Side) -> Dossier:
    kept = [one for one in now.dossier.platform_scores if one.year != reason["year"]]
    was = [one for one in old.platform_scores if one.year == reason["year"]]
    return replace(now.dossier, platform_scores=(*kept, *was))


def _list(reason: Reason, old: Dossier, now: Side) -> Dossier:
    """The items as they were, or whether they were known to be all; the latter too where there was nothing."""
    name, dossier = reason["list"], now.dossier
    is_open, was_open = name in dossier.incomplete, name in old.incomplete
    before, here = getattr(old, name), getattr(dossier, name)
    if reason["code"] in ("list_known", "list_withdrawn"):
        items = here or before
        return replace(dossier, **{name: items}, incomplete=_with(dossier, name, is_open=was_open and bool(items)))
    if before and here:
        return replace(dossier, **{name: before}, incomplete=_with(dossier, name, is_open=is_open))
    return replace(dossier, **{name: before}, incomplete=_with(dossier, name, is_open=was_open))


def _with(dossier: Dossier, name: str, *, is_open: bool) -> frozenset[str]:
    others = dossier.incomplete - {name}
    return others | {name} if is_open else others


def _fact(reason: Reason, old: Dossier, now: Side) -> Dossier:
    group, _, name = reason["field"].partition(".")
    dossier = now.dossier
    if group == "quality":
        incomplete = _with(dossier, group, is_open=group in old.incomplete)
        return replace(dossier, quality=old.quality, incomplete=incomplete)
    if not name:
        return replace(dossier, **{group: getattr(old, group)})
    part: Market | Compliance = getattr(dossier, group)
    return replace(dossier, **{group: replace(part, **{name: getattr(getattr(old, group), name)})})


def _niche(reason: Reason, _old: Dossier, now: Side) -> Dossier:
    start = now.dossier.niche_started_on
    assert start is not None
    assert start.isoformat() == reason["since"]
    return replace(now.dossier, niche_started_on=start + timedelta(days=366))


def _title_ended(reason: Reason, _old: Dossier, now: Side) -> Dossier:
    titles = (
        replace(one, expires_on=max(one.expires_on, now.as_of)) if one.tier == reason["tier"] else one
        for one in now.dossier.recognitions or ()
    )
    return replace(now.dossier, recognitions=tuple(titles))


def _certificate_ended(reason: Reason, _old: Dossier, now: Side) -> Dossier:
    held = (
        replace(one, valid_to=max(one.valid_to, now.as_of)) if one.kind == reason["kind"] else one
        for one in now.dossier.certificates or ()
    )
    return replace(now.dossier, certificates=tuple(held))


BY_DAY = {
    "bar_ended",
    "title_began",
    "title_revoked",
    "certificate_began",
    "award_began",
    "property_granted",
    "property_counted",
}
UNDO: Mapping[str, Callable[[Reason, Dossier, Side], Dossier]] = {
    "figures_added": _figures,
    "figures_changed": _figures,
    "score_recorded": _score,
    "score_withdrawn": _score,
    "list_added": _list,
    "list_removed": _list,
    "list_changed": _list,
    "list_known": _list,
    "list_withdrawn": _list,
    "fact_recorded": _fact,
    "fact_changed": _fact,
    "fact_withdrawn": _fact,
    "years_reached": _niche,
    "years_near": _niche,
    "title_ended": _title_ended,
    "certificate_ended": _certificate_ended,
}
