"""The notices of claims in words."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.awards.claims.claim_words import ACTS
from crm.awards.claims.course.notices import CAME, DECIDE, DRAFTED, MOVED
from crm.notifications.page import NoticeKind


def _came_words(_values: Mapping[str, Any], name: str) -> str:
    return str(_("%(name)s：兑现申请已提交，请核对材料并受理。", name=name))


def _decide_words(values: Mapping[str, Any], name: str) -> str:
    sentences = {
        "first_review": _("%(name)s：初审完成，请复审。", name=name),
        "object": _("%(name)s：公示期间有异议，请核实并了结。", name=name),
        "approve": _("%(name)s：已审定，请由另一位主管拨付。", name=name),
        "bounce": _("%(name)s：银行退票，请核对账户后重新拨付。", name=name),
    }
    return str(sentences[values["act"]])


def _moved_words(values: Mapping[str, Any], name: str) -> str:
    return str(_("%(name)s：%(act)s。", name=name, act=ACTS[values["act"]]))


def _drafted_words(_values: Mapping[str, Any], name: str) -> str:
    return str(_("%(name)s：称号已认定，系统按免申即享起草了兑现申请，请补齐材料后提交。", name=name))


def _to_claim(_values: Mapping[str, Any], claim_id: int) -> str:
    return url_for("awards.claim", claim_id=claim_id)


KINDS = (
    NoticeKind(CAME, _l("兑现待受理"), _came_words, _to_claim, _l("有兑现申请提交到本单位")),
    NoticeKind(DECIDE, _l("兑现待决定"), _decide_words, _to_claim, _l("兑现申请等我复审、拨付，或公示有异议")),
    NoticeKind(DRAFTED, _l("免申即享"), _drafted_words, _to_claim, _l("系统为我负责的企业起草了兑现申请")),
    NoticeKind(MOVED, _l("兑现进度"), _moved_words, _to_claim, _l("我负责或代管的企业的兑现申请有进展")),
)
