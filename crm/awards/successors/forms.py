"""The text of a measure, as the files of the configuration write it."""

from flask_babel import lazy_gettext as _l

from crm.awards.law.measure import LONGEST_MEASURE
from crm.web.fields import DeskForm, ParagraphField


class MeasureForm(DeskForm):
    """What a manager enters, clause by clause."""

    text = ParagraphField(
        _l("措施全文（数据格式）"),
        longest=LONGEST_MEASURE,
        needed=True,
        description=_l("从现行措施改起：改 id、文号、名称、有效期，再逐条核对金额、比例和上限；金额为整万元。"),
    )
