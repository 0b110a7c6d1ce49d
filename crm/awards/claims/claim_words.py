"""The words of claims: states, steps, lists, and what the checks could not know."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.awards.claims.course.life import ClaimAct
from crm.awards.claims.models import ClaimState
from crm.money import wan_to_type

STATES: dict[ClaimState, Any] = {
    ClaimState.DRAFT: _l("待提交"),
    ClaimState.SUBMITTED: _l("待受理"),
    ClaimState.RETURNED: _l("已退回"),
    ClaimState.ACCEPTED: _l("已受理，待初审"),
    ClaimState.FIRST_REVIEWED: _l("已初审，待复审"),
    ClaimState.SECOND_REVIEWED: _l("已复审，待公示"),
    ClaimState.PUBLICITY: _l("公示中"),
    ClaimState.APPROVED: _l("已审定，待拨付"),
    ClaimState.PAID: _l("已拨付"),
    ClaimState.RECOVERED: _l("已追回"),
    ClaimState.REJECTED: _l("不予兑现"),
    ClaimState.WITHDRAWN: _l("已撤回"),
}
TONES = {
    ClaimState.DRAFT: "unknown",
    ClaimState.RETURNED: "unknown",
    ClaimState.PAID: "good",
    ClaimState.APPROVED: "good",
    ClaimState.REJECTED: "bad",
    ClaimState.RECOVERED: "bad",
    ClaimState.WITHDRAWN: "",
}
ACTS: dict[str, Any] = {
    "draft": _l("起草"),
    ClaimAct.SUBMIT: _l("提交"),
    ClaimAct.ACCEPT: _l("受理"),
    ClaimAct.RETURN: _l("退回补充"),
    ClaimAct.REJECT: _l("不予兑现"),
    ClaimAct.FIRST_REVIEW: _l("初审"),
    ClaimAct.SECOND_REVIEW: _l("复审通过"),
    ClaimAct.ANNOUNCE: _l("开始公示"),
    ClaimAct.OBJECT: _l("登记异议"),
    ClaimAct.SETTLE: _l("了结异议"),
    ClaimAct.APPROVE: _l("审定"),
    ClaimAct.PAY: _l("登记拨付"),
    ClaimAct.BOUNCE: _l("登记退票"),
    ClaimAct.RECOVER: _l("登记追回"),
    ClaimAct.WITHDRAW: _l("撤回申请"),
}
LISTS = {
    "open": _l("在办"),
    "draft": _l("待提交"),
    "review": _l("审核中"),
    "publicity": _l("公示中"),
    "approved": _l("待拨付"),
    "paid": _l("已拨付"),
    "ended": _l("未兑现"),
    "every": _l("全部"),
}
UNKNOWN = {"credit": _l("信用情况未登记"), "payments": _l("此前兑付未核清")}


def wan_words(fen: int) -> str:
    """80 万元."""
    return str(_("%(amount)s 万元", amount=wan_to_type(fen)))
