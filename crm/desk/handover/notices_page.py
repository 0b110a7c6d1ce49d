"""Notices of handing over in words: one for each person, however many enterprises."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from crm.demands.page import last_day
from crm.notifications.page import NoticeKind

_WORDS = {
    "came": _l("%(by)s 的 %(count)s 家企业交接给您，请核对交接单，并在 %(day)s 前首次联系。"),
    "went": _l("您的 %(count)s 家企业已交接给 %(by)s，交接单已生成。"),
    "objected": _l("%(by)s 对交接单中的一项提出异议，请查看。"),
    "back": _l("%(by)s 撤回了交接单，%(count)s 家企业仍由 %(to)s 负责。"),
}
_LEFT = {
    "queue": _l("%(by)s 不再任管家，名下 %(count)s 家企业已放回待分派队列，请重新分派。"),
    "stand_in": _l("%(by)s 不再任管家，名下 %(count)s 家企业已交给代管人 %(to)s，并生成交接单。"),
    "covers": _l("%(by)s 不再任管家，有关的 %(covers)s 项代管已结束，请另行安排。"),
}


def _word(values: Mapping[str, Any], _name: str) -> str:
    if values["what"] == "left":
        return _word_left(values)
    day = {"day": last_day(date.fromisoformat(values["day"]))} if "day" in values else {}
    return str(_WORDS[values["what"]]) % {**values, **day}


def _word_left(values: Mapping[str, Any]) -> str:
    parts = [_LEFT["stand_in" if values["to"] else "queue"]] if values["count"] else []
    parts += [_LEFT["covers"]] if values["covers"] else []
    return "".join(str(part) % values for part in parts)


def _address(values: Mapping[str, Any], _about: int) -> str:
    """Who has given the enterprises away may not read the sheet any more."""
    what = values["what"]
    if what == "left":
        return url_for("desk.handovers" if values["to"] else "desk.queue" if values["count"] else "desk.covers")
    return url_for("desk.mine") if what in ("went", "back") else url_for("desk.handover", handover_id=values["id"])


KINDS = (NoticeKind("handover", _l("交接"), _word, _address),)
