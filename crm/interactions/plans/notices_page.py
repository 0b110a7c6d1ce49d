"""Notices about planned contacts in words: a colleague comes along, has moved the day, or goes no more."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from crm.notifications.page import NoticeKind

_WORDS = {
    "joined": _l("%(by)s 要在 %(day)s 与您同去“%(name)s”，两次走访合并为一次。"),
    "moved": _l("%(by)s 把同去“%(name)s”的日子改到 %(day)s。"),
    "quiet": _l("%(by)s 为“%(name)s”设了免打扰，您约在 %(day)s 的联系请改期、取消或写明原因。"),
    "left": _l("%(by)s 取消了 %(day)s 去“%(name)s”，您的约定改为单独去。"),
}


def _word(values: Mapping[str, Any], name: str) -> str:
    return str(_WORDS[values["what"]]) % {"by": values["by"], "day": values["day"], "name": name}


def _address(_values: Mapping[str, Any], enterprise_id: int) -> str:
    return url_for("desk.plan", enterprise_id=enterprise_id)


KINDS = (NoticeKind("plan", _l("约定"), _word, _address, _l("同事与我同去、改期或取消时告诉我")),)
