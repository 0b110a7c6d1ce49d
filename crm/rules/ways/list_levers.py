"""Levers of lists: items missing in the record, items whose attributes nobody knows, and items that could be added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from math import ceil
from typing import Any

from crm.rules.exact.sight import Sight, counts
from crm.rules.law.days.dates import end_of
from crm.rules.law.dossier import Certificate, ContestEntry, IntellectualProperty, Recognition, ScienceAward
from crm.rules.law.fields import words
from crm.rules.law.metrics import EquityMetric
from crm.rules.law.nodes import Award, Contest, Count, HoldsCertificate, HoldsTitle
from crm.rules.reading.ladder import Ladder
from crm.rules.ways.changes import (
    AddEquity,
    AddProperty,
    Change,
    Changes,
    Entry,
    RecordEntry,
    RenewTitle,
    SettleAward,
    SettleEquity,
    SettleProperty,
)
from crm.rules.ways.fact_levers import FactLever
from crm.rules.ways.ground import Ground
from crm.rules.ways.levers import Effort, Lever, Option
from crm.rules.ways.turns import Figures, compares

UNLIKELY = {"recognitions": 2, "certificates": 3, "maker_in_china": 4, "science_awards": 5}
"""How unlikely it is that a list nobody has completed turns out to hold what is needed."""


@dataclass(frozen=True, slots=True)
class PropertyLever:
    """Intellectual property: what is listed is settled first, and only what is still lacking is added."""

    steps: tuple[tuple[Effort, Changes], ...]
    rank: int = 31
    rarity: int = 1
    cuts_both_ways: bool = False
    reads: tuple[tuple[str, int], ...] = ()

    @property
    def key(self) -> tuple[Any, ...]:
        return ("property",)

    def options(self, _: Figures) -> list[Option]:
        return [Option(place, effort, changes) for place, (effort, changes) in enumerate(self.steps, 1)]


def list_levers(ground: Ground, pieces: tuple[Any, ...], ladder: Ladder) -> Iterator[Lever]:
    """A lever for every list that could still turn out, or be made, fuller."""
    sight = ground.sight(ground.dossier)
    yield from _property(pieces, ground, sight)
    yield from _equity(pieces, ground, sight)
    yield from _awards(pieces, ground)
    for listing, steps in _entries(pieces, ground):
        if ground.dossier.is_open(listing):
            yield FactLever(("entry", listing), steps[:1], rarity=UNLIKELY[listing])
    yield from _renewals(pieces, ground, ladder)


def _property(pieces: tuple[Any, ...], ground: Ground, sight: Sight) -> Iterator[Lever]:
    leaves = list(dict.fromkeys(one for one in pieces if isinstance(one, Count)))
    steps = [step for leaf in leaves for step in _property_steps(leaf, ground, sight)]
    if steps:
        yield PropertyLever(tuple(steps))


def _property_steps(leaf: Count, ground: Ground, sight: Sight) -> Iterator[tuple[Effort, Changes]]:
    low, _ = sight.count(leaf.count, leaf.rules)
    lacking = leaf.at_least - low
    if lacking <= 0:
        return
    settled = tuple(_settled(leaf, ground))[:lacking]
    settle: Changes = (SettleProperty(settled, leaf),) if settled else ()
    if len(settled) == lacking:
        yield Effort.RECORD, settle
        return
    effort = Effort.RECORD if ground.dossier.is_open("intellectual_property") else Effort.OBTAIN
    yield effort, (*settle, AddProperty((_item(leaf),) * (lacking - len(settled)), leaf, effort))


def _settled(leaf: Count, ground: Ground) -> Iterator[tuple[int, IntellectualProperty]]:
    """Each item that may count, with the answers this count asks for."""
    wanted = _item(leaf)
    for place, item in enumerate(ground.dossier.intellectual_property or ()):
        if counts(item, leaf.count, leaf.rules, ground.day) is None:
            asked = {name: getattr(wanted, name) for name in _asked(leaf) if getattr(item, name) is None}
            yield place, replace(item, **asked)


def _asked(leaf: Count) -> Iterator[str]:
    asked = {
        "related_to_main_product": leaf.rules.related_to_main_product,
        "economic_benefit": leaf.rules.economic_benefit,
        "holder_rank": leaf.rules.holder_rank is not None,
        "high_value": leaf.count.high_value,
        "self_developed": leaf.count.self_developed,
    }
    return (name for name, is_asked in asked.items() if is_asked)


def _item(leaf: Count) -> IntellectualProperty:
    return IntellectualProperty(
        leaf.count.property_class,
        high_value=leaf.count.high_value,
        self_developed=leaf.count.self_developed,
        related_to_main_product=True,
        economic_benefit=True,
        holder_rank=1,
    )


def _equity(pieces: tuple[Any, ...], ground: Ground, sight: Sight) -> Iterator[Lever]:
    """Rounds whose investor nobody looked up; rounds missing in the record; and rounds still to be raised."""
    leaves = compares(pieces, EquityMetric)
    if not leaves:
        return
    settled = tuple(_settled_rounds(ground))
    if settled:
        yield FactLever(("settle_equity",), settled, rank=40)
    known = {ceil(leaf.limit) - (sight.read(leaf.metric)[0] or (0, 1))[0] for leaf in leaves}
    lacking = sorted({amount - one for amount in known for one in (0, *(step.amount for step in settled))})
    if ground.dossier.is_open("equity_financing"):
        yield _raised(min(ground.today, end_of(ground.year)), lacking, Effort.RECORD)
    if ground.year >= ground.movable_from:
        yield _raised(end_of(ground.year), lacking, Effort.SPEND)


def _raised(paid_on: date, lacking: list[int], effort: Effort) -> Lever:
    steps = tuple(AddEquity(paid_on, amount, effort) for amount in lacking if amount > 0)
    return FactLever(("equity", effort), steps, rarity=9 if effort is Effort.SPEND else 2, rank=41)


def _settled_rounds(ground: Ground) -> Iterator[SettleEquity]:
    """The largest first, then more and more of them; only rounds already paid have an investor to look up."""
    unsure = [
        (one.amount, place)
        for place, one in enumerate(ground.dossier.equity_financing or ())
        if one.qualified is None and one.paid_on <= ground.today
    ]
    chosen = sorted(unsure, reverse=True)
    for number, amount in enumerate(accumulate(amount for amount, _ in chosen), 1):
        yield SettleEquity(tuple(sorted(place for _, place in chosen[:number])), amount)


def _awards(pieces: tuple[Any, ...], ground: Ground) -> Iterator[Lever]:
    """Awards whose rank nobody wrote down."""
    for leaf in (one for one in pieces if isinstance(one, Award)):
        ranks = dict(leaf.ranks)
        for place, award in enumerate(ground.dossier.science_awards or ()):
            last = ranks.get(award.level)
            if award.rank is None and last is not None:
                step = SettleAward(
                    place, last, f"{words('science_awards.level', award.level)}科学技术奖的排名须为前 {last}"
                )
                yield FactLever(("award", place), (step,), rarity=1)


def _entries(pieces: tuple[Any, ...], ground: Ground) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """What an open list would have to hold."""
    today, year = ground.today, ground.day.year
    titles = tuple(dict.fromkeys(one.tier for one in pieces if isinstance(one, HoldsTitle)))
    if titles:
        named = "或".join(words("recognitions.tier", tier) for tier in titles)
        held = Recognition(titles[0], date(today.year - 1, 1, 1), end_of(year + 1))
        yield "recognitions", (_entry("recognitions", held, f"{ground.day} 有效的{named}称号"),)
    for leaf in pieces:
        if isinstance(leaf, Award):
            level, last = leaf.ranks[-1]
            award = ScienceAward(level, min(today, ground.day), last or 1)
            yield "science_awards", (_entry("science_awards", award, _award_words(leaf)),)
        elif isinstance(leaf, Contest):
            named = "或".join(words("maker_in_china.list", one) for one in leaf.lists)
            yield (
                "maker_in_china",
                (
                    _entry(
                        "maker_in_china",
                        ContestEntry(leaf.lists[0], today.year),
                        f"“创客中国”{named}（近 {leaf.years} 年）",
                    ),
                ),
            )
        elif isinstance(leaf, HoldsCertificate):
            named = "、".join(words("certificates.kind", one) for one in leaf.kinds)
            valid = Certificate(leaf.kinds[0], date(today.year - 1, 1, 1), end_of(year + 1))
            yield "certificates", (_entry("certificates", valid, f"{ground.day} 有效的{named}之一"),)


def _entry(listing: str, entry: Entry, said: str) -> RecordEntry:
    return RecordEntry(listing, entry, said)


def _award_words(leaf: Award) -> str:
    named = (
        f"{words('science_awards.level', level)}科学技术奖" + ("" if last is None else f"（排名前 {last}）")
        for level, last in leaf.ranks
    )
    return f"近 {leaf.years} 年" + "或".join(named)


def _renewals(pieces: tuple[Any, ...], ground: Ground, ladder: Ladder) -> Iterator[Lever]:
    """A title held today that ends before the day may pass its review on the way."""
    tiers = {one.tier for one in pieces if isinstance(one, HoldsTitle)}
    for title in ground.dossier.recognitions or ():
        if title.tier in tiers and title.valid_on(ground.today) and title.expires_on < ground.day:
            until = ladder.tier(title.tier).renewed_until(title.expires_on)
            if until > title.expires_on and title.revoked_on is None:
                yield FactLever(("renew", title.tier), (RenewTitle(title, until),), rarity=1)
