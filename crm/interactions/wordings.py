"""What people read when the record of a service is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "service_without_summary": Wording(422, _l("请写一句这次服务的内容，再保存。")),
    "service_in_the_future": Wording(422, _l("服务日期不能晚于今天。还没发生的联系，请填在“下次联系”里。")),
    "next_contact_in_the_past": Wording(422, _l("下次联系日期已经过去。请改为今天或以后，或者留空。")),
    "met_somebody_else": Wording(422, _l("选择的联系人不是这家企业的。请刷新页面后重新选择。")),
    "contact_above_ceiling": Wording(
        422, _l("%(month)s 月对这家企业的主动联系已达上限。请写明为什么还要联系；企业主动要求的请勾选，不计入。")
    ),
    "plan_above_ceiling": Wording(
        422,
        _l("%(month)s 月对这家企业的主动联系（已做的和已约的）已达上限。请改期、与同事合并，或写明为什么还要联系。"),
    ),
    "plan_for_gone_enterprise": Wording(
        422, _l("“%(name)s”已于 %(day)s 注销，不能再约联系。请核对企业状态，或改约注销日之前。")
    ),
    "plan_changed_meanwhile": Wording(409, _l("这家企业的约定刚才有变动。请看最新情况后再保存。")),
    "plan_just_made": Wording(409, _l("这家企业刚才已有同样的约定。请刷新页面查看。")),
    "plan_to_join_gone": Wording(409, _l("要合并的走访已经改期、完成或取消。请刷新页面后重新选择。")),
    "plan_is_joined": Wording(
        409, _l("已有同事要与您同去，不能再并入别人的走访。请改自己的日期，同去的人会收到通知。")
    ),
    "plan_not_ahead": Wording(409, _l("这次约定已经完成或取消，无需再处理。")),
    "plan_of_somebody_else": Wording(403, _l("只能改自己的约定，或自己名下企业的约定。请联系约定人或主管。")),
    "plan_dropped_without_reason": Wording(422, _l("请写一句为什么取消，再提交。")),
    "plan_values_unfit": Wording(409, _l("这次约定刚才已由他人处理。请刷新页面查看最新情况。")),
    "quiet_until_past": Wording(422, _l("免打扰的截止日已经过去。请填写今天或以后的日期。")),
    "quiet_too_long": Wording(422, _l("免打扰一次最长 %(days)s 天，到期可以再设。请改短。")),
    "quiet_already": Wording(409, _l("这家企业已设免打扰至 %(day)s。请先解除，再重新设置。")),
    "quiet_just_begun": Wording(409, _l("刚才已有人为这家企业设了免打扰。请刷新页面查看。")),
    "not_quiet": Wording(409, _l("这家企业现在没有免打扰。请刷新页面查看最新情况。")),
    "plan_in_quiet_period": Wording(
        422, _l("这家企业免打扰至 %(day)s（%(reason)s）。请改约以后，或写明为什么还要联系；企业主动要求的请勾选。")
    ),
    "briefing_for_nobody": Wording(422, _l("请至少勾选一家参加宣讲的企业。")),
    "briefing_for_too_many": Wording(422, _l("一场宣讲一次最多记 %(most)s 家。请分两次记录。")),
    "briefing_in_the_future": Wording(422, _l("宣讲日期不能晚于今天。请在宣讲之后再记。")),
    "briefing_already_sent": Wording(409, _l("这场宣讲刚才已经保存，没有再记一次。请在宣讲列表中查看。")),
    "service_already_saved": Wording(
        409,
        _l(
            "这次服务（%(day)s）刚才已经保存，没有再记一条。要改内容，请在时间线里更正那一条；"
            "确实是另一次服务，请再按一次保存。"
        ),
    ),
    "service_withdrawn": Wording(409, _l("这条服务记录已被更正或撤回。请在时间线里查看最新的一条。")),
    "service_of_somebody_else": Wording(403, _l("只有记录人本人可以更正或撤回服务记录。请联系记录人处理。")),
    "withdrawal_without_reason": Wording(422, _l("请写一句为什么撤回，再提交。")),
    "participant_inactive": Wording(422, _l("%(name)s 的账号未启用，不能列为同行人员。请重新选择。")),
}
