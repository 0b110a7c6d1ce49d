"""The letters about claims in words, and those of one claim for its page."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.awards.claims.claim_words import wan_words
from crm.awards.claims.course.letters import CLAIM_STEP
from crm.awards.claims.course.life import ClaimAct
from crm.enterprises.letters.page import LetterKind

_NEWS: Mapping[str, Any] = {
    ClaimAct.SUBMIT: _l("已于 %(day)s 提交，等待责任单位受理"),
    ClaimAct.ACCEPT: _l("已于 %(day)s 由责任单位受理，等待初审"),
    ClaimAct.RETURN: _l("已于 %(day)s 退回补充，要补什么请与管家核对"),
    ClaimAct.FIRST_REVIEW: _l("已于 %(day)s 通过初审，等待复审"),
    ClaimAct.SECOND_REVIEW: _l("已于 %(day)s 通过复审，等待公示"),
    ClaimAct.ANNOUNCE: _l("自 %(day)s 起公示，至 %(until)s"),
    ClaimAct.APPROVE: _l("已于 %(day)s 审定，金额 %(amount)s，等待拨付"),
    ClaimAct.PAY: _l("已于 %(day)s 登记拨付，金额 %(amount)s，请留意到账"),
    ClaimAct.BOUNCE: _l("拨付的 %(amount)s 于 %(day)s 被银行退回，请核对收款账户"),
    ClaimAct.REJECT: _l("已于 %(day)s 决定不予兑现，理由请向管家了解"),
    ClaimAct.RECOVER: _l("已拨付的 %(amount)s 于 %(day)s 登记追回"),
    ClaimAct.WITHDRAW: _l("已于 %(day)s 撤回"),
}


def _word(values: Mapping[str, Any], name: str) -> str:
    amount = {"amount": wan_words(values["amount"])} if "amount" in values else {}
    news = str(_NEWS[values["act"]]) % {**values, **amount}
    words = {"name": name, "about": values["about"], "number": values["number"], "news": news}
    return str(_("%(name)s 的兑现申请 %(number)s（%(about)s）%(news)s。", **words))


KINDS = (LetterKind(CLAIM_STEP, _l("兑现进度"), _word),)
