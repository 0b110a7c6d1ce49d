"""What addresses may hold: numbers a row can have, on every database, and parameters that are safe to repeat."""

from functools import lru_cache
from types import NoneType
from typing import Any

from flask import Flask, g, has_request_context, request, url_for
from flask.globals import request_ctx
from werkzeug.routing import IntegerConverter, Map

from crm.errors import CrmError
from crm.web.paging import LARGEST_ROW, answer_unread

ADDRESSES_KEPT = 20_000
_PLAIN = (int, str, NoneType)
AddressKey = tuple[str, str, str, tuple[tuple[str, Any], ...]]


class RowNumber(IntegerConverter):
    """`<int:…>` up to the largest key of our tables."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", LARGEST_ROW)
        super().__init__(url_map, *args, **kwargs)


def init_addresses(app: Flask) -> None:
    """To be called before the first route is added."""
    app.url_map.converters["int"] = RowNumber


def init_links(app: Flask) -> None:
    """Let templates keep the addresses they have built."""
    app.jinja_env.globals["url_for"] = address_of
    app.jinja_env.globals["here"] = address_here


def address_of(endpoint: str, /, **values: Any) -> str:
    """`url_for`, built once for the same values: a list links to every row it shows, and is shown again and again."""
    is_plain = all(
        isinstance(value, _PLAIN) and value is not True and value is not False for value in values.values()
    )
    if not is_plain or not has_request_context() or any(name[0] == "_" for name in values) or endpoint[0] == ".":
        return url_for(endpoint, **values)
    asked = request_ctx._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  (once, not at each name)
    key = (asked.app.name, asked.request.script_root, endpoint, tuple(values.items()))
    return _static(key) if endpoint == "static" else _built(key)


def address_here(changes: dict[str, Any]) -> str:
    """The address of this page with `changes` put over its arguments; the page number starts again.

    A bar of filters has a hundred of them, so the arguments of the page are looked at once.
    """
    kept: tuple[str, dict[str, Any]] | None = g.get("arguments_here")
    if kept is None:
        arguments = {
            **(request.view_args or {}),
            **request.args.to_dict(),
            "page": None,
            "after": None,
            "before": None,
        }
        kept = g.arguments_here = (str(request.endpoint), arguments)
    endpoint, arguments = kept
    return address_of(endpoint, **{**arguments, **changes})


def _static(key: AddressKey) -> str:
    """Kept for a page only: the address holds the version of the file."""
    kept: dict[AddressKey, str] = g.setdefault("static_addresses", {})
    if key not in kept:
        kept[key] = _build(key)
    return kept[key]


def _build(key: AddressKey) -> str:
    _app, _root, endpoint, values = key
    return url_for(endpoint, **dict(values))


_built = lru_cache(maxsize=ADDRESSES_KEPT)(_build)


def init_parameters(app: Flask) -> None:
    """Look at the parameters of every request before it is answered, and at what was not read of them afterwards."""
    app.before_request(refuse_reserved)
    app.after_request(answer_unread)


def refuse_reserved() -> None:
    """Pages hand their parameters on to the links they show, where these names would mean something else."""
    route = request.url_rule.arguments if request.url_rule else set()
    if any(name.startswith("_") or name == "endpoint" or name in route for name in request.args):
        raise CrmError("bad_request")
