"""Nights of which a reason was once named that was not the reason: something small was corrected as the year turned."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from crm.rules import Dossier
from crm.rules.law.dossier import Certificate, PlatformScore, Recognition
from tests.cultivation.reasons.test_naming import reasons
from tests.cultivation.reasons.undoing import Side, is_true
from tests.rules.engine import library
from tests.rules.strong import strong

SAMPLES = json.loads((Path(__file__).parents[2] / "fixtures" / "reasons" / "turn-of-year.json").read_text())
AT_THE_TURN = [one for one in SAMPLES if one["day"].endswith("-01-01")]
PRIOR = {"innovative": "innovative", "srdi": "innovative", "little_giant": "srdi"}

Named = Mapping[str, Any]


def one_step(dossier: Dossier, named: Named) -> Dossier:
    """A figure corrected by a hair, of a year that is reported."""
    known = {one.year for one in dossier.figures}
    year = named["year"] if named["year"] in known else max(known)
    moved = [
        replace(one, **{field: (getattr(one, field) or 0) + 1 for field in named["fields"]})
        if one.year == year
        else one
        for one in dossier.figures
    ]
    return replace(dossier, figures=tuple(moved))


def one_item(dossier: Dossier, named: Named) -> Dossier:
    """An item more or less than there are."""
    if named["list"] == "certificates":
        return replace(dossier, certificates=(Certificate("ip_advantage", date(2020, 1, 1), date(2020, 12, 31)),))
    items = dossier.intellectual_property or ()
    items = (*items, items[0]) if named["code"] == "list_added" else items[1:]
    return replace(dossier, intellectual_property=items)


CORRECTED: Mapping[str, Callable[[Dossier, Named], Dossier]] = {
    "figures_changed": one_step,
    "list_added": one_item,
    "list_removed": one_item,
    "list_known": lambda dossier, _named: replace(dossier, incomplete=frozenset()),
    "score_recorded": lambda dossier, named: replace(
        dossier,
        platform_scores=(
            *dossier.platform_scores,
            PlatformScore(named["year"] - 2, dossier.platform_scores[0].score),
        ),
    ),
    "fact_changed": lambda dossier, _named: replace(dossier, rd_institution="provincial"),
    "fact_recorded": lambda dossier, _named: replace(dossier, rd_institution="provincial"),
    "fact_withdrawn": lambda dossier, _named: replace(dossier, product_field=None),
}


def night_before(sample: Named) -> Side:
    """Everything holds, on the last day of the year, with figures and a score of that year's reports."""
    day = date.fromisoformat(sample["day"]) - timedelta(days=1)
    years = tuple(replace(one, year=one.year + day.year - 2026) for one in strong().figures)
    score = strong().platform_scores[0].score
    title = Recognition(PRIOR[sample["target"]], date(day.year - 2, 3, 1), date(day.year + 1, 2, 28))
    dossier = replace(
        strong(),
        figures=years,
        platform_scores=(PlatformScore(day.year, score),),
        recognitions=(title,),
        incomplete=frozenset({"equity_financing"}),
    )
    rulebook = library().rulebook_for(sample["target"], sample["purpose"], day)
    return Side(dossier, day, rulebook.id, sample["purpose"])


@pytest.mark.parametrize("sample", AT_THE_TURN, ids=range(len(AT_THE_TURN)))
def test_the_turn_of_the_year_is_the_reason_and_not_what_was_corrected_in_the_same_night(sample):
    before = night_before(sample)
    dossier = before.dossier
    for named in sample["named"]:
        dossier = CORRECTED[named["code"]](dossier, named)
    now = replace(before, dossier=dossier, as_of=before.as_of + timedelta(days=1))

    because = reasons(before, now)

    assert because == [{"code": "new_year", "year": before.as_of.year}]
    assert is_true(because[0], before, now)


def test_the_samples_are_of_every_kind():
    kinds = {named["code"] for sample in SAMPLES for named in sample["named"]}

    assert kinds == set(CORRECTED)
    assert len(AT_THE_TURN) >= len(SAMPLES) - 1
