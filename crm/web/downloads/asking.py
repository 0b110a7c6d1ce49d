"""A list and its file: the links to the file, and which of its filters the trail may keep."""

from typing import Any

from flask import request, url_for

FILES = ("xlsx", "csv")
"""The kinds of a list's file."""
MOST_ROWS = 5000
"""So many rows of a list one file holds."""


def file_links(endpoint: str) -> list[tuple[str, str]]:
    """Each kind with the address of the file that holds what this page is filtered by, all pages of it."""
    asked: dict[str, Any] = {name: text for name, text in request.args.items() if name not in ("page", "kind")}
    return [(kind, url_for(endpoint, kind=kind, **asked)) for kind in FILES]


def filters_to_record() -> dict[str, str]:
    """The filters of this request without the words searched for: they may name a person, and the trail stays."""
    return {name: text for name, text in request.args.items() if name != "q"}
