"""The lists of a dossier - property, awards, rounds, titles - with items that just count and items that just do not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from tests.rules.border.choice import Choice
from tests.rules.border.edges import (
    ONE_DAY,
    around,
    award_days,
    niche_starts,
    payment_days,
    revocations,
    terms,
    transfers,
)
from tests.rules.border.figures import AROUND, BACKWARD, BOUNDLESS, FEN, ONWARD, money
from tests.rules.border.limits import Borders

Item = dict[str, Any]
Items = tuple[Item, ...]
TIERS = ("innovative", "tech_sme", "srdi", "little_giant")
CERTIFICATES = ("high_tech", "technology_innovation_demonstration", "ip_advantage", "ip_demonstration")


class Records:
    """All the items that lie on a border of one rulebook on one as-of date, made once; lists are drawn from them."""

    def __init__(self, borders: Borders, as_of: date) -> None:
        self.borders = borders
        self.as_of = as_of
        self.starts, self.other_starts = niche_starts(as_of, borders.niche_years)
        self.property, self.other_property = property_items(as_of)
        self.awards = award_items(as_of)
        self.titles, self.other_titles = title_items(as_of, borders.tiers)
        self.certificates, self.other_certificates = certificate_items(as_of)
        self.contests = contest_items(as_of)
        self.payments, self.other_payments = payment_days(as_of, borders.equity_years)
        self.scores = score_lists(as_of, borders.platform)

    def niche_start(self, choice: Choice) -> str | None:
        return choice.either(self.starts, (*self.other_starts, None))

    def intellectual_property(self, choice: Choice) -> list[Item] | None:
        if choice.strays():
            return choice.of((None, [], *self.some_property(choice)))
        items = [choice.of(self.property) for _ in range(self.borders.items)]
        return items if choice.happens(0.5) else [*items, choice.of(self.other_property)]

    def some_property(self, choice: Choice) -> Sequence[list[Item]]:
        """Lists that are one short of the count, that may reach it, and that are of any kind."""
        short = [choice.of(self.property) for _ in range(self.borders.items - 1)]
        other = choice.of(self.other_property)
        return short, [*short, other], [*short, other, choice.of(self.other_property)], [other]

    def science_awards(self, choice: Choice) -> list[Item] | None:
        return a_few(choice, self.awards)

    def maker_in_china(self, choice: Choice) -> list[Item] | None:
        return a_few(choice, self.contests)

    def certificate_list(self, choice: Choice) -> list[Item] | None:
        return a_few(choice, (*self.certificates, *self.other_certificates))

    def recognitions(self, choice: Choice) -> list[Item] | None:
        if choice.strays():
            other = choice.of(self.other_titles)
            return choice.of((None, [], [other], [other, choice.of(self.other_titles)]))
        title = choice.of(self.titles)
        return [title] if choice.happens(0.5) else [choice.of(self.other_titles), title]

    def platform_scores(self, choice: Choice) -> list[Item] | None:
        return choice.either(self.scores[0], self.scores[1])

    def equity_financing(self, choice: Choice) -> list[Item] | None:
        """Rounds that add up to a limit or one fen beside it, some of them perhaps not by qualified institutions."""
        drawn = choice.of((0, 1, 2, 3))
        if drawn == 0:
            return choice.either(([],), ([], None))
        total = choice.of(self.borders.equity) * FEN + choice.of((*ONWARD, *AROUND, *BACKWARD))
        parts = (total,) if drawn == 1 else (total // 3, total - total // 3)
        rounds = [self.round(choice.of(self.payments), part, True) for part in parts]
        if drawn == 3:
            rounds.append(self.round(choice.of(self.other_payments), total, True))
        if choice.strays():
            rounds[0]["qualified"] = choice.of((None, False))
        if choice.strays():
            rounds.append(
                self.round(
                    choice.of(self.payments),
                    choice.of((1, total, total, total + 1, 10**14, choice.of(BOUNDLESS))),
                    choice.of((None, False)),
                )
            )
        return rounds

    @staticmethod
    def round(paid_on: str, amount: int, qualified: bool | None) -> Item:
        return {"paid_on": paid_on, "amount": money(amount), "qualified": qualified}


def a_few(choice: Choice, items: Items) -> list[Item] | None:
    """None of them as a rule, because one award alone may decide a criterion; otherwise up to three."""
    if not choice.strays():
        return [] if choice.happens(0.7) else [choice.of(items)]
    count = choice.of((0, 1, 2, 3))
    return choice.of(([choice.of(items) for _ in range(count)], None))


def property_items(as_of: date) -> tuple[Items, Items]:
    """Items that count under every rule, some just so; and items that fail or leave open one condition, or two."""
    aged, young = transfers(as_of)
    own = {
        "class": "I",
        "high_value": False,
        "self_developed": True,
        "related_to_main_product": True,
        "economic_benefit": True,
        "granted_on": "2021-05-06",
        "transferred_in_on": None,
        "holder_rank": 1,
    }
    passing = [own, changed(own, holder_rank=3), changed(own, granted_on=as_of.isoformat())]
    passing += [changed(own, granted_on=None), changed(own, high_value=True), changed(own, self_developed=False)]
    other = [changed(own, **change) for change in defects(as_of)]
    other += [changed(own, transferred_in_on=day) for day in (*aged, *young)]
    other += [changed(own, transferred_in_on=day, high_value=True) for day in (*aged, *young)]
    other += [changed(item, **{"class": "II"}) for item in (*passing, *other)]
    other += [without(own, name) for name in own if name != "class"]
    return tuple(passing), tuple(other)


def defects(as_of: date) -> list[Item]:
    unclear = ("high_value", "self_developed", "related_to_main_product", "economic_benefit", "holder_rank")
    return [
        *({name: None} for name in unclear),
        *({first: None, second: None} for first, second in pairwise(unclear)),
        {"high_value": True, "self_developed": None},
        {"high_value": True, "related_to_main_product": None},
        {"high_value": None, "self_developed": False},
        {"related_to_main_product": False},
        {"economic_benefit": False},
        {"holder_rank": 4},
        {"granted_on": (as_of + ONE_DAY).isoformat()},
        {"granted_on": (as_of + ONE_DAY).isoformat(), "high_value": None},
        {"related_to_main_product": False, "high_value": None},
    ]


def changed(item: Item, **values: Any) -> Item:
    return {**item, **values}


def without(item: Item, name: str) -> Item:
    return {key: value for key, value in item.items() if key != name}


def award_items(as_of: date) -> Items:
    inside, outside = award_days(as_of)
    items = [
        {"level": level, "awarded_on": day, "rank": rank}
        for level in ("national", "provincial")
        for day in (*inside, *outside)
        for rank in (1, 3, 4, 5, 6, None)
    ]
    return (*items, {"level": "national", "awarded_on": inside[0]}, {"level": "provincial", "awarded_on": inside[1]})


def contest_items(as_of: date) -> Items:
    years = (as_of.year - 4, as_of.year - 3, as_of.year, as_of.year + 1)
    return tuple({"list": name, "year": year} for name in ("top500", "top50") for year in years)


def certificate_items(as_of: date) -> tuple[Items, Items]:
    valid, ended = terms(as_of)
    return tuple(
        tuple({"kind": kind, "valid_from": first, "valid_to": last} for kind in CERTIFICATES for first, last in pairs)
        for pairs in (valid, ended)
    )  # type: ignore[return-value]


def title_items(as_of: date, tiers: tuple[str, ...]) -> tuple[Items, Items]:
    """Titles of the tier asked for that are just valid, and titles that just are not or are of another tier."""
    valid, ended = terms(as_of)
    before, on, after = around(as_of)
    passing = [title(tier, *term, revoked) for tier in tiers for term in valid for revoked in (None, after)]
    other = [title(tier, *term, None) for tier in TIERS if tier not in tiers for term in valid]
    other += [title(tier, *term, None) for tier in tiers for term in ended]
    other += [title(tier, *valid[1], revoked) for tier in tiers for revoked in (before, on)]
    lost = [
        title(TIERS[3], as_of.replace(year=as_of.year - 9, day=1).isoformat(), valid[1][1], day)
        for day in revocations(as_of)
    ]
    other += [*lost, *({**one, "tier": tiers[0]} for one in lost)]
    passing.append(without(title(tiers[0], *valid[0], None), "revoked_on"))
    return tuple(passing), tuple(other)


def title(tier: str, granted_on: str, expires_on: str, revoked_on: str | None) -> Item:
    return {"tier": tier, "granted_on": granted_on, "expires_on": expires_on, "revoked_on": revoked_on}


def score_lists(as_of: date, limits: tuple[int, ...]) -> tuple[list[list[Item]], list[list[Item] | None]]:
    """Scores of the as-of year that reach the limit, and all others: a hair below, widened, of other years, none."""
    first = limits[0]
    this, last = as_of.year, as_of.year - 1
    passing = [[score(this, f"{first}")], [score(this, f"{first}.0"), score(last, "0")], [score(this, "100")]]
    texts = [text for limit in limits for text in (f"{limit}", f"{limit - 1}.9999999999999999999999", f"{limit}.01")]
    other: list[list[Item] | None] = [[], None, [score(last - 1, "100")]]
    for text in texts:
        other += [[score(this, text)], [score(last, text)], [score(last, text), score(this, "0.00")]]
    return passing, other


def score(year: int, points: str) -> Item:
    return {"year": year, "score": points}
