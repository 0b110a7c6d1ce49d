"""What people read when something about stewards and leave cover is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "nothing_chosen": Wording(422, _l("还没有选择企业。请回到列表勾选后再分派。")),
    "too_many_chosen": Wording(422, _l("一次最多分派 %(most)s 家企业。请分批选择。")),
    "steward_inactive": Wording(422, _l("%(name)s 的账号未启用，不能接收企业。请另选一位管家。")),
    "not_a_steward": Wording(422, _l("%(name)s 不是管家，不能接收企业。请另选一位管家。")),
    "passed_on": Wording(
        404, _l("“%(name)s”自 %(day)s 起由 %(steward)s 负责，您不能再查看或填写。有事请直接联系 %(steward)s。")
    ),
    "passed_to_the_queue": Wording(
        404, _l("“%(name)s”自 %(day)s 起在待分派队列中，您不能再查看或填写。有事请联系主管。")
    ),
    "passed_to_nobody": Wording(404, _l("“%(name)s”已不再由管家服务，您不能再查看或填写。有事请联系主管。")),
    "already_cared_for": Wording(409, _l("“%(name)s”已有管家或已在待分派队列中，无需再排队。")),
    "already_the_steward": Wording(409, _l("%(name)s 已是“%(enterprise)s”的管家，无需再分派。请另选一位管家。")),
    "no_steward_to_release": Wording(409, _l("“%(name)s”现在没有管家。请刷新页面查看最新情况。")),
    "before_the_present_steward": Wording(
        422, _l("日期早于“%(name)s”现任管家上任或开始排队的日期 %(day)s。请改用不早于该日的日期。")
    ),
    "assigned_meanwhile": Wording(
        409,
        _l(
            "“%(name)s”已由 %(by)s 于 %(day)s 分派给 %(steward)s，理由：%(why)s。"
            "您的分派没有写入，请查看最新情况后再决定。"
        ),
    ),
    "released_meanwhile": Wording(
        409,
        _l(
            "“%(name)s”已由 %(by)s 于 %(day)s 放回待分派队列，理由：%(why)s。"
            "您的操作没有写入，请查看最新情况后再决定。"
        ),
    ),
    "ended_meanwhile": Wording(
        409, _l("“%(name)s”的管家服务已由他人结束。您的操作没有写入，请查看最新情况后再决定。")
    ),
    "cover_is_oneself": Wording(422, _l("请假代管不能由本人承担。请另选一位管家。")),
    "cover_ends_before_it_begins": Wording(422, _l("代管结束日早于开始日。请核对两个日期。")),
    "cover_in_the_past": Wording(422, _l("代管结束日已经过去。请填写今天或以后的日期。")),
    "cover_clashes": Wording(
        409,
        _l(
            "这段时间与已有安排冲突：%(first)s 至 %(last)s 由 %(cover)s 代管 %(steward)s 的企业。"
            "请调整日期、另选一位，或先撤销原安排。"
        ),
    ),
    "cover_already_over": Wording(409, _l("这项代管已经到期结束，无需再撤销。")),
    "cover_cancelled_meanwhile": Wording(
        409, _l("这项代管已由 %(by)s 于 %(day)s 撤销或提前结束，原因：%(why)s。无需再办理，请刷新查看最新安排。")
    ),
    "cover_needs_why": Wording(422, _l("提前结束进行中的代管须写明原因。请填写后再提交。")),
}
