"""The clocks of a demand: last days by the working calendar, and how a pause moves them."""

from dataclasses import dataclass
from datetime import date

from crm.config.service_rules import service_rules
from crm.config.working_days import between, due, is_provisional


@dataclass(frozen=True, slots=True)
class DemandClock:
    """By when a demand is taken in hand and answered; provisional while the calendar of that year is not published."""

    answer_by: date
    finish_by: date

    @property
    def is_provisional(self) -> bool:
        """Whether the last day may still move."""
        return is_provisional(self.finish_by.year)


def start_clock(level: str, on: date) -> DemandClock:
    """The clock of a demand raised, routed or opened again on a day."""
    rules = service_rules().demands.levels[level]
    return DemandClock(due(on, rules.accept_days), due(on, rules.finish_days))


def resume_clock(finish_by: date, paused_on: date, on: date) -> date:
    """The last day after a pause: later by the working days that the pause took."""
    paused = between(paused_on, on)
    return due(finish_by, paused) if paused else finish_by
