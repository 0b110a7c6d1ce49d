"""Forms of the import: the file, and what the person decides before it is written."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from crm.imports.batches.options import Options
from crm.imports.tables.layout import LISTS, SheetKind
from crm.web.fields import DeskForm, LineField, SelectMultipleCheckboxField
from crm.web.words import option


class UploadForm(DeskForm):
    """A workbook to read."""

    file = FileField(_l("登记册（.xlsx、.xls、.csv）"), [FileRequired(_l("请选择一个工作簿或 .csv 文件。"))])
    source = LineField(
        _l("来源"),
        longest=60,
        description=_l("哪个单位给的表，如“区税务局”。为某个来源核对过的列，下次同样的表头照此读取。"),
    )


class OptionsForm(DeskForm):
    """The decisions of an import."""

    create_stewards = BooleanField(
        _l("把不认识的管家姓名建成待激活账号"),
        description=_l("不能登录，等系统管理员激活、安全管理员授权；他们名下的企业和走访记录照常写入。"),
    )
    attest_clean = BooleanField(
        _l("声明：册内企业均未列入经营异常名录和严重失信名单，无禁止类产品，近三年无严重事故"),
        description=_l("以您的姓名和今天的日期逐家记录；已有相反记录的企业不改。"),
    )
    complete = SelectMultipleCheckboxField(
        _l("这些表是完整的"),
        choices=[option(str(kind), str(kind)) for kind in LISTS],
        default=[SheetKind.TITLES.value],
        description=_l("完整的表里没有列出的企业，视为确知没有；不完整则视为未知。"),
    )

    accept_leaps = BooleanField(
        _l("相差悬殊的金额已经核对，照文件写入"),
        description=_l("不勾选时这些金额不写入，其余照常；多半是把元和万元弄混了，请先看下面“暂不写入”的说明。"),
    )

    leave_hidden = BooleanField(
        _l("不写入隐藏行和筛选掉的行"),
        description=_l("不勾选时隐藏行和其他行一样写入；有隐藏行的企业，其称号和各类清单不算完整。"),
    )

    def options(self) -> Options:
        """The decisions as the service takes them."""
        return Options(
            self.create_stewards.data,
            self.attest_clean.data,
            tuple(self.complete.data or ()),
            self.accept_leaps.data,
            self.leave_hidden.data,
        )
