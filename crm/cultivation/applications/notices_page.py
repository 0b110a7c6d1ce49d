"""The notices of applications in words."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.cultivation.applications.notices import DECIDE, MATERIAL, TURNED
from crm.cultivation.windows.opening import OPENED
from crm.notifications.page import NoticeKind
from crm.web.flag_words import FLAG_WORDS
from crm.web.words import word


def _about(values: Mapping[str, Any], name: str) -> dict[str, str]:
    what = f"{word(values['target'], 'short_tier')}{word(values['purpose'], 'evaluation_purpose')}"
    return {"name": name, "what": what}


def _decide_words(values: Mapping[str, Any], name: str) -> str:
    return str(_("%(name)s 的%(what)s申报已提交，请核查并决定是否推荐。", **_about(values, name)))


def _turned_words(values: Mapping[str, Any], name: str) -> str:
    about = _about(values, name)
    sentences = {
        "miss": _("%(name)s 的%(what)s申报没有在窗口期内提交，请与企业商量下一次。", **about),
        "send_back": _("%(name)s 的%(what)s申报已退回，请补正后重新提交。", **about),
        "recommend": _("%(name)s 的%(what)s申报已推荐上报。", **about),
        "object": _("%(name)s 的%(what)s申报在公示中收到异议，请协助核实。", **about),
        "grant": _("%(name)s 的%(what)s申报已通过，请告知企业。", **about),
        "refuse": _("%(name)s 的%(what)s申报没有通过，请把条款告诉企业。", **about),
    }
    return str(sentences[values["act"]])


def _material_words(values: Mapping[str, Any], name: str) -> str:
    about = {"name": name, "text": values["text"], "day": values["due_on"]}
    if values["step"] == "due":
        return str(_("%(name)s 的申报材料“%(text)s”应于 %(day)s 交齐，还没有收到。", **about))
    return str(_("%(name)s：请在 %(day)s 前备齐申报材料“%(text)s”。", **about))


def _opened_words(values: Mapping[str, Any], _name: str) -> str:
    parts = [f"{words.word}{values[kind.value]}" for kind, words in FLAG_WORDS.items() if values.get(kind.value)]
    about = {"title": values["title"], "day": values["until"], "what": "、".join(parts)}
    return str(_("%(title)s已开始，%(day)s 截止。我的企业中%(what)s 家，请逐家确认是否申报。", **about))


def _to_window(values: Mapping[str, Any], _id: int) -> str:
    return url_for("desk.window", window_id=values["window"])


def _to_application(_values: Mapping[str, Any], application_id: int) -> str:
    return url_for("desk.application", application_id=application_id)


KINDS = (
    NoticeKind(DECIDE, _l("申报待审核"), _decide_words, _to_application, _l("有申报提交，等主管核查和推荐")),
    NoticeKind(
        TURNED,
        _l("申报有进展"),
        _turned_words,
        _to_application,
        _l("我负责或代管的企业的申报被退回、推荐、认定或错过"),
    ),
    NoticeKind(
        MATERIAL, _l("申报材料"), _material_words, _to_application, _l("有申报材料交给我准备，或到了期限还没有交齐")
    ),
    NoticeKind(OPENED, _l("申报窗口开始"), _opened_words, _to_window, _l("有窗口开始，我负责或代管的企业可以申报")),
)
