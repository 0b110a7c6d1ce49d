"""What people read when an act of the desk needs another look."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "nothing_taken_over": Wording(422, _l("请至少勾选一项再接收。")),
    "item_taken_over": Wording(409, _l("这一项已于 %(day)s 接收，不能再提异议。请直接与交出人或主管沟通。")),
    "objection_without_reason": Wording(422, _l("请写明哪里不清楚或不对，再提交异议。")),
    "handover_of_somebody_else": Wording(403, _l("只有接收人本人可以接收或提异议。请联系接收人处理。")),
    "handover_begun": Wording(
        409, _l("接收人已接收其中的事项，交接单不能再撤回。需要换人请重新分派，会生成新的交接单。")
    ),
    "handover_gone_on": Wording(409, _l("这张交接单上的企业都已换了管家，没有可以退回的。请查看最新的交接单。")),
    "handover_withdrawn": Wording(
        409, _l("交接单已由 %(by)s 于 %(day)s 撤回，原因：%(why)s。企业仍由交出人负责，无需再办理。")
    ),
    "handover_not_both": Wording(409, _l("交接单已经接收或撤回，无需再办理。请刷新页面查看最新情况。")),
    "sheet_withdrawn_without_reason": Wording(422, _l("请写明为什么撤回交接单，再提交。")),
    "care_unanswered": Wording(
        422, _l("还没有办理：%(name)s 名下还有 %(count)s 家企业。请先选择放回待分派队列，还是交给代管人。")
    ),
    "no_stand_in": Wording(409, _l("%(name)s 现在没有代管人。请选择放回待分派队列，或请主管先安排代管。")),
    "already_handed_over": Wording(409, _l("交出人和接收人是同一位，无需交接。请刷新页面查看最新情况。")),
    "answer_without_evidence": Wording(422, _l("请写明回答的依据（文件名称、编号或向谁核实），再保存。")),
    "no_calendar_feed": Wording(409, _l("现在没有可停用的订阅地址。请刷新页面查看。")),
    "calendar_feed_just_made": Wording(409, _l("刚才已生成过一个订阅地址。请刷新页面，需要时再换一个新的。")),
    "nowhere_to_go": Wording(422, _l("还有 %(count)s 家企业没有选择管家。请逐家选好，或按勾选的管家重新建议。")),
    "above_the_cap": Wording(
        422,
        _l(
            "还没有写入：分派后将超过加权上限 %(cap)s（%(names)s）。"
            "确实要这样分派，请勾选下方的“超过上限也分派”再提交。"
        ),
    ),
}
