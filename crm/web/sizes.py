"""How large a request may be, route by route: looked at before anything of its body is read."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
# Bytes. The longest texts of an ordinary form, and room for some thousand ticks.
LARGEST_FORM = 256 * 1024
LARGEST_FILE = 20 * 1024 * 1024
_SIZE = "largest_request"


def accepts(size: int) -> Callable[[View], View]:
    """Let a view take requests of up to so many bytes, files and all."""

    def mark(view: View) -> View:
        setattr(view, _SIZE, size)
        return view

    return mark


def init_sizes(app: Flask) -> None:
    """To be called before anything that reads forms."""
    app.before_request(bound_request)


def bound_request() -> None:
    """Refuse by the length that is announced; a body without one is cut off at the same size."""
    view = current_app.view_functions.get(request.endpoint or "")
    largest = getattr(view, _SIZE, LARGEST_FORM)
    request.max_content_length = largest
    request.max_form_memory_size = min(largest, 1024 * 1024)
    if (request.content_length or 0) > largest:
        raise RequestEntityTooLarge
