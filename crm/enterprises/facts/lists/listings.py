"""The lists of dated facts: which table keeps each, and how the fields of a dossier's item are its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from crm.enterprises.facts.models import (
    Certificate,
    ContestEntry,
    EquityRound,
    IntellectualProperty,
    ListKind,
    PlatformScore,
    ScienceAward,
)
from crm.errors import CrmError
from crm.money import FEN_IN_YUAN

Item = IntellectualProperty | EquityRound | ScienceAward | ContestEntry | Certificate | PlatformScore
SCORE_UNIT = 10_000


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: the dossier's fields in order, those with another column name, and what only people read."""

    id: str
    table: type[Item]
    fields: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    extras: tuple[str, ...] = ()
    past: tuple[str, ...] = ()

    @property
    def kind(self) -> ListKind | None:
        """As what it can be declared complete; a series cannot, a missing year is always unknown."""
        return ListKind(self.id) if self.id in set(ListKind) else None

    def column(self, name: str) -> str:
        """The column of a field."""
        return self.columns.get(name, name)

    def values(self, row: Item) -> dict[str, Any]:
        """What a row says, by field."""
        return {name: _plain(name, getattr(row, self.column(name))) for name in (*self.fields, *self.extras)}

    def row(self, item: Mapping[str, Any]) -> Item:
        """A new row with what an item says."""
        return self.table(**self.column_values(item))

    def column_values(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """What an item says, by column."""
        return {self.column(name): _stored(name, item.get(name)) for name in (*self.fields, *self.extras)}

    def dossier_item(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """The item as the dossier file writes it."""
        return {name: _written(name, item.get(name)) for name in self.fields}


LISTINGS: Mapping[str, Listing] = {
    listing.id: listing
    for listing in (
        Listing(
            "intellectual_property",
            IntellectualProperty,
            (
                "class",
                "high_value",
                "self_developed",
                "related_to_main_product",
                "economic_benefit",
                "granted_on",
                "transferred_in_on",
                "holder_rank",
            ),
            {"class": "ip_class"},
            ("kind", "title", "number"),
            ("granted_on", "transferred_in_on"),
        ),
        Listing(
            "equity_financing",
            EquityRound,
            ("paid_on", "amount", "qualified"),
            extras=("investor",),
            past=("paid_on",),
        ),
        Listing(
            "science_awards", ScienceAward, ("level", "awarded_on", "rank"), extras=("title",), past=("awarded_on",)
        ),
        Listing("maker_in_china", ContestEntry, ("list", "year"), {"list": "list_name"}),
        Listing("certificates", Certificate, ("kind", "valid_from", "valid_to"), extras=("number",)),
        Listing("platform_scores", PlatformScore, ("year", "score"), {"score": "score_e4"}),
    )
}


def listing_of(name: str) -> Listing:
    """The list with this name, or CrmError not_found."""
    if name not in LISTINGS:
        raise CrmError("not_found")
    return LISTINGS[name]


def score_text(score_e4: int) -> str:
    """A score as people write it: 63.5."""
    whole, rest = divmod(score_e4, SCORE_UNIT)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def _plain(name: str, value: Any) -> Any:
    return score_text(value) if name == "score" else value


def _stored(name: str, value: Any) -> Any:
    return int(Fraction(value) * SCORE_UNIT) if name == "score" else value


def _written(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if name == "amount" and value is not None:
        return f"{value // FEN_IN_YUAN}.{value % FEN_IN_YUAN:02d}"
    return value
