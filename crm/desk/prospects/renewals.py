"""Titles as they would be after their next review: an assumption that pages name, and no record ever holds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from crm.rules.law.dossier import Dossier, Recognition
from crm.rules.reading.ladder import Ladder


def with_titles_renewed(dossier: Dossier, ladder: Ladder, on: date) -> tuple[Dossier, tuple[Recognition, ...]]:
    """The dossier with each title valid on a day lasting one more term, and those titles as they are now."""
    renewed, titles = [], []
    for one in dossier.recognitions or ():
        following = ladder.tier(one.tier).expires_on(one.expires_on + timedelta(days=1)) if one.valid_on(on) else None
        renewed.append(one if following is None else replace(one, expires_on=following))
        titles += [] if following is None else [one]
    if not titles:
        return dossier, ()
    return replace(dossier, recognitions=tuple(renewed)), tuple(titles)


def ending_before(titles: tuple[Recognition, ...], day: date) -> Iterator[Recognition]:
    """Those that would have ended by a day."""
    return (one for one in titles if one.expires_on < day)
