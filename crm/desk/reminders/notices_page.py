"""Reminders of contacts in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.demands.page import last_day
from crm.desk.reminders.matters import FIRST, SILENT
from crm.notifications.page import NoticeKind


def _silent_words(values: Mapping[str, Any], name: str) -> str:
    told = {"name": name, "day": values["since"], "days": values["days"]}
    if values["was_in_touch"]:
        text = _("%(name)s 自 %(day)s 起没有联系过，已超过 %(days)s 天。有事由再联系，也可先约一个日子。", **told)
    else:
        text = _(
            "%(name)s 自 %(day)s 由您负责以来没有联系过，已超过 %(days)s 天。有事由再联系，也可先约一个日子。", **told
        )
    return _standing_in(text, values)


def _first_words(values: Mapping[str, Any], name: str) -> str:
    text = _(
        "接手的 %(name)s 须在 %(day)s 前首次联系，请告知企业新管家是谁。",
        name=name,
        day=last_day(date.fromisoformat(values["by"])),
    )
    return _standing_in(text, values)


def _standing_in(text: str, values: Mapping[str, Any]) -> str:
    return str(_("（代管）%(text)s", text=text)) if values.get("stands_in") else text


def _to_plan(_values: Mapping[str, Any], enterprise_id: int) -> str:
    return url_for("desk.plan", enterprise_id=enterprise_id)


def _to_log(_values: Mapping[str, Any], enterprise_id: int) -> str:
    return url_for("desk.log", enterprise_id=enterprise_id)


KINDS = (
    NoticeKind(SILENT, _l("久未联系"), _silent_words, _to_plan, _l("我负责或代管的企业很久没有人联系，也没有约定")),
    NoticeKind(FIRST, _l("首次联系"), _first_words, _to_log, _l("我接手的企业该首次联系了")),
)
