"""What was chosen on a list and travels through the forms of assigning."""

from flask import request

from crm.errors import CrmError
from crm.web.paging import may_ask, whole

_MOST = 200


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


def not_too_many(ids: list[int]) -> list[int]:
    """As many as one act takes; CrmError too_many_chosen."""
    if len(ids) > _MOST:
        raise CrmError("too_many_chosen", most=_MOST)
    return ids
