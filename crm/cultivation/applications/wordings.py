"""What people read when something about an application is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "application_enterprise_left": Wording(409, _l("“%(name)s”已不在册，不能申报。请核对企业信息。")),
    "application_tier_held": Wording(
        409, _l("该企业已持有%(tier)s称号（有效至 %(expires)s），无需再申报。到期前请申报复核。")
    ),
    "application_nothing_to_review": Wording(
        422, _l("该企业没有可以复核的%(tier)s称号。请核对称号，或改为申报认定。")
    ),
    "application_review_early": Wording(
        422, _l("这个称号 %(expires)s 到期，%(first)s 起才能申报复核。请届时再申报，或先核对有效期。")
    ),
    "application_open_already": Wording(
        409, _l("该企业的%(tier)s申报 %(number)s 自 %(day)s 起进行中，无需另开。请在申报列表中打开它。")
    ),
    "application_no_rules": Wording(
        422, _l("%(day)s 没有%(tier)s的现行标准，不能据以判断。请等新标准登记后再提交。")
    ),
    "application_outside_window": Wording(422, _l("不在窗口期内。确需提交的，请填写理由；否则请等窗口开放。")),
    "application_without_window": Wording(
        422, _l("这一事项还没有公布窗口。确需提交的，请填写理由；否则请等年度通知。")
    ),
    "application_materials_missing": Wording(
        422, _l("材料还没有备齐：%(what)s。请上传或登记；确实不需要的，写明理由免交。")
    ),
    "material_due_past": Wording(422, _l("期限 %(day)s 已过。请改填今天或以后的日期。")),
    "material_asked_of_stranger": Wording(422, _l("只能交给这家企业的管家、代管人或主管。请重新选择。")),
    "material_asked_of_inactive": Wording(422, _l("%(name)s 的账号未启用，不能交给其准备。请改选其他人。")),
    "material_of_submitted": Wording(409, _l("%(number)s 已不在准备中，材料不再改动。需要补正的，请主管先退回。")),
    "material_settled": Wording(
        409, _l("这份材料已经备齐或免交，没有再改。请刷新页面查看；确需更改的，先把它重新列为需要。")
    ),
    "material_values_unfit": Wording(422, _l("免交和备齐都要写明理由或说明，没有写入。请返回补写后再提交。")),
    "application_unconfirmed": Wording(
        422, _l("年度通知的条件还没有核实：%(what)s。请向企业核实后勾选；不符合的不能申报。")
    ),
    "application_clauses_unnamed": Wording(
        422, _l("按今天的资料还有条款未达标或缺资料，没有勾选：%(what)s。请逐条勾选并写明理由，或先补资料。")
    ),
    "application_below_needs_why": Wording(422, _l("有 %(count)s 条未达标或缺资料。请写明仍然申报的理由。")),
    "application_needs_why": Wording(422, _l("请写明理由。")),
    "application_needs_text": Wording(422, _l("请写明内容。")),
    "application_needs_document": Wording(422, _l("请填写文件名称或文号。")),
    "application_needs_clause": Wording(422, _l("请写明不符合哪一条。")),
    "application_needs_day": Wording(422, _l("请填写日期。")),
    "application_needs_until": Wording(422, _l("请填写截止日期。")),
    "application_day_ahead": Wording(422, _l("日期 %(day)s 在今天之后。请在发生之后登记。")),
    "application_checked_before": Wording(422, _l("现场核查应在提交（%(day)s）之后。请核对日期，或重新核查。")),
    "application_recommended_alone": Wording(409, _l("提交人不能自己推荐。请另一位主管审核推荐。")),
    "application_needs_site_check": Wording(422, _l("还没有登记现场核查。请先登记核查日期和结论，再推荐。")),
    "application_publicity_ends_early": Wording(422, _l("公示截止早于开始。请核对两个日期。")),
    "application_publicity_before": Wording(422, _l("公示应在推荐（%(day)s）之后。请核对日期。")),
    "application_objections_open": Wording(409, _l("还有 %(count)s 件异议没有处理。请先登记处理结果，再登记认定。")),
    "grant_before_application": Wording(422, _l("认定日期早于提交申报的 %(day)s。请核对认定日期。")),
    "grant_within_publicity": Wording(422, _l("公示到 %(day)s 截止，认定应在其后。请核对认定日期。")),
    "application_moved_on": Wording(
        409, _l("%(number)s 已由 %(by)s 先行办理（%(why)s），或这一步不由您办理，没有写入。请刷新查看最新状态。")
    ),
    "window_unknown": Wording(409, _l("配置中已没有窗口 %(window)s。请系统管理员恢复这条窗口，申报仍按它办理。")),
    "window_unreadable": Wording(422, _l("窗口没有读懂（%(where)s）：%(why)s。请改正后再提交，已填的内容都在。")),
    "window_known": Wording(409, _l("同样的窗口已于 %(day)s 录入，无需再录。请在窗口列表中打开它。")),
    "window_id_taken": Wording(409, _l("窗口代号“%(window)s”已经有了。请换一个代号，或核对是否重复录入。")),
    "window_overlaps": Wording(
        409, _l("与“%(other)s”（%(since)s 至 %(until)s）同一事项、日期重叠。请核对通知上的日期。")
    ),
    "window_approved_alone": Wording(409, _l("录入和审定窗口的须是两个人。请由另一位主管审定。")),
    "window_ended": Wording(409, _l("这个窗口已由 %(who)s 于 %(day)s 审定或撤回，无需再办。")),
}
