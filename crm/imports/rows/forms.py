"""What a person says of rows: the day of a list here, whose each row is as the page sends it."""

from flask_babel import lazy_gettext as _l

from crm.web.fields import DayField, DeskForm


class RowsForm(DeskForm):
    """Its other fields are the rows of the page; `RowsPage.read_answers` reads them."""

    granted_on = DayField(
        _l("认定日期"), description=_l("名单没有写明认定日期时填写，按公告的日期；用于所有没有日期的行。")
    )
