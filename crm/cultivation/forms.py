"""Forms of titles and of the cultivation pool."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from crm.cultivation.models import Leaving, Tier
from crm.web.fields import DayField, DeskForm, LineField, must_fill
from crm.web.words import REVOCATIONS, TIERS, option

STEPS = {
    "review_passed": _l("复核通过"),
    "review_failed": _l("复核未通过"),
    "annual_update": _l("完成年度信息更新"),
    "major_change": _l("报告重大变更"),
    "revoked": _l("撤销称号"),
    "removed": _l("登记有误，移除"),
}
LEAVINGS = {
    Leaving.MOVED_OUT.value: _l("迁出本区"),
    Leaving.DEREGISTERED.value: _l("注销"),
    Leaving.WITHDRAWN.value: _l("企业申请退出"),
}


class TitleForm(DeskForm):
    """What the recognising body announced."""

    tier = RadioField(
        _l("称号"), [must_fill()], choices=[option(tier.value, TIERS[tier]) for tier in Tier if tier is not Tier.SEED]
    )
    granted_on = DayField(_l("认定日期"), needed=True)
    expires_on = DayField(_l("有效期至"), description=_l("留空按政策规定的有效年限计算。"))
    document = LineField(_l("认定文件"))
    batch = LineField(_l("批次"))
    certificate = LineField(_l("证书编号"))


class StepForm(DeskForm):
    """A step in the life of a title."""

    kind = RadioField(_l("事项"), [must_fill()], choices=[option(*step) for step in STEPS.items()])
    cause = SelectField(_l("撤销原因"), default="", description=_l("只在撤销称号时选择。"), choices=[])
    happened_on = DayField(_l("日期"), needed=True)
    why = LineField(_l("说明"), needed=True, description=_l("文件名称或原因。"))

    def offer_causes(self) -> "StepForm":
        """Let a cause of revocation be chosen, or none."""
        self.cause.choices = [option("", _l("不是撤销")), *(option(*each) for each in REVOCATIONS.items())]
        return self


class LeaveForm(DeskForm):
    """Why an enterprise leaves the pool."""

    why = RadioField(_l("出库原因"), [must_fill()], choices=[option(*leaving) for leaving in LEAVINGS.items()])
    deregistered_on = DayField(_l("注销日期"), description=_l("企业注销时填写；档案里已有注销日期的不用再填。"))
    note = LineField(_l("说明"), needed=True)
