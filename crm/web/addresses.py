"""What addresses may hold: numbers a row can have, on every database, and parameters that are safe to repeat."""

from typing import Any

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

from crm.errors import CrmError

_LARGEST_ROW = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` up to the largest key of our tables."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", _LARGEST_ROW)
        super().__init__(url_map, *args, **kwargs)


def init_addresses(app: Flask) -> None:
    """To be called before the first route is added."""
    app.url_map.converters["int"] = RowNumber


def init_parameters(app: Flask) -> None:
    """Look at the parameters of every request; to be called when requests are numbered."""
    app.before_request(refuse_reserved)


def refuse_reserved() -> None:
    """Pages hand their parameters on to the links they show, where these names would mean something else."""
    route = request.url_rule.arguments if request.url_rule else set()
    if any(name.startswith("_") or name == "endpoint" or name in route for name in request.args):
        raise CrmError("bad_request")
