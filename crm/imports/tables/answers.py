"""What a person said of rows whose code says not, or not surely, whose they are; without that nothing is matched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

RowPlace = tuple[str, int]
"""The name of a sheet and the number of a row in it."""


@dataclass(frozen=True, slots=True)
class RowAnswers:
    """Codes that were held against the licence though they do not check, the code of each row without one, and the
    day on which the titles of a list without days were granted."""

    confirmed: frozenset[str] = frozenset()
    codes: Mapping[RowPlace, str] = field(default_factory=dict)
    granted_on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.confirmed or self.codes or self.granted_on)

    def as_json(self) -> dict[str, Any]:
        return {
            "confirmed": sorted(self.confirmed),
            "codes": [[*place, code] for place, code in sorted(self.codes.items())],
            "granted_on": self.granted_on.isoformat() if self.granted_on else None,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "RowAnswers":
        day = kept.get("granted_on")
        return cls(
            frozenset(kept.get("confirmed", ())),
            {(sheet, row): code for sheet, row, code in kept.get("codes", ())},
            date.fromisoformat(day) if day else None,
        )


NO_ANSWERS = RowAnswers()
