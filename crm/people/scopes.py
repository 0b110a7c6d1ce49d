"""What features tell about people: what the signed-in person may see, and how much is in somebody's care."""

from collections.abc import Callable
from datetime import date
from typing import cast

from flask import Flask, current_app
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from crm import clock
from crm.people.access import me
from crm.people.person import Person

Scope = Callable[[Person, date], ColumnElement[bool]]
Count = Callable[[Session, int], int]
ENTERPRISES = "enterprises"
_KEY, _CARE = "scopes", "care"


def register_scope(app: Flask, thing: str, condition: Scope) -> None:
    """Say who may see rows of a thing on a business date; one condition a thing, and a second one is refused."""
    known = cast(dict[str, Scope], app.extensions.setdefault(_KEY, {}))
    if thing in known:
        raise ValueError(f"a scope of {thing} is registered already")
    known[thing] = condition


def scope(thing: str = ENTERPRISES) -> ColumnElement[bool]:
    """The condition that every query of this request about a thing carries."""
    known = cast(dict[str, Scope], current_app.extensions[_KEY])
    if thing not in known:
        raise LookupError(f"no scope of {thing} is registered; there are {', '.join(sorted(known))}")
    return known[thing](me(), clock.today())


def register_care(app: Flask, count: Count) -> None:
    """Say how many enterprises a person looks after; a second count is refused."""
    if _CARE in app.extensions:
        raise ValueError("the count of enterprises in care is registered already")
    app.extensions[_CARE] = count


def in_care(session: Session, user_id: int) -> int:
    """How many enterprises somebody looks after: said before an account or a role is taken away."""
    return cast(Count, current_app.extensions[_CARE])(session, user_id)
