"""What is said of a published list that comes as a workbook; what stands in its rows may be left open."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField

from crm.cultivation.models import Tier
from crm.cultivation.recognitions.forms import HeadingForm
from crm.cultivation.recognitions.models import ListPurpose
from crm.cultivation.titles.bars import RevocationCause
from crm.cultivation.titles.ending import REVIEWED
from crm.imports.published.lists import WorkbookHeading
from crm.web.fields import DayField, LineField
from crm.web.words import TIERS, option

_AS_PRINTED = ""


class PublishedForm(HeadingForm):
    """The workbook, with the document and what it announces."""

    tier = RadioField(
        _l("称号"),
        default=_AS_PRINTED,
        choices=[option(_AS_PRINTED, _l("以表中写的为准")), *(option(tier.value, TIERS[tier]) for tier in REVIEWED)],
    )
    decided_on = DayField(_l("公布日期"), description=_l("表中各行写有认定日期的可以不填。"))
    sheet = LineField(_l("工作表名称"), longest=60, description=_l("文件里只有一张名单的不用填。"))
    file = FileField(_l("名单（.xlsx、.xls、.csv）"), [FileRequired(_l("请选择一个工作簿或 .csv 文件。"))])

    def workbook_heading(self) -> WorkbookHeading:
        """What a person says of the whole workbook."""
        return WorkbookHeading(
            str(self.document.data),
            ListPurpose(self.purpose.data),
            Tier(self.tier.data) if self.tier.data else None,
            self.decided_on.data,
            RevocationCause(self.cause.data) if self.cause.data else None,
        )
