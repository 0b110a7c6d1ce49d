"""What features tell about people: what the signed-in person may see, and how much is in somebody's care."""

from collections.abc import Callable
from datetime import date
from typing import cast

from flask import Flask, current_app
from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from crm import clock
from crm.people.access import me
from crm.people.person import Person

Scope = Callable[[Person, date], ColumnElement[bool]]
Count = Callable[[Session, int], int]
ENTERPRISES = "enterprises"
"""Enterprises with all that is recorded of them."""
IDENTITIES = "identities"
"""Enterprises of which the name and the credit code may be seen, and nothing else."""
DEPARTMENTS = "departments"
_KEY, _CARE = "scopes", "care"


def register_scope(app: Flask, thing: str, condition: Scope) -> None:
    """Say who may see rows of a thing on a business date; one condition a thing, and a second one is refused."""
    known = _known(app)
    if thing in known:
        raise ValueError(f"a scope of {thing} is registered already")
    known[thing] = [condition]


def widen_scope(app: Flask, thing: str, condition: Scope) -> None:
    """Let a later feature show rows of an earlier one's thing to more people, without a change in the earlier one."""
    known = _known(app)
    if thing not in known:
        raise LookupError(_unknown(thing, known))
    known[thing].append(condition)


def scope(thing: str = ENTERPRISES) -> ColumnElement[bool]:
    """The condition that every query of this request about a thing carries."""
    return scope_of(me(), clock.today(), thing)


def scope_of(person: Person, on: date, thing: str = ENTERPRISES) -> ColumnElement[bool]:
    """The same for somebody who has not signed in, such as whoever a calendar is made for."""
    known = _known(current_app)
    if thing not in known:
        raise LookupError(_unknown(thing, known))
    return or_(*(condition(person, on) for condition in known[thing]))


def _known(app: Flask) -> dict[str, list[Scope]]:
    return cast(dict[str, list[Scope]], app.extensions.setdefault(_KEY, {}))


def _unknown(thing: str, known: dict[str, list[Scope]]) -> str:
    return f"no scope of {thing} is registered; there are {', '.join(sorted(known))}"


def register_care(app: Flask, count: Count) -> None:
    """Say how many enterprises a person looks after; a second count is refused."""
    if _CARE in app.extensions:
        raise ValueError("the count of enterprises in care is registered already")
    app.extensions[_CARE] = count


def in_care(session: Session, user_id: int) -> int:
    """How many enterprises somebody looks after: said before an account or a role is taken away."""
    return cast(Count, current_app.extensions[_CARE])(session, user_id)
