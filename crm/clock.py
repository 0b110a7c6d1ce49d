"""The one place that knows what time it is; called at the edges only; everything inside takes dates."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DISTRICT_ZONE = ZoneInfo("Asia/Shanghai")


def _system_clock() -> datetime:
    return datetime.now(UTC)


source: Callable[[], datetime] = _system_clock


def now() -> datetime:
    """The present moment in UTC, to the second."""
    return source().astimezone(UTC).replace(microsecond=0)


def today() -> date:
    """The business date: the date in Asia/Shanghai, whatever zone the host is in."""
    return business_date(now())


def business_date(moment: datetime) -> date:
    """The Asia/Shanghai date of an aware moment."""
    return moment.astimezone(DISTRICT_ZONE).date()


def beginning(day: date) -> datetime:
    """The moment at which a business date begins."""
    return datetime.combine(day, time.min, DISTRICT_ZONE).astimezone(UTC)


def local(moment: datetime) -> datetime:
    """An aware moment as the district reads it on the wall."""
    return moment.astimezone(DISTRICT_ZONE)


def next_time_of_day(at: datetime, hour_and_minute: str) -> datetime:
    """The first moment from `at` on at which it is that time ("08:00") in the district."""
    there = at.astimezone(DISTRICT_ZONE)
    same_day = datetime.combine(there.date(), time.fromisoformat(hour_and_minute), DISTRICT_ZONE)
    return same_day if same_day >= there else same_day + timedelta(days=1)
