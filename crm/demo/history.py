"""The past of the demonstration: one night a month for two years, by the steps of the real night, in order of time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from crm.config.service_rules import service_rules
from crm.cultivation.night import jobs as night
from crm.db import transaction
from crm.jobs.registry import standards
from crm.work import Turn

MONTHS = 24
_NIGHT = time(20, 10)  # ten past four in the district


def run_nights(today: date) -> Iterator[date]:
    """Judge the pool on the first of each of the last months, so that flags come and go; yields what is done."""
    nights = list(nights_before(today))
    for on in nights:
        _run_night(on, is_told=on == nights[-1])
        yield on


def nights_before(today: date) -> Iterator[date]:
    """The first days of the last months, the oldest first, none of them today."""
    for ago in range(MONTHS, 0, -1):
        months = today.year * 12 + today.month - ago - (today.day == 1)
        yield date(months // 12, months % 12 + 1, 1)


def _run_night(on: date, *, is_told: bool) -> None:
    """The stewards are told of the last one, so that there is something to read."""
    at = datetime.combine(on, _NIGHT, UTC)
    with transaction() as session:
        turn = Turn(on, at)
        night.expire_titles(session, turn, standards().library.ladder, service_rules())
        night.keep_duties(session, turn, standards().library.ladder)
        for part in night.pool_parts(session, turn, standards()):
            night.evaluate_pool(session, Turn(on, at, part), standards())
        night.snapshot_pool(session, turn)
        if is_told:
            night.night_report(session, turn, standards(), service_rules())
