"""The form of a list that is read at once."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from crm.web.fields import DeskForm


class PaymentListForm(DeskForm):
    """A workbook to read."""

    file = FileField(_l("清单（.xlsx、.xls、.csv）"), [FileRequired(_l("请选择一个工作簿或 .csv 文件。"))])
