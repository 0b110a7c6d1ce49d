"""Notices as they are read: their kinds with their words, whether they may still be read, and the groups of the page.

A kind is registered by the site with its words; what a notice is about is registered with who may see it now.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from crm import clock
from crm.notifications.models import Notice
from crm.people.person import Person
from crm.people.scopes import scope, scope_of

Words = Callable[[Mapping[str, Any], str], str]
Address = Callable[[Mapping[str, Any], int], str]
Sight = Callable[[str], ColumnElement[bool]]
"""The condition under which somebody sees rows of a thing, such as `crm.people.scopes.scope`."""
Names = Callable[[Session, set[int], Sight], Mapping[int, str]]
"""Names of those of the things that may be seen now."""
_KINDS, _ABOUT = "notice_kinds", "notice_abouts"


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice: its heading, the sentence of its choice, its words, and where it leads.

    Words are given the values and the name of what it is about; a kind without `choice` is always told.
    """

    name: str
    heading: Any
    words: Words
    address: Address
    choice: Any = None


@dataclass(frozen=True, slots=True)
class Readable:
    """A notice in words."""

    id: int
    kind: str
    day: date
    text: str
    url: str
    is_unread: bool


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """Notices of one kind and day."""

    day: date
    heading: str
    notices: tuple[Readable, ...]


def register_kind(app: Flask, kind: NoticeKind) -> None:
    """Let notices of a kind be read; a second registration is refused."""
    known = app.extensions.setdefault(_KINDS, {})
    if kind.name in known:
        raise ValueError(f"{kind.name} is registered already")
    known[kind.name] = kind


def register_about(app: Flask, thing: str, names: Names) -> None:
    """Say how it is found out, at every reading, whether a person may still see what a notice is about."""
    app.extensions.setdefault(_ABOUT, {})[thing] = names


def kinds() -> dict[str, NoticeKind]:
    """The kinds of this application, in the order of their registration."""
    return cast(dict[str, NoticeKind], current_app.extensions[_KINDS])


def readable(session: Session, notices: Iterable[Notice]) -> list[Readable]:
    """Those of the notices that the person who is signed in may still read, in words."""
    return [_worded(notice, name) for notice, name in _seen(session, list(notices), scope)]


def sentences(session: Session, notices: Iterable[Notice], person: Person, on: date) -> dict[int, str]:
    """The sentence of each of the notices that somebody who has not signed in may still read, by its id."""
    seen = _seen(session, list(notices), lambda thing: scope_of(person, on, thing))
    return {notice.id: kinds()[notice.kind].words(notice.values, name) for notice, name in seen}


def groups(lines: list[Readable]) -> list[NoticeGroup]:
    """The lines by day and kind, the newest day first."""
    order = list(kinds())
    ordered = sorted(lines, key=lambda line: (-line.day.toordinal(), order.index(line.kind), -line.id))
    return [
        NoticeGroup(day, str(kinds()[kind].heading), tuple(found))
        for (day, kind), found in groupby(ordered, key=lambda line: (line.day, line.kind))
    ]


def _worded(notice: Notice, name: str) -> Readable:
    kind = kinds()[notice.kind]
    return Readable(
        notice.id,
        notice.kind,
        clock.business_date(notice.created_at),
        kind.words(notice.values, name),
        kind.address(notice.values, _id_of(notice.about)),
        notice.read_at is None,
    )


def _seen(session: Session, notices: list[Notice], sight: Sight) -> list[tuple[Notice, str]]:
    """Those that may still be read, each with the name of what it is about."""
    names = _names(session, notices, sight)
    return [
        (notice, names.get(notice.about, "") if notice.about else "")
        for notice in notices
        if notice.kind in kinds() and (notice.about is None or notice.about in names)
    ]


def _names(session: Session, notices: list[Notice], sight: Sight) -> dict[str, str]:
    """The name of everything the notices are about that may be seen now."""
    wanted: dict[str, set[int]] = {}
    for notice in notices:
        if notice.about:
            wanted.setdefault(notice.about.partition(":")[0], set()).add(_id_of(notice.about))
    lookups = cast(dict[str, Names], current_app.extensions.get(_ABOUT, {}))
    return {
        f"{thing}:{number}": name
        for thing, numbers in wanted.items()
        if thing in lookups
        for number, name in lookups[thing](session, numbers, sight).items()
    }


def _id_of(about: str | None) -> int:
    return int(about.partition(":")[2]) if about else 0
