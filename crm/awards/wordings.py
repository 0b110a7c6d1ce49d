"""What people read when something about an award is refused; each names the clause it rests on."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "measure_unreadable": Wording(
        422, _l("措施没有读懂，没有录入：%(where)s：%(why)s。请照现行措施的写法改好这一行。")
    ),
    "measure_departments_unknown": Wording(
        422, _l("不认识责任单位代码 %(codes)s，没有录入。请用服务规则里已有的单位代码。")
    ),
    "measure_too_long": Wording(422, _l("措施超过 %(most)s 字，没有录入。请删去与条款无关的内容。")),
    "measure_known": Wording(409, _l("同样的措施已于 %(day)s 录入，没有再录入。请到措施列表中打开它。")),
    "measure_ended": Wording(409, _l("这份措施已由 %(who)s 于 %(day)s 审定或撤回，没有再改。请刷新页面查看。")),
    "payment_without_basis": Wording(
        422, _l("%(document)s 里没有这个事项，没有登记。请核对依据文件和条款后再提交。")
    ),
    "payment_to_another": Wording(
        422, _l("%(clause)s“%(text)s”不发给这类对象，没有登记。请在对应的受益人下登记，或改选条款。")
    ),
    "payment_without_figure": Wording(
        422, _l("%(clause)s按其他政策执行，本措施没有金额，没有登记。请改选有金额的条款。")
    ),
    "payment_nothing": Wording(
        422, _l("%(clause)s的金额或套数没有填对，没有登记。请填写大于零的金额；按套计的事项只填套数。")
    ),
    "payment_needs_title": Wording(422, _l("%(clause)s按称号发放，没有登记。请选择这笔钱是为哪个称号发的。")),
    "payment_needs_project": Wording(422, _l("%(clause)s按项目封顶，没有登记。请填写项目名称。")),
    "payment_on_no_account": Wording(
        422, _l("%(clause)s不按称号或项目发放，没有登记。请把称号和项目留空，写在凭证里即可。")
    ),
    "payment_needs_year": Wording(
        422, _l("%(clause)s的年度没有填对，没有登记。按年封顶的事项请填写年度，其他事项请留空。")
    ),
    "payment_ahead": Wording(422, _l("拨付日期 %(day)s 还没有到，没有登记。请核对凭证上的日期。")),
    "payment_before_measure": Wording(
        422, _l("拨付日期早于 %(document)s 生效的 %(day)s，没有登记。请核对日期，或改选当时有效的文件。")
    ),
    "payment_voucher_known": Wording(
        409,
        _l("%(document)s 的凭证 %(voucher)s 已于 %(day)s 登记过；本系统按一张凭证一笔兑付核对，没有再登记。请核对。"),
    ),
    "payment_above_cap": Wording(
        422, _l("加上已登记的，超过%(clause)s“%(text)s”的上限，没有登记。请核对金额；凭证确实如此，请勾选后再提交。")
    ),
    "payment_enterprise_unknown": Wording(
        422, _l("没有统一社会信用代码为 %(credit_code)s 的企业。请核对代码，或先登记这家企业。")
    ),
    "payment_removed": Wording(409, _l("这笔兑付已由 %(who)s 于 %(day)s 移除，没有再改。请刷新页面查看。")),
    "payment_of_claim": Wording(409, _l("这笔钱是按兑现申请拨付的，没有移除。退票或追回，请在这件申请的页面办理。")),
    "payments_not_declared": Wording(409, _l("兑付记录没有被声明完整，或声明已撤回。请刷新页面查看。")),
}
