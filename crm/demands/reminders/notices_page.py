"""The notices of demands in words."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.demands.reminders.notices import ANSWERED, CAME, DECIDE, DOUBTED, DUE, RESOLVED
from crm.notifications.page import NoticeKind


def _came_words(values: Mapping[str, Any], name: str) -> str:
    what = {"name": name, "day": values["finish_by"]}
    sentences = {
        "accept": _("%(name)s：主办单位已接办，请在 %(day)s 前提出协办意见。", **what),
        "reopen": _("%(name)s：企业不满意，重新办理，%(day)s 前答复。", **what),
        "promise_passed": _("%(name)s：挂账承诺日已过，重新办理，%(day)s 前答复。", **what),
        "grant_extension": _("%(name)s：已同意延期，%(day)s 前答复。", **what),
        "refuse_extension": _("%(name)s：未同意延期，仍须 %(day)s 前答复。", **what),
    }
    return str(sentences.get(values["act"], _("%(name)s：请接办，%(day)s 前答复。", **what)))


def _answered_words(values: Mapping[str, Any], name: str) -> str:
    if values["act"] == "promise_passed":
        return str(_("%(name)s：承诺日已过仍未销账，已退回责任单位重新办理。", name=name))
    return str(_("%(name)s：责任单位已答复，请回访企业。", name=name))


def _decide_words(values: Mapping[str, Any], name: str) -> str:
    sentences = {
        "return": _("%(name)s：责任单位退回，请重新指定单位。", name=name),
        "ask_extension": _("%(name)s：责任单位申请延期，请决定。", name=name),
        "send_up": _("%(name)s：企业再次不满意，请指定单位重新办理。", name=name),
        "pause": _("%(name)s：责任单位暂停计时，请核对理由和依据。", name=name),
    }
    nobody = _("%(name)s：责任单位没有在岗的经办人，请转给其他单位，或请系统管理员为它设经办人。", name=name)
    return str(sentences.get(values["act"], nobody))


def _due_words(values: Mapping[str, Any], name: str) -> str:
    what = {"name": name, "day": values["finish_by"]}
    sentences = {
        "near": _("%(name)s：答复期限 %(day)s 将到。", **what),
        "due": _("%(name)s：今天（%(day)s）到期，尚未答复。", **what),
        "over": _("%(name)s：已超过答复期限 %(day)s。", **what),
        "first_near": _("%(name)s：接办期限 %(day)s 将到。", **what),
        "first_due": _("%(name)s：今天（%(day)s）须接办，尚未接办。", **what),
        "first_over": _("%(name)s：已超过接办期限 %(day)s，尚未接办。", **what),
    }
    return str(sentences[values["step"]])


def _doubted_words(_values: Mapping[str, Any], name: str) -> str:
    return str(_("%(name)s：复核认为办结存疑，请与企业核实；确有需要的，重新提出。", name=name))


def _resolved_words(values: Mapping[str, Any], _name: str) -> str:
    what = {"day": values["due_on"], "text": values["text"]}
    sentences = {
        "near": _("联席会交办的事 %(day)s 到期：%(text)s", **what),
        "over": _("联席会交办的事已过 %(day)s 的期限，请办理或说明：%(text)s", **what),
    }
    return str(sentences.get(values.get("step", ""), _("联席会交办（%(day)s 前）：%(text)s", **what)))


def _to_resolutions(_values: Mapping[str, Any], _id: int) -> str:
    return url_for("demands.resolutions")


def _to_demand(_values: Mapping[str, Any], demand_id: int) -> str:
    return url_for("demands.demand", demand_id=demand_id)


KINDS = (
    NoticeKind(
        CAME, _l("诉求待办"), _came_words, _to_demand, _l("有诉求转到本单位、退回本单位重新办理或请本单位协办")
    ),
    NoticeKind(
        ANSWERED, _l("诉求待回访"), _answered_words, _to_demand, _l("我负责或代管的企业的诉求已答复，等待回访")
    ),
    NoticeKind(
        DECIDE,
        _l("诉求待决定"),
        _decide_words,
        _to_demand,
        _l("诉求被退回、申请延期、暂停、再次不满意或没有经办人，等我决定"),
    ),
    NoticeKind(
        DOUBTED, _l("诉求复核存疑"), _doubted_words, _to_demand, _l("我负责的企业撤回或解释办结的诉求被复核存疑")
    ),
    NoticeKind(RESOLVED, _l("联席会交办"), _resolved_words, _to_resolutions, _l("联席会把一件事交给我办")),
    NoticeKind(DUE, _l("诉求时限"), _due_words, _to_demand, _l("与我有关的诉求临近或超过接办、答复期限")),
)
