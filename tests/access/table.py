"""Reading `matrix.yaml`: rows, cells and forms; who visits and what is there to be visited stands elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from ruamel.yaml import YAML

FILE = Path(__file__).with_name("matrix.yaml")
IDENTITIES = (
    "anonymous",
    "disabled",
    "steward",
    "manager",
    "handler",
    "system_admin",
    "security_admin",
    "auditor",
    "api_token",
)
ENTERPRISE_SCOPES = ("own", "covered", "other", "unassigned", "missing")
DEPARTMENT_SCOPES = ("own_department", "other_department", "missing")
ON_POSTGRESQL = "CRM_TEST_DATABASE_URL" in os.environ
ASKS_FOR_ALL = "CRM_TEST_WHOLE" in os.environ
OUTCOMES = {"ok", "deny", "hidden", "sign_in"}


@dataclass(frozen=True, slots=True)
class Row:
    """One route and method with what each identity is to expect in each scope."""

    endpoint: str
    method: str
    cells: Mapping[str, str | Mapping[str, str]]
    form: Mapping[str, Any]

    def expected(self, identity: str, scope: str) -> str:
        """The word of one cell; a cell with one word means every scope."""
        cell = self.cells[identity]
        return cell if isinstance(cell, str) else cell[scope]

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


@cache
def rows() -> tuple[Row, ...]:
    """All rows of the table, in its order."""
    written = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    forms = written.get("forms") or {}
    return tuple(
        Row(endpoint, method, cells, forms.get(endpoint, {}) if method != "GET" else {})
        for endpoint, methods in written["routes"].items()
        for method, cells in methods.items()
    )


def share(wanted: Iterable[Row], one_of: int) -> list[Row]:
    """One row of so many, always the same ones; every row where the long suites ask for all."""
    of = 1 if ASKS_FOR_ALL else one_of
    return [row for row in wanted if crc32(str(row).encode()) % of == 0]


def complaints(row: Row, scopes: tuple[str, ...]) -> list[str]:
    """What is wrong with a row: an identity left out, a word nobody knows, scopes that are not those of its address."""
    found = [f"{row}: {identity} is missing" for identity in IDENTITIES if identity not in row.cells]
    found += [f"{row}: {identity} is nobody" for identity in row.cells if identity not in IDENTITIES]
    for identity, cell in row.cells.items():
        words = {cell} if isinstance(cell, str) else set(cell.values())
        found += [f"{row}: {identity} says {word}" for word in words - OUTCOMES]
        if not isinstance(cell, str) and set(cell) != set(scopes):
            found.append(f"{row}: {identity} has the scopes {sorted(cell)} instead of {sorted(scopes)}")
    return found
