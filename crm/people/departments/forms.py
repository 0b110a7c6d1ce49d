"""The form of a responsible unit."""

from flask_babel import lazy_gettext as _l

from crm.web.fields import DeskForm, LineField


class DepartmentForm(DeskForm):
    """A responsible unit: what configuration calls it, and what people call it."""

    code = LineField(
        _l("单位代码"), longest=20, needed=True, description=_l("小写字母开头，如 jxj；配置与政策按它指定单位。")
    )
    name = LineField(_l("单位名称"), longest=100, needed=True)
