"""The forms of who can be paid beside enterprises, and of whom a platform brought."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from crm.awards.models import FIRST_YEAR, LAST_YEAR, LONGEST_CODE, LONGEST_NAME
from crm.web.fields import DeskForm, LineField, WholeField, must_fill


class BeneficiaryForm(DeskForm):
    """Who it is."""

    kind = SelectField(_l("类别"), [must_fill(_l("请选择类别。"))], choices=[])
    name = LineField(
        _l("名称或姓名"), longest=LONGEST_NAME, needed=True, description=_l("同名的个人，请在姓名后注明单位。")
    )
    code = LineField(
        _l("代码"),
        longest=LONGEST_CODE,
        description=_l("统一社会信用代码或基金管理人登记编号；个人留空，不登记证件号码。"),
    )


class ReferralForm(DeskForm):
    """Whom a platform brought, and when."""

    credit_code = LineField(_l("企业的统一社会信用代码"), longest=18, needed=True)
    year = WholeField(_l("引荐年度"), lowest=FIRST_YEAR, highest=LAST_YEAR, needed=True)
