"""One dossier after another with its facts on the borders of a rulebook; what the rules say of them is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.rules.border.choice import Choice, Seeded, Source
from tests.rules.border.codes import credit_code
from tests.rules.border.figures import industry_and_figures
from tests.rules.border.limits import BORDERS
from tests.rules.border.records import Records

# Ordinary days, a leap day, the first and last day of a year, days beside them, and days on which rulebooks change.
AS_OF_DATES = (
    date(2026, 11, 23),
    date(2026, 1, 15),
    date(2028, 2, 29),
    date(2027, 3, 1),
    date(2025, 3, 1),
    date(2026, 4, 1),
    date(2027, 12, 31),
    date(2028, 1, 1),
)

KINDS = (("91",), ("91", "93", "12", "52"))
INSTITUTIONS = ("national", "provincial", "municipal", "below_municipal", "none")
QUALITY = ("management_system", "own_brand", "standards", "provincial_quality_award")
QUALITIES: tuple[list[str] | None, ...] = (
    [QUALITY[0], QUALITY[1]],
    list(QUALITY),
    [QUALITY[1], QUALITY[0], QUALITY[2]],
    [QUALITY[1]],
    [QUALITY[0]],
    [QUALITY[2]],
    [QUALITY[3], QUALITY[2]],
    [],
    None,
)
SHARES = ("0.1", "0.10", "0.12", "0.0999999999999999999999", "0.08", "0.0799999999999999999999", "0", "1", None)
# Lists of which only some items are known.
INCOMPLETE = (
    ["intellectual_property"],
    ["equity_financing"],
    ["recognitions"],
    ["science_awards", "maker_in_china"],
    ["quality"],
    ["certificates", "quality", "intellectual_property", "figures"],
    ["platform_scores", "equity_financing", "recognitions"],
    [],
)
YES_NO = ((True,), (True, False, None))
NO_YES = ((False,), (False, True, None))


class Rows:
    """Draws dossiers for one rulebook and one as-of date."""

    def __init__(self, rulebook: str, as_of: date) -> None:
        self.borders = BORDERS[rulebook]
        self.as_of = as_of
        self.records = Records(self.borders, as_of)

    def draw(self, source: Source, number: int) -> dict[str, Any]:
        choice = Choice(source)
        industry, figures = industry_and_figures(choice, self.borders, self.as_of)
        row: dict[str, Any] = {
            "uscc": credit_code(choice.either(*KINDS), number),
            "name": "边界企业",
            "industry": industry,
            "figures": figures,
            "niche_started_on": self.records.niche_start(choice),
            **self.lists(choice),
            **plain_facts(choice),
            "market": market(choice),
            "compliance": compliance(choice),
        }
        if choice.strays():
            row["incomplete"] = choice.of(INCOMPLETE)
        return row if choice.happens(0.5) else said(row)

    def lists(self, choice: Choice) -> dict[str, Any]:
        records = self.records
        return {
            "equity_financing": records.equity_financing(choice),
            "intellectual_property": records.intellectual_property(choice),
            "science_awards": records.science_awards(choice),
            "maker_in_china": records.maker_in_china(choice),
            "certificates": records.certificate_list(choice),
            "platform_scores": records.platform_scores(choice),
            "recognitions": records.recognitions(choice),
        }


def plain_facts(choice: Choice) -> dict[str, Any]:
    return {
        "strategic_emerging": choice.either((True, False), (True, False, None)),
        "product_field": choice.either(("fills_gap", "other"), ("fills_gap", "key_supporting", "other", None)),
        "rd_institution": choice.either(INSTITUTIONS[1:4], (*INSTITUTIONS, None)),
        "digital_level": choice.either((3, 4), (1, 2, 3, 4, None)),
        "quality": choice.either(QUALITIES[:3], QUALITIES),
        "product_certification": choice.either(*NO_YES),
        "information_system": choice.either(*YES_NO),
        "local_feature_points": choice.either((0, 5, 10, 15), (0, 1, 7, 14, 15, None)),
        "chain_role": choice.either(*YES_NO),
        "product_domain": choice.either(*YES_NO),
    }


def market(choice: Choice) -> dict[str, Any] | None:
    if choice.strays():
        return choice.of(
            (None, {}, {"share": choice.of(SHARES), "rank": choice.of((1, 3, 4, None)), "leading": False})
        )
    return {
        "share": choice.either(SHARES[:3], SHARES),
        "rank": choice.either((3, 4), (3, 4, None)),
        "leading": choice.either(*YES_NO),
        "reputation": choice.either(*YES_NO),
    }


def compliance(choice: Choice) -> dict[str, Any] | None:
    if choice.strays():
        return choice.of((None, {}, {"abnormal_list": True}, {"dishonest_list": None, "abnormal_list": False}))
    names = ("abnormal_list", "dishonest_list", "prohibited_product", "serious_incident")
    return {name: choice.either(*NO_YES) for name in names}


def said(row: dict[str, Any]) -> dict[str, Any]:
    """The same dossier with what is unknown left out instead of written as null."""
    return {key: value for key, value in row.items() if value is not None}


def border_dossiers(rulebook: str, as_of: date, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Dossiers as a dossier file holds them, the same for the same seed; items are shared, so change none."""
    rows = Rows(rulebook, as_of)
    source = Seeded(seed)
    return (rows.draw(source, number) for number in range(count))
