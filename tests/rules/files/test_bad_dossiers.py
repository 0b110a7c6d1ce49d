"""Whatever stands in a line, it is a dossier or a spoken error, and a dossier always gets a verdict."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.rules import Dossier, DossierError, Library, Verdict, dossier_from, read_dossier
from crm.rules.files.batch import answer, encode_line, question
from tests.rules.case_files import read_cases

LIBRARY = Library.load(Path(__file__).parents[3] / "config" / "policies")
MODEL = next(read_cases("srdi-2026")).dossier
WORDS = st.sampled_from(
    ["", " ", "NaN", "-0", "0", "0.00", "1e9", "国家级", "national", "I", "2024-02-30", "\ud800", "\x00"]
)
PLAIN = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | WORDS | st.text(max_size=8)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3))


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a dossier with each of its keys."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


def outcome(read: Callable[[Any], Dossier], value: Any) -> str:
    """The name of the dossier that was read, or what is wrong with it; anything else is raised."""
    try:
        return read(value).name
    except DossierError as error:
        return error.why


@given(st.data())
def test_a_dossier_with_one_value_replaced_is_read_or_refused(data: st.DataObject) -> None:
    spoilt = copy.deepcopy(MODEL)
    container, key = data.draw(st.sampled_from(places(spoilt)))
    container[key] = data.draw(VALUES)

    assert outcome(dossier_from, spoilt)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert outcome(read_dossier, text)


@settings(max_examples=60)
@given(st.data())
def test_every_line_is_answered_in_json(data: st.DataObject) -> None:
    spoilt = copy.deepcopy(MODEL)
    for container, key in data.draw(st.lists(st.sampled_from(places(spoilt)), max_size=4)):
        container[key] = data.draw(VALUES)
    asked = question(LIBRARY, date(2026, 11, 23), "new")

    answers = answer(17, json.dumps(spoilt).encode(), asked)

    lines = [json.loads(encode_line(line)) for line in answers.lines]
    if answers.readable:
        assert all(line["verdict"] in set(Verdict) for line in lines)
    else:
        assert [line["line"] for line in lines] == [17]
        assert lines[0]["error"]


MONEY = st.sampled_from(["0", "0.01", "9" * 30, None])


@given(st.dictionaries(st.sampled_from(["revenue", "main_revenue", "rd_expense", "total_assets"]), MONEY))
def test_absurd_amounts_never_stop_a_judgement(figures: dict[str, str | None]) -> None:
    last, *before = MODEL["figures"]
    dossier = {**MODEL, "figures": [{**last, **figures}, *before]}
    asked = question(LIBRARY, date(2026, 11, 23), "new")

    answers = answer(1, json.dumps(dossier).encode(), asked)

    assert answers.readable
    assert all(one["found"] for line in answers.lines for one in line["detail"])
