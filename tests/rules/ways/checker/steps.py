"""The steps of a way done to a dossier file, and each of them done one step less far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from tests.rules.ways.checker.question import Dossier, figures_of, with_figures

STEP = 10_000


def done(dossier: Dossier, steps: Any) -> Dossier:
    for step in steps:
        dossier = DONE[type(step).__name__](dossier, step)
    return dossier


def _shift(dossier: Dossier, step: Any) -> Dossier:
    figures = figures_of(dossier, step.year)
    for name, sign in step.lever.moves.items():
        known = figures[name]
        figures[name] = None if known is None else known + sign * step.amount
    return with_figures(dossier, step.year, figures)


def _record_figure(dossier: Dossier, step: Any) -> Dossier:
    return with_figures(dossier, step.year, {**figures_of(dossier, step.year), step.field: step.value})


def _set_fact(dossier: Dossier, step: Any) -> Dossier:
    group, _, part = step.field.partition(".")
    if group == "quality":
        return _more(dossier, "quality", part)
    value = step.value.isoformat() if hasattr(step.value, "isoformat") else step.value
    if isinstance(value, Fraction):
        value = decimal(value)
    if part:
        return {**dossier, group: {**(dossier.get(group) or {}), part: value}}
    return {**dossier, step.field: value}


def decimal(value: Fraction) -> str:
    return f"{float(value):.6f}"


def _record_score(dossier: Dossier, step: Any) -> Dossier:
    others = [one for one in dossier.get("platform_scores") or [] if one["year"] != step.year]
    return {**dossier, "platform_scores": [*others, {"year": step.year, "score": decimal(step.least)}]}


def _item(item: Any) -> Dossier:
    names = ("high_value", "self_developed", "related_to_main_product", "economic_benefit", "holder_rank")
    dates = {name: getattr(item, name) for name in ("granted_on", "transferred_in_on")}
    return {
        "class": item.property_class,
        **{name: getattr(item, name) for name in names},
        **{name: day and day.isoformat() for name, day in dates.items()},
    }


def _add_property(dossier: Dossier, step: Any) -> Dossier:
    return _more(dossier, "intellectual_property", *(_item(one) for one in step.items))


def _settle_property(dossier: Dossier, step: Any) -> Dossier:
    items = list(dossier["intellectual_property"])
    for place, item in step.settled:
        items[place] = _item(item)
    return {**dossier, "intellectual_property": items}


def _add_equity(dossier: Dossier, step: Any) -> Dossier:
    amount = f"{step.amount // 100}.{step.amount % 100:02d}"
    return _more(
        dossier, "equity_financing", {"paid_on": step.paid_on.isoformat(), "amount": amount, "qualified": True}
    )


def _settle_equity(dossier: Dossier, step: Any) -> Dossier:
    rounds = list(dossier["equity_financing"])
    for place in step.places:
        rounds[place] = {**rounds[place], "qualified": True}
    return {**dossier, "equity_financing": rounds}


def _record_entry(dossier: Dossier, step: Any) -> Dossier:
    names = type(step.entry).__match_args__
    values = {name: getattr(step.entry, name) for name in names}
    entry = {name: one.isoformat() if hasattr(one, "isoformat") else one for name, one in values.items()}
    return _more(dossier, step.listing, entry)


def _settle_award(dossier: Dossier, step: Any) -> Dossier:
    awards = list(dossier["science_awards"])
    awards[step.place] = {**awards[step.place], "rank": step.rank}
    return {**dossier, "science_awards": awards}


def _renew(dossier: Dossier, step: Any) -> Dossier:
    def renewed(one: Dossier) -> Dossier:
        is_meant = one["tier"] == step.title.tier and one["expires_on"] == step.title.expires_on.isoformat()
        return {**one, "expires_on": step.until.isoformat()} if is_meant else one

    return {**dossier, "recognitions": [renewed(one) for one in dossier["recognitions"]]}


def _more(dossier: Dossier, listing: str, *items: Any) -> Dossier:
    """One more entry; a list of which nothing was known is not complete by it."""
    is_new = dossier.get(listing) is None
    open_lists = [*(dossier.get("incomplete") or []), *([listing] if is_new else [])]
    return {**dossier, listing: [*(dossier.get(listing) or []), *items], "incomplete": open_lists}


DONE: dict[str, Any] = {
    "Shift": _shift,
    "RecordFigure": _record_figure,
    "SetFact": _set_fact,
    "RecordScore": _record_score,
    "AddProperty": _add_property,
    "SettleProperty": _settle_property,
    "AddEquity": _add_equity,
    "SettleEquity": _settle_equity,
    "RecordEntry": _record_entry,
    "SettleAward": _settle_award,
    "RenewTitle": _renew,
}


def one_less(step: Any) -> Iterator[Any]:
    """The same step asking for a little less; nothing where it cannot."""
    match type(step).__name__:
        case "Shift":
            yield replace(step, amount=step.amount - (STEP if step.lever.unit == "money" else 1))
        case "AddEquity":
            yield replace(step, amount=step.amount - 1)
        case "AddProperty":
            yield replace(step, items=step.items[1:])
        case "SettleProperty":
            yield replace(step, settled=step.settled[1:])
        case "RecordScore":
            yield replace(step, least=step.least - Fraction(1, 100))
        case "SetFact" if step.field == "local_feature_points":
            yield replace(step, value=step.value - 1)
        case "SetFact" if step.field == "market.share":
            yield replace(step, value=step.value - Fraction(1, 10_000))
        case "SetFact" if step.field == "niche_started_on":
            yield replace(step, value=step.value.fromordinal(step.value.toordinal() + 1))
