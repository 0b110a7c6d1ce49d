"""What people read when something about the record of an enterprise is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "credit_code_invalid": Wording(
        422, _l("统一社会信用代码不正确：应为 18 位且校验位相符。请对照营业执照核对后重填。")
    ),
    "credit_code_taken": Wording(
        409, _l("这个统一社会信用代码已登记为“%(name)s”。请到企业列表中查找，或从下方直接纳入培育库。")
    ),
    "value_refused": Wording(422, _l("“%(label)s”：%(why)s。请改正后重新保存。")),
    "letter_mailed": Wording(409, _l("这件事已由管家台发邮件告知，无需再记。请刷新查看最新情况。")),
    "letter_passed_on": Wording(409, _l("%(by)s 刚刚已告知企业，没有再记。请刷新页面查看。")),
    "letter_withdrawn": Wording(409, _l("这件事已撤回，不用再告知企业。请刷新页面查看。")),
    "day_ahead": Wording(422, _l("日期 %(day)s 在今天之后。请填写已经发生的日期。")),
    "ends_before_it_begins": Wording(422, _l("结束日期早于开始日期。请核对两个日期。")),
    "identity_changed_meanwhile": Wording(
        409,
        _l(
            "您打开页面后，%(who)s 于 %(day)s 已把%(field)s改为“%(new)s”，您的修改没有写入。"
            "请对照右侧的现有内容，确认后再保存。"
        ),
    ),
    "figures_changed_meanwhile": Wording(
        409,
        _l(
            "您打开页面后，%(who)s 于 %(day)s 已修改 %(year)s 年的指标（最后改为 %(value)s），您的修改没有写入。"
            "请对照右侧的现有数值，确认后再保存。"
        ),
    ),
    "figure_year_not_over": Wording(
        422, _l("不能登记 %(year)s 年的年度指标：只接受已经结束的年度，最近可填 %(last)s 年。请改选年度。")
    ),
    "figure_out_of_range": Wording(422, _l("有指标超出范围：只有净利润可以为负数。请核对单位是否为万元。")),
    "part_too_large": Wording(422, _l("%(part)s大于%(whole)s。请核对两个数字。")),
    "mobile_invalid": Wording(422, _l("手机号不正确：应为 11 位数字。固定电话请填在“固定电话”一栏。")),
    "contact_unreachable": Wording(422, _l("请至少填写手机号、固定电话、邮箱中的一项。")),
    "contact_changed_meanwhile": Wording(
        409, _l("您打开页面后，%(name)s 的联系方式已被他人修改，您的修改没有写入。请对照现有内容，确认后再保存。")
    ),
    "contact_left": Wording(409, _l("%(name)s 已登记为离职。如仍在职，请重新添加联系人。")),
    "contact_still_there": Wording(409, _l("%(name)s 没有登记为离职，无需恢复。请刷新联系人名单。")),
    "item_still_there": Wording(409, _l("这一条没有被移除，无需恢复。请刷新清单。")),
    "contact_without_mobile": Wording(409, _l("%(name)s 没有登记手机号。请在联系人中补录。")),
    "fact_changed_meanwhile": Wording(
        409,
        _l(
            "您打开页面后，%(who)s 于 %(day)s 已把“%(label)s”登记为“%(value)s”，您的修改没有写入。"
            "请对照现有内容，确认后再保存。"
        ),
    ),
    "item_changed_meanwhile": Wording(
        409, _l("这一条已由 %(who)s 于 %(day)s 更正或移除，您的修改没有写入。请回到清单查看最新的一条。")
    ),
    "list_not_declared": Wording(409, _l("这份清单没有声明完整，无需撤回。")),
    "value_too_fine": Wording(422, _l("评价得分最多四位小数。请按培育平台上的得分填写。")),
    "score_year_taken": Wording(409, _l("%(year)s 年的评价得分已经登记。请在清单中更正那一条。")),
    "not_yet_class_two": Wording(
        422, _l("%(kind)s授权后满 %(years)s 年才计入Ⅱ类知识产权，这一项要到 %(day)s。请到期后再登记。")
    ),
    "property_class_differs": Wording(422, _l("%(kind)s属于%(klass)s知识产权。请改正类别。")),
}
