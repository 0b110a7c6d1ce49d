"""A window as a manager enters it from a yearly notice."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import Regexp, ValidationError

from crm.cultivation.windows.texts import WindowEntry
from crm.rules import TARGETS
from crm.web.fields import DayField, DeskForm, LineField, ParagraphField, WholeField, must_fill
from crm.web.words import PURPOSES_OF_EVALUATION, SHORT_TIERS, option


class WindowForm(DeskForm):
    """What the notice says: the title, the days of enterprise, district and city, and conditions of its own."""

    tier = RadioField(_l("称号"), [must_fill()], choices=[option(tier, SHORT_TIERS[tier]) for tier in TARGETS])
    purpose = RadioField(
        _l("事项"), [must_fill()], choices=[option(*each) for each in PURPOSES_OF_EVALUATION.items()]
    )
    title = LineField(_l("窗口名称"), longest=100, needed=True, description=_l("如：2027 年专精特新“小巨人”企业申报"))
    document = LineField(_l("通知文号"), longest=100, needed=True)
    id = LineField(
        _l("代号"),
        longest=40,
        needed=True,
        description=_l("小写字母、数字和连字符，如 little-giant-2027。"),
        validators=[
            Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", message=_l("只用小写字母、数字和连字符。")),
            Regexp(r"^(?!new\Z)", message=_l("new 是录入页面的地址，请换一个代号。")),
        ],
    )
    year = WholeField(_l("年度"), needed=True, lowest=2000, highest=2100)
    since = DayField(_l("企业申报开始"), needed=True)
    until = DayField(_l("企业申报截止"), needed=True)
    district_until = DayField(_l("区级推荐截止"))
    review_until = DayField(_l("市级审核截止"))
    conditions = ParagraphField(
        _l("通知另有的条件，一行一条"), longest=2000, description=_l("申报时逐条核实；不改变标准本身。")
    )

    def validate_until(self, field: DayField) -> None:
        """A window ends when it begins, at the earliest."""
        _refuse_before(field, self.since)

    def validate_district_until(self, field: DayField) -> None:
        """The district recommends nobody before the window opens."""
        _refuse_before(field, self.since)

    def validate_review_until(self, field: DayField) -> None:
        """Nor does the city look at anybody before the district does."""
        _refuse_before(field, self.since)
        _refuse_before(field, self.district_until)

    def entry(self) -> WindowEntry:
        """What was entered."""
        lines = [line.strip() for line in (self.conditions.data or "").splitlines()]
        return WindowEntry(
            id=str(self.id.data),
            tier=self.tier.data,
            purpose=self.purpose.data,
            year=self.year.data,
            since=self.since.data,
            until=self.until.data,
            title=str(self.title.data),
            document=str(self.document.data),
            district_until=self.district_until.data,
            review_until=self.review_until.data,
            conditions=tuple(line for line in lines if line),
        )


def _refuse_before(field: DayField, first: DayField) -> None:
    if field.data and first.data and field.data < first.data:
        about = {"first": first.label.text, "day": first.data.isoformat()}
        raise ValidationError(_("不能早于%(first)s %(day)s，请与通知核对。", **about))
