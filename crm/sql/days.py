"""Days reckoned in SQL, alike in both databases, also where the day is only given when the statement runs."""

from datetime import date
from typing import Any

from sqlalchemy import Date, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _LaterByDays(FunctionElement[date]):
    type = Date()
    inherit_cache = True


class _LaterByYears(FunctionElement[date]):
    type = Date()
    inherit_cache = True


def days_after(day: Any, number: int) -> FunctionElement[date]:
    """The day so many days after a day."""
    return _LaterByDays(day, literal_column(str(int(number))))


def anniversary_after(day: Any, years: int) -> FunctionElement[date]:
    """The day on which so many complete years have passed, as `law.days.dates.anniversary` counts them."""
    return _LaterByYears(day, literal_column(str(int(years))))


def _parts(element: Any, compiler: Any, options: Any) -> tuple[str, str]:
    day, number = (compiler.process(part, **options) for part in element.clauses)
    return day, number


@compiles(_LaterByDays, "postgresql")
def _days_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    day, number = _parts(element, compiler, options)
    return f"({day} + {number})"


@compiles(_LaterByDays, "sqlite")
def _days_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    day, number = _parts(element, compiler, options)
    return f"date({day}, '+{number} day')"


@compiles(_LaterByYears, "postgresql")
def _years_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    """What would be 29 February is the last of the month there: a day more, as the day of the month tells."""
    day, years = _parts(element, compiler, options)
    later = f"({day} + make_interval(years => {years}))::date"
    return f"({later} + (extract(day from {day}) - extract(day from {later}))::int)"


@compiles(_LaterByYears, "sqlite")
def _years_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    day, years = _parts(element, compiler, options)
    return f"date({day}, '+{years} year')"
