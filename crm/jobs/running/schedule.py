"""When jobs are due: the cron lines of `config/schedule.yaml` and the slots that follow from them; it runs nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from apscheduler.triggers.cron import CronTrigger
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from crm import clock
from crm.config.settings import ROOT, SettingsError

_LOOK_BACK = tuple(timedelta(minutes=minutes) for minutes in (2, 60, 25 * 60))
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """What a run is for: its name is unique for the job; `covers` are the slots it stands in for, itself included.

    A slot begins with its business date; a repeated run of the same date carries a number behind it.
    """

    name: str
    covers: tuple[str, ...]
    trigger: str

    @property
    def day(self) -> date:
        """The business date."""
        return day_of(self.name)


def day_of(slot: str) -> date:
    """The business date a slot's name begins with."""
    return date.fromisoformat(slot[:10])


class Timetable:
    """A cron line, read in Asia/Shanghai whatever the zone of the host."""

    def __init__(self, line: str) -> None:
        self.line = line
        self._trigger = CronTrigger.from_crontab(line, timezone=clock.DISTRICT_ZONE)

    def after(self, moment: datetime) -> datetime | None:
        """The first time after a moment."""
        fire: datetime | None = self._trigger.get_next_fire_time(None, clock.local(moment + _INSTANT))
        return fire

    def between(self, begin: datetime, end: datetime) -> Iterator[datetime]:
        """The times after `begin` up to and with `end`."""
        fire = self.after(begin)
        while fire is not None and fire <= end:
            yield fire
            fire = self.after(fire)

    def latest(self, now: datetime) -> datetime | None:
        """The last time up to now, looking back as far as a job of the day needs."""
        for back in _LOOK_BACK:
            times = list(self.between(now - back, now))
            if times:
                return times[-1]
        return None


@cache
def timetables(path: Path = ROOT / "config" / "schedule.yaml") -> dict[str, Timetable]:
    """Every job's timetable; raises SettingsError naming the file when a line is none."""
    try:
        lines = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        return {str(name): Timetable(str(line)) for name, line in lines.items()}
    except (OSError, YAMLError, ValueError, AttributeError) as error:
        raise SettingsError(f"{path.name}: {error}") from error
