"""Notices of handing over in words: one for each person, however many enterprises."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from crm.notifications.page import NoticeKind

_WORDS = {
    "came": _l("%(by)s 的 %(count)s 家企业交接给您，请核对交接单，并在 %(day)s 前首次联系。"),
    "went": _l("您的 %(count)s 家企业已交接给 %(by)s，交接单已生成。"),
    "objected": _l("%(by)s 对交接单中的一项提出异议，请查看。"),
}


def _word(values: Mapping[str, Any], _name: str) -> str:
    return str(_WORDS[values["what"]]) % values


def _address(values: Mapping[str, Any], _about: int) -> str:
    """Who has given the enterprises away may not read the sheet any more."""
    went = values["what"] == "went"
    return url_for("desk.mine") if went else url_for("desk.handover", handover_id=values["id"])


KINDS = (NoticeKind("handover", _l("交接"), _word, _address),)
