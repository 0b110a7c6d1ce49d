"""When a job runs, as people say it."""

import re

from flask_babel import gettext as _

_DAILY = re.compile(r"(\d{1,2}) (\d{1,2}) \* \* \*")
_EVERY = re.compile(r"(?:\*|\*/(\d{1,2})) \* \* \* \*")


def word_plan(line: str) -> str:
    """A line of the schedule in words; one that says more than a time of day or a pace is called a plan of its own."""
    if daily := _DAILY.fullmatch(line):
        return str(_("每天 %(at)s", at=f"{int(daily[2]):02}:{int(daily[1]):02}"))
    if every := _EVERY.fullmatch(line):
        return str(_("每 %(minutes)s 分钟", minutes=every[1])) if every[1] else str(_("每分钟"))
    return str(_("按自定计划"))
