"""Routes as a table: the addresses of a feature stand on one page, and no view needs to know its blueprint."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint
from flask.typing import ResponseReturnValue

View = Callable[..., ResponseReturnValue]
Words = Callable[[], dict[str, object]]


@dataclass(frozen=True, slots=True)
class Route:
    """An address, the view that answers it, and the methods it answers to; the endpoint is named after the view."""

    rule: str
    view: View
    methods: tuple[str, ...]
    endpoint: str


def route(rule: str, view: View, *, methods: tuple[str, ...] = ("GET",), endpoint: str = "") -> Route:
    """A line of the table."""
    return Route(rule, view, methods, endpoint or view.__name__)


def blueprint(name: str, *routes: Route, words: Words | None = None) -> Blueprint:
    """The blueprint of a feature with all its addresses, and the words that all its templates know."""
    bp = Blueprint(name, f"crm.{name}")
    if words is not None:
        bp.context_processor(words)
    for each in routes:
        bp.add_url_rule(each.rule, each.endpoint, each.view, methods=list(each.methods))
    return bp
