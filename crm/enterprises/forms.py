"""Forms of the record: identity, contacts, the figures of a year. Those of facts and lists are in `fact_forms`."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Regexp

from crm.enterprises.models import AMOUNTS, FigureName
from crm.rules.law.fields import FIGURES as VOCABULARY
from crm.rules.law.fields import FactKind
from crm.web.fields import AmountField, DayField, DeskForm, LineField, WholeField, must_fill
from crm.web.words import choices, option

NO_STREET = ""
CHANGED, EVERY = "changed", "every"


class IdentityForm(DeskForm):
    """Who an enterprise is, beside its credit code."""

    name = LineField(_l("企业名称"), needed=True)
    registered_on = DayField(_l("成立日期"))
    industry = LineField(
        _l("国民经济行业代码"),
        longest=5,
        description=_l("门类字母加 2 至 4 位数字，如 C3563。"),
        validators=[Regexp(r"^[A-T][0-9]{2,4}$", message=_l("请填写门类字母加 2 至 4 位数字，如 C3563。"))],
    )
    street = SelectField(_l("所在街道"), default=NO_STREET)
    address = LineField(_l("地址"))
    main_product = LineField(_l("主导产品"))
    remark = LineField(_l("备注"))
    deregistered_on = DayField(_l("注销日期"))
    version = WholeField(_l("版本"))

    def offer(self, streets: Sequence[str]) -> "IdentityForm":
        """Let one of these streets be chosen."""
        self.street.choices = [option(NO_STREET, _l("未知")), *(option(street, street) for street in streets)]
        return self


class ContactForm(DeskForm):
    """Somebody at the enterprise; a mobile number left blank stays as it is."""

    name = LineField(_l("姓名"), longest=60, needed=True)
    position = LineField(_l("职务"), longest=60)
    mobile = LineField(_l("手机号"), longest=30)
    telephone = LineField(_l("固定电话"), longest=40)
    email = LineField(
        _l("邮箱"),
        longest=120,
        validators=[Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("邮箱应形如 name@example.com。"))],
    )
    mail_agreed_on = DayField(
        _l("同意邮件告知之日"), description=_l("对方同意后填写，此后告知函自动发到邮箱；不填则由管家当面或电话告知。")
    )
    preference = LineField(_l("联系偏好"), description=_l("如：工作日上午电话。"))
    is_primary = BooleanField(_l("首要联系人"))
    seen = LineField(_l("版本"), longest=32)


class FiguresForm(DeskForm):
    """The figures of one year with the evidence they rest on."""

    grade = RadioField(_l("依据等级"), [must_fill()], choices=choices("grade"), default="self_declared")
    source = LineField(_l("来源"), needed=True, description=_l("如：2025 年度审计报告、企业填报、统计登记。"))
    reach = RadioField(
        _l("依据适用于"),
        [must_fill()],
        default=CHANGED,
        choices=[option(CHANGED, _l("只是改动的数字")), option(EVERY, _l("本页全部已填数字"))],
    )
    version = WholeField(_l("版本"))

    def figures(self) -> dict[FigureName, int | None]:
        """What was typed, by figure."""
        return {name: self[name].data for name in FigureName}

    def units(self) -> list[tuple[Any, Any]]:
        """Every figure's field with its unit."""
        return [(self[name], _l("万元") if name in AMOUNTS else _l("人")) for name in FigureName]


for figure in VOCABULARY:
    typed = AmountField(figure.zh, negative=figure.signed) if figure.kind is FactKind.MONEY else WholeField(figure.zh)
    setattr(FiguresForm, figure.id, typed)
