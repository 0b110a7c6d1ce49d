"""What the person who is signed in may see: conditions that features register and every page and export asks for."""

from collections.abc import Callable
from datetime import date
from typing import cast

from flask import Flask, current_app
from sqlalchemy import ColumnElement

from crm import clock
from crm.people.access import me
from crm.people.person import Person

Scope = Callable[[Person, date], ColumnElement[bool]]
ENTERPRISES = "enterprises"
_KEY = "scopes"


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
