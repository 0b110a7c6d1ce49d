"""Query parameters of lists: page numbers, choices and texts, read strictly and with limits.

Whatever stands in the address and was not read is refused as well: a filter that is ignored in silence shows a list
that looks like the answer and is none.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from flask import Response, current_app, g, request, url_for

from crm.errors import CrmError
from crm.web.fields import EARLIEST, LATEST, clean_text

PAGE_SIZE = 50
LARGEST_ROW = 2**31 - 1
"""The largest key of our tables."""
_LAST_PAGE = 100_000
_LONGEST = 100
_BY_HTMX = {"org.htmx.cache-buster"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is shown; `total` becomes known when the list was read."""

    number: int
    size: int = PAGE_SIZE
    total: int = 0

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        """Number of the first row shown, 0 when there is none."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.offset + self.size, self.total)

    @property
    def previous_url(self) -> str | None:
        """Address of the page before."""
        return self._url(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        """Address of the page after."""
        return self._url(self.number + 1) if self.last < self.total else None

    def of(self, total: int) -> "Page":
        """The same page of a list with so many rows."""
        return Page(self.number, self.size, total)

    def _url(self, number: int) -> str:
        arguments = {**request.args.to_dict(), **(request.view_args or {}), "page": number}
        return url_for(request.endpoint or "", **arguments)


def may_ask(*names: str) -> None:
    """Parameters the page takes, though this answer may need none of them."""
    g.setdefault("asked_parameters", set()).update(names)


def refuse_unread() -> None:
    """Raise CrmError unknown_parameter for what the address holds and nobody read; before an act that is recorded."""
    unread = sorted(set(request.args) - g.get("asked_parameters", set()) - _BY_HTMX)
    if unread:
        raise CrmError("unknown_parameter", names="、".join(name[:_LONGEST] for name in unread))


def answer_unread(response: Response) -> Response:
    """The refusal in the place of a page that read some parameters and passed over others."""
    if request.method not in ("GET", "HEAD") or response.status_code != HTTPStatus.OK or request.endpoint == "static":
        return response
    try:
        refuse_unread()
    except CrmError as error:
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def asked_page() -> Page:
    """The page number in the URL; raises CrmError bad_request when it is none."""
    return Page(asked_number("page", 1, highest=_LAST_PAGE))


def asked_number(name: str, default: int, *, lowest: int = 1, highest: int = LARGEST_ROW) -> int:
    """A whole number in the URL, within limits."""
    text = _single(name)
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or not lowest <= int(text) <= highest:
        raise CrmError("bad_request")
    return int(text)


def sent_numbers(name: str) -> set[int]:
    """The keys of rows that a form sent under one name."""
    return {whole(text) for text in request.form.getlist(name)}


def whole(text: str | None) -> int:
    """The key of a row as forms send it; CrmError bad_request for what no row can have."""
    if not text or not (text.isascii() and text.isdigit()) or len(text) > 10 or int(text) > LARGEST_ROW:
        raise CrmError("bad_request")
    return int(text)


def asked_choice(name: str, choices: Collection[str], default: str = "") -> str:
    """One of the choices, or the default; anything else is refused rather than ignored."""
    text = _single(name)
    if not text:
        return default
    if text not in choices:
        raise CrmError("bad_request")
    return text


def asked_day(name: str, default: date) -> date:
    """A date in the URL, written as 2026-11-24."""
    text = _single(name)
    if not text:
        return default
    if not _DAY.fullmatch(text):
        raise CrmError("bad_request")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CrmError("bad_request") from error
    if not EARLIEST <= day <= LATEST:
        raise CrmError("bad_request")
    return day


def asked_text(name: str) -> str:
    """A search text, cleaned and cut."""
    try:
        return (clean_text(_single(name)) or "")[:_LONGEST]
    except ValueError as error:
        raise CrmError("bad_request") from error


def asked_mark(name: str) -> str:
    """A mark of ours in the URL, as it stands."""
    return _single(name)


def _single(name: str) -> str:
    may_ask(name)
    texts = request.args.getlist(name)
    if len(texts) > 1:
        raise CrmError("bad_request")
    return texts[0] if texts else ""
