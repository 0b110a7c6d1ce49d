"""Values of rows as JSON keeps them, and a short digest by which a row is known to be as it was."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, DateTime, LargeBinary, Table
from sqlalchemy import Enum as EnumColumn

VERSION = "version"
_DIGEST_BYTES = 8


def plain(value: Any) -> Any:
    """A value of a column as JSON can keep it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


_ENCODER = json.JSONEncoder(sort_keys=True, default=plain)


def restore_value(column: Column[Any], value: Any) -> Any:
    """What `plain` kept, as the column takes it."""
    if value is None:
        return None
    kind = column.type
    kind = getattr(kind, "impl_instance", kind)
    if isinstance(kind, EnumColumn) and kind.enum_class is not None:
        return kind.enum_class(value)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value


def whole_row(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """All columns of a row that is written with some values; the others have what they have by default."""
    return {**_defaults(table), **values}


def digest_of(table: Table, row: Mapping[str, Any]) -> str:
    """A digest of what a row says, the same for a row as it is written and as it is read; versions are only counted."""
    text = _ENCODER.encode([row[name] for name in _compared(table)])
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()


@cache
def _compared(table: Table) -> list[str]:
    aside = {VERSION, *table.primary_key.columns.keys()}
    return [column.key for column in table.columns if column.key not in aside]


@cache
def _defaults(table: Table) -> dict[str, Any]:
    return {column.key: _default(column) for column in table.columns}


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    if default is None:
        return None
    return {} if default.is_callable else default.arg
