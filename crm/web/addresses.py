"""Numbers in addresses: one that no row can have is an address that is not there, on every database."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

_LARGEST_ROW = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` up to the largest key of our tables."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", _LARGEST_ROW)
        super().__init__(url_map, *args, **kwargs)


def init_addresses(app: Flask) -> None:
    """To be called before the first route is added."""
    app.url_map.converters["int"] = RowNumber
