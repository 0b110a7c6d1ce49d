"""The sentence for each reason a finding can have; what is stored is the code with its values."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from crm.imports.sheets.findings import RegisterFinding

FINDINGS: Mapping[str, Any] = {
    "code_missing": _l("没有统一社会信用代码，请补填后重新导入"),
    "code_length": _l("统一社会信用代码“%(code)s”不是 18 位，请核对营业执照"),
    "code_check_digit": _l("统一社会信用代码“%(code)s”校验位不对，至少有一位写错，请核对营业执照"),
    "code_foreign_character": _l("统一社会信用代码“%(code)s”含有数字和大写字母以外的字符，请核对营业执照"),
    "code_unused_letter": _l("统一社会信用代码“%(code)s”含有不使用的字母（I、O、S、V、Z），请核对营业执照"),
    "code_as_number": _l("统一社会信用代码存成了数字，末几位已丢失，请把该列设为文本后重新填写"),
    "code_is_formula": _l("统一社会信用代码是没有保存结果的公式，请改填代码本身"),
    "code_repaired": _l("信用代码的大小写、空格或全角字符已改正为 %(uscc)s"),
    "name_missing": _l("没有企业名称，请补填后重新导入"),
    "enterprise_left_out": _l("所属企业在“企业台账”第 %(first)s 行未被接收，请先改正该行"),
    "enterprise_unknown": _l("企业 %(uscc)s 既不在本文件的“企业台账”中，也不在系统中，请先登记该企业"),
    "repeated": _l("与第 %(first)s 行是同一条，已合并"),
    "repeated_with_differences": _l(
        "与第 %(first)s 行是同一条但%(fields)s不同，已合并，以第 %(first)s 行为准，请核对"
    ),
    "year_unreadable": _l("年度“%(text)s”读不出来，请填四位年份"),
    "part_of_a_year": _l("“%(text)s”不是整年（年初至年末），没有读取；半年、季度的数字不能当作全年"),
    "figures_of_a_part": _l(
        "表上写明 %(year)s 年的数字只是一部分（半年、季度）或是计划、预测，没有读取；不能当作全年的实际数字"
    ),
    "year_twice": _l("%(year)s 年与第 %(first)s 行重复且数字不同，无法判断以哪一行为准，请只保留一行"),
    "title_unknown": _l(
        "称号“%(text)s”不是可以识别的称号，请写创新型、专精特新、小巨人或科技型中小企业，括号里只写级别、批次或复核通过"
    ),
    "title_renewed": _l("是第 %(first)s 行那项称号的复核，有效期延至 %(expires)s，不另登记"),
    "title_not_in_force": _l("“%(text)s”写的不是现行有效的认定（拟认定、推荐、公示、终止、撤销、过期等），没有登记"),
    "item_incomplete": _l("没有写明%(heading)s，这一行没有登记；请补上后再导入"),
    "property_not_granted": _l("写的是申请中、失效或已经转出的知识产权，没有登记；已授权的请写明种类"),
    "said_to_have_left": _l("名称后面写着%(how)s，请核对；如属实，请到企业页办理出库或注销"),
    "name_without_remark": _l("名称后面的“%(remark)s”不属于企业名称，没有读取"),
    "not_a_number": _l("不是可以读出的手机号或电话号码，没有登记，请核对位数"),
    "ditto_of_nothing": _l("写着“同上”，上面却没有可以沿用的内容，按空白处理"),
    "several_stewards": _l("一格里写了%(names)s，一家企业只能有一名管家，按待分派处理，请指定一人"),
    "code_resident_id": _l("信用代码一栏写的是居民身份证号，没有保存，请填营业执照上的统一社会信用代码"),
    "resident_id_withheld": _l("这里写有居民身份证号，没有保存"),
    "code_not_enterprise": _l("“%(code)s”不是企业的统一社会信用代码（企业以 9 开头），请核对营业执照"),
    "blanked": _l("写着“清空”，确认写入后%(heading)s不再有值；证据更好的数字不清空"),
    "not_to_be_blanked": _l("%(heading)s不能用“清空”去掉，没有读取；请在企业页面上处理"),
    "example_row": _l("这一行是模板里的示例，没有导入"),
    "row_of_nobody": _l("看不出这一行是哪家企业的，所以“%(kind)s”不算任何企业的完整清单；补上代码后再导入才算"),
    "row_without_enterprise": _l("这一行不是企业，已跳过"),
    "year_over_the_table": _l("没有写年份，按表头的年份作 %(day)s 处理，请核对"),
    "indicator_unknown": _l("系统中没有这项指标，%(count)s 行没有读取"),
    "two_digit_year": _l("年份只写了两位，按 %(day)s 处理，请核对"),
    "first_of_days": _l("写的是几天，按第一天 %(day)s 处理"),
    "grant_day_missing": _l("没有可以读出的认定日期，请补填"),
    "ends_before_it_begins": _l("有效期至 %(expires)s 早于认定日期 %(granted)s，请核对"),
    "class_unknown": _l("类别为空或不是Ⅰ类、Ⅱ类，请补填"),
    "visit_day_missing": _l("没有可以读出的日期，请补填"),
    "visit_not_done": _l("方式里写着没有走访成、没有接通、取消或还在计划，不算一次服务，没有登记"),
    "visit_kind_unknown": _l("方式为空或不能识别，请写走访、电话、微信、座谈会或宣讲"),
    "unit_unknown": _l("“%(heading)s”这一列的单位不能换算成元，整列没有读取，请写明元、千元、万元、百万元或亿元"),
    "unit_unnamed": _l("文件没有写明“%(heading)s”的金额单位；在“列的读法”页选定单位之前不能确认写入"),
    "column_again": _l("与“%(better)s”是同一个意思，读取了“%(better)s”，这一列没有读取"),
    "not_an_amount": _l("不是可以读出的金额，按未知处理，请填数字"),
    "about": _l("写的是大约数，不能当作准确金额，按未知处理，请填准确数字"),
    "percent": _l("写的是百分数而不是金额，按未知处理"),
    "negative": _l("这一项不能是负数，按未知处理，请核对"),
    "not_finite": _l("不是有限的数字，按未知处理"),
    "too_large": _l("数字过大，按未知处理，请核对单位"),
    "finer_than_fen": _l("精确到了分以下，按未知处理，请最多写到分"),
    "error_value": _l("单元格里是错误值，按未知处理，请改正公式"),
    "formula_without_result": _l("公式没有保存计算结果，按未知处理，请在表格软件中打开并重新保存"),
    "not_a_day": _l("不是可以读出的日期，按未知处理，请写成 2026-03-15"),
    "no_such_day": _l("没有这一天，按未知处理，请核对日期"),
    "day_out_of_range": _l("日期不在 1900 至 2100 年之间，按未知处理"),
    "day_with_zone": _l("日期后面带有不能识别的时间，按未知处理，请只写日期"),
    "not_a_count": _l("不是可以读出的整数，按未知处理"),
    "unknown_word": _l("不是约定的写法，按未知处理，请照填表说明填写"),
    "purpose_unknown": _l("对接内容里没有规划、政策、项目、资源、宣传中的任何一个，按未填处理"),
    "not_an_industry": _l("不是国民经济行业代码（如 C3563），按未知处理"),
    "text_too_long": _l("文字超过 %(limit)s 字，按未填处理，请缩短"),
    "mobile_withheld": _l("文字里写有手机号，只保存了首尾几位；请把号码登记到联系人"),
    "none_given": _l("写明没有提供，按未知处理"),
    "first_of_month": _l("只写到月份，按当月 1 日 %(day)s 处理"),
    "amount_leaps": _l(
        "%(year)s 年%(heading)s为 %(amount)s 万元，系统或相邻年份为 %(other)s 万元，相差悬殊，没有写入；"
        "请核对单位，确认无误再勾选照文件写入"
    ),
    "title_removed_before": _l("这项称号（%(day)s 认定）曾被移除，没有重新登记；确属有效请到企业的称号页登记"),
    "title_day_kept": _l("系统中这项称号的认定日期是 %(day)s，视为同一项，保留系统中的日期，请核对"),
    "contact_left_before": _l("%(name)s已登记为离职，没有重新加入；如已回任请到联系人页登记"),
    "stays_out": _l("这家企业已出库或注销，没有重新入库；确需入库请到企业页办理"),
    "leaps": _l("%(heading)s与上一年相差 %(factor)s 倍以上，可能把元和万元弄混了，请核对"),
    "part_exceeds_whole": _l("超过了%(whole)s，请核对"),
    "street_unknown": _l("不是本区的街道，照原样保存，请核对"),
    "figure_kept": _l("%(year)s 年的这项数字在系统中已有审计或登记依据，保留系统中的数字"),
    "title_overlaps": _l(
        "与同一企业、同一称号的另一条（%(since)s 至 %(until)s）时间重叠，没有写入。请核对日期，"
        "或先在称号页更正原有的一条"
    ),
    "title_barred": _l("企业的称号于 %(day)s 被撤销，%(until)s 前不得认定或复核，没有写入。请核对日期"),
    "title_ahead": _l("认定日期 %(day)s 还没有到，没有写入。请在认定公布后再导入"),
    "title_end_kept": _l("系统中这项称号的有效期至 %(expires)s，保留系统中的日期"),
    "steward_kept": _l("登记册写的管家是%(name)s，系统中已有管家，保留现任管家；如需更换请到分派页面办理"),
    "author_unknown": _l("记录人“%(name)s”不是系统中的管家（或有重名），这条记录没有写入"),
    "visit_ahead": _l("日期 %(day)s 还没有到，这条记录没有写入"),
    "hidden_row_left_out": _l("这是隐藏行，按您的选择没有写入"),
    "hidden_row_read": _l("这是隐藏行，已和其他行一样读取"),
    "formats_unseen": _l("旧版 .xls 文件看不到数字格式（如百分数、以万显示），请核对金额，或另存为 .xlsx 后导入"),
    "struck_row_read": _l("这一行划了删除线，已和其他行一样读取；如已作废，请从文件中删去后重新导入"),
    "header_again": _l("表头重复出现，已跳过"),
    "formula_as_text": _l("单元格里是公式，只按文字保存，不会运行"),
}


def sentence(finding: RegisterFinding) -> str:
    """The sentence for a finding, in the reader's language; every one may quote the text it was found at."""
    worded: str = gettext(str(FINDINGS[finding.reason])) % {"text": finding.text, **finding.values}
    return worded
