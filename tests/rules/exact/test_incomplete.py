"""A list that holds only some of its items: what it holds counts as at least, and the rest stays open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from crm.rules import Status, dossier_from, judge
from crm.rules.columnar.tables import CLOSABLE
from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers
from tests.rules.engine import columnar, exact, library
from tests.rules.reference import Outcome
from tests.rules.strategies import PURPOSES

DAY = AS_OF_DATES[0]
CODE = "91110107000000000Q"
PATENT = {
    "class": "I",
    "related_to_main_product": True,
    "economic_benefit": True,
    "granted_on": "2021-05-06",
    "holder_rank": 1,
}
LISTS = (*CLOSABLE, "quality")
ORDER = {"unmet": 0, "unknown": 1, "met": 2}


def status(rulebook: str, criterion: str, day: date = DAY, **facts: Any) -> str:
    dossier = dossier_from({"uscc": CODE, "name": "样本", **facts})
    books = library()
    judgement = judge(books.rulebooks[rulebook], dossier, as_of=day, sizing=books.sizing)
    return judgement.finding(criterion).status.value


@pytest.mark.parametrize(("held", "expected"), [(0, "unknown"), (3, "unknown"), (4, "met")])
def test_patents_of_half_a_list_count_as_at_least(held, expected):
    facts = {"intellectual_property": [PATENT] * held, "incomplete": ["intellectual_property"]}

    assert status("little-giant-2026", "class1_ip.count", **facts) == expected


@pytest.mark.parametrize(("amount", "expected"), [("19999999.99", "unknown"), ("20000000", "met")])
def test_rounds_of_half_a_list_add_up_to_at_least(amount, expected):
    rounds = [{"paid_on": "2024-05-01", "amount": amount, "qualified": True}]
    facts = {"figures": [{"year": 2025, "revenue": "1"}], "equity_financing": rounds}

    assert status("srdi-2026", "scale", **facts, incomplete=["equity_financing"]) == expected
    assert status("srdi-2026", "scale", **facts) == ("met" if expected == "met" else "unmet")


@pytest.mark.parametrize(
    ("rulebook", "criterion", "listing", "item"),
    [
        ("srdi-2026", "prior_title", "recognitions", ("innovative", "2020-01-01", "2022-12-31")),
        ("srdi-2026", "gate.bar", "recognitions", ("innovative", "2025-01-01", "2027-12-31")),
    ],
)
def test_a_title_of_half_a_list_rules_nothing_out(rulebook, criterion, listing, item):
    tier, granted_on, expires_on = item
    facts = {listing: [{"tier": tier, "granted_on": granted_on, "expires_on": expires_on}]}

    assert status(rulebook, criterion, **facts) != "unknown"
    assert status(rulebook, criterion, **facts, incomplete=[listing]) == "unknown"


def test_a_revocation_of_half_a_list_bars_all_the_same():
    lost = {"tier": "srdi", "granted_on": "2023-01-01", "expires_on": "2025-12-31", "revoked_on": "2024-06-01"}

    assert status("srdi-2026", "gate.bar", recognitions=[lost], incomplete=["recognitions"]) == "unmet"


def test_what_was_found_says_that_there_may_be_more():
    facts = {"intellectual_property": [PATENT] * 2, "incomplete": ["intellectual_property"]}
    dossier = dossier_from({"uscc": CODE, "name": "样本", **facts})
    books = library()

    found = judge(books.rulebooks["little-giant-2026"], dossier, as_of=DAY, sizing=books.sizing)

    assert found.finding("class1_ip.count").actual == "Ⅰ类知识产权至少 2 项（知识产权尚未列全）"
    assert [use.field for use in found.finding("class1_ip").missing] == ["intellectual_property", "science_awards"]
    assert found.finding("class1_ip").status is Status.UNKNOWN


def pairs(rulebook: str, listing: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Dossiers with a list that is not complete, and the same with more items on it."""
    rows = list(border_dossiers(rulebook, DAY, 40, seed=77))
    for row, other in zip(rows, reversed(rows), strict=True):
        begun = {**row, "incomplete": sorted({*(row.get("incomplete") or ()), listing})}
        more = other.get(listing) or []
        if listing == "recognitions":  # A loss may of course come to light; nothing else makes anything worse.
            more = [one for one in more if not one.get("revoked_on")]
        yield begun, {**begun, listing: [*(row.get(listing) or []), *more]}


def no_worse(before: Outcome, after: Outcome) -> bool:
    named = {**before.criteria, **before.branches}
    said = {**after.criteria, **after.branches}
    rises = all(ORDER[said[name]] >= ORDER[status] for name, status in named.items())
    return rises and (after.verdict != "far" or before.verdict == "far") and (after.flag or before.flag is None)


@pytest.mark.parametrize("rulebook", BORDERS)
@pytest.mark.parametrize("listing", LISTS)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_one_more_item_on_half_a_list_never_makes_anything_worse(rulebook, listing, purpose):
    drawn = list(pairs(rulebook, listing))
    outcomes = [tuple(exact(rulebook, one, DAY, purpose) for one in pair) for pair in drawn]

    assert [pair for pair, said in zip(drawn, outcomes, strict=True) if not no_worse(*said)] == []


@pytest.mark.parametrize("rulebook", BORDERS)
@pytest.mark.parametrize("listing", LISTS)
def test_columns_read_half_a_list_the_same_way(rulebook, listing):
    drawn = [one for pair in pairs(rulebook, listing) for one in pair]

    said = columnar(rulebook, [dossier_from(one) for one in drawn], DAY, "new")

    assert len(said) > len(drawn) // 2
    for place, outcome in said.items():
        expected = exact(rulebook, drawn[place], DAY, "new")
        assert (outcome.verdict, outcome.flag, outcome.criteria) == (
            expected.verdict,
            expected.flag,
            expected.criteria,
        )
