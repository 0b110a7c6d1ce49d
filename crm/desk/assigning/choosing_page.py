"""What was chosen on a list and travels through the forms of assigning."""

from flask import request

from crm.errors import CrmError
from crm.web.paging import may_ask

_MOST = 200
_LARGEST = 2**31 - 1


def asked_enterprises() -> list[int]:
    """The enterprises chosen on a list."""
    may_ask("enterprise")
    ids = sorted({whole(text) for text in request.values.getlist("enterprise")})
    return not_too_many(ids)


def asked_seen() -> dict[int, int]:
    """Enterprise and assignment of every hidden mark of a form that was sent; empty on a first visit."""
    marks = [text.partition(":") for text in request.form.getlist("seen")]
    seen = {whole(enterprise): whole(assignment) for enterprise, _, assignment in marks}
    not_too_many(list(seen))
    return seen


def whole(text: str | None) -> int:
    """A number as forms of this room send it; CrmError bad_request for anything else."""
    if not text or not (text.isascii() and text.isdigit()) or len(text) > len(str(_LARGEST)) or int(text) > _LARGEST:
        raise CrmError("bad_request")
    return int(text)


def not_too_many(ids: list[int]) -> list[int]:
    """As many as one act takes; CrmError too_many_chosen."""
    if len(ids) > _MOST:
        raise CrmError("too_many_chosen", most=_MOST)
    return ids
