"""The form of a budget."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from crm.awards.models import FIRST_YEAR, LAST_YEAR
from crm.web.fields import AmountField, DeskForm, LineField, WholeField, must_fill


class BudgetForm(DeskForm):
    """What a year may spend on a clause through a department."""

    year = WholeField(_l("年度"), lowest=FIRST_YEAR, highest=LAST_YEAR, needed=True)
    clause = SelectField(_l("条款"), [must_fill(_l("请选择条款。"))], choices=[])
    department = SelectField(_l("责任单位"), [must_fill(_l("请选择责任单位。"))], choices=[])
    amount = AmountField(_l("预算金额"), needed=True)
    document = LineField(_l("依据文件"), needed=True)
