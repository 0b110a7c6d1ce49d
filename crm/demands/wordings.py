"""What people read when something about a demand is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "demand_similar": Wording(
        409,
        _l("这家企业已有同类诉求 %(number)s“%(title)s”在办，没有再登记。请打开它补充；确是另一件，请勾选后再提交。"),
    ),
    "demand_source_known": Wording(
        409, _l("来源编号 %(source_number)s 已登记为诉求 %(number)s，没有再登记。请打开它继续办理。")
    ),
    "demand_already_sent": Wording(
        409, _l("这件诉求刚才已登记为 %(number)s，没有再登记。内容有补充，请打开它办理；另有诉求，请重新提交一件。")
    ),
    "demand_enterprise_left": Wording(
        409, _l("%(name)s 已退出培育库或注销，不能再提诉求。请先核对企业状态，或联系主管重新纳入。")
    ),
    "demand_department_ended": Wording(
        422, _l("%(name)s 已于 %(day)s 停用，没有提交。已填写的内容都还在，请改选其他单位后再提交。")
    ),
    "demand_moved_on": Wording(
        409,
        _l(
            "诉求 %(number)s 现为“%(state)s”（%(by)s %(at)s %(act)s，说明：%(why)s）；这一步现在不能办，或不由您办理，"
            "没有写入。请刷新查看最新状态。"
        ),
        {"state": "demand_state", "act": "demand_act"},
    ),
    "demand_extension_once": Wording(
        409,
        _l(
            "诉求 %(number)s 已申请过延期（%(extension)s），每轮办理只能延期一次，没有再申请。"
            "请在 %(day)s 前答复；办不完的，请联系主管。"
        ),
        {"extension": "demand_extension"},
    ),
    "demand_returned_once": Wording(
        409,
        _l(
            "诉求 %(number)s 已退回过一次，由主管重新指定了单位，没有再退回。"
            "请在 %(day)s 前接办；确不属本单位的，请联系主管转办。"
        ),
    ),
    "demand_calls_missing": Wording(
        409,
        _l(
            "诉求 %(number)s 只记了 %(tries)s 次没联系上，满 %(needed)s 次才能办结。请再联系一次，没有联系上就记一次。"
        ),
    ),
    "demand_needs_why": Wording(422, _l("请写明理由，再提交。")),
    "demand_needs_text": Wording(422, _l("请写明内容，再提交。")),
    "demand_needs_evidence": Wording(422, _l("请写明依据（文号、通知或已上传附件的名称），再提交。")),
    "demand_needs_outcome": Wording(422, _l("请选择办理结果，再提交。")),
    "demand_needs_day": Wording(422, _l("请填写日期，再提交。")),
    "demand_needs_satisfaction": Wording(422, _l("请选择企业的满意程度，再提交。")),
    "demand_needs_department": Wording(422, _l("请选择责任单位，再提交。")),
    "demand_needs_into": Wording(422, _l("请填写要并入的诉求编号，再提交。")),
    "demand_needs_channel": Wording(422, _l("请选择怎么联系的，再提交。")),
    "demand_needs_spoken_with": Wording(422, _l("请选择和谁联系的，或填写姓名，再提交。")),
    "demand_needs_promise": Wording(422, _l("挂账要写明承诺日期。请填写日期后再提交。")),
    "demand_promise_past": Wording(422, _l("承诺日期须在今天以后。请改填后再提交。")),
    "demand_extension_not_later": Wording(422, _l("延期后的日期须晚于现在的期限 %(day)s。请改填后再提交。")),
    "demand_merge_unfit": Wording(422, _l("%(number)s 不是这家企业另一件在办的诉求，没有并入。请核对编号。")),
    "recheck_recorded": Wording(409, _l("%(number)s 的复核已于 %(day)s 记录，没有再写入。请打开查看。")),
    "recheck_by_another": Wording(
        409, _l("您经办过 %(number)s，复核须由没有经办过的人进行，没有写入。请另一位主管复核。")
    ),
    "meeting_in_the_past": Wording(422, _l("会议日期 %(day)s 已过。请改填今天或以后的日期。")),
    "meeting_without_agenda": Wording(422, _l("议程是空的。请至少选择一件诉求或一个共性事项。")),
    "agenda_moved_on": Wording(409, _l("所选的诉求或共性事项已有进展，不再列入议程。请刷新后重新选择。")),
    "joint_matter_moved_on": Wording(409, _l("这个共性事项已于 %(day)s 由他人处理，没有写入。请刷新查看。")),
    "resolution_needs_owner": Wording(422, _l("请选择由谁来办，再提交。")),
    "resolution_owner_inactive": Wording(422, _l("%(name)s 的账号未启用，不能承办。请改选其他人。")),
    "resolution_due_past": Wording(422, _l("完成日期 %(day)s 已过。请改填今天或以后的日期。")),
    "resolution_reported": Wording(409, _l("这项决议已于 %(day)s 报告办理结果，没有再写入。请刷新查看。")),
    "joint_just_changed": Wording(409, _l("刚刚有人改动了同一件事，没有写入。请刷新后再试。")),
    "department_has_demands": Wording(
        409, _l("%(name)s 还有 %(count)s 件诉求未办结或挂账，没有停用。请主管先把它们转给其他单位。")
    ),
}
