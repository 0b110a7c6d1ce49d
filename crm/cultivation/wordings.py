"""What people read when something about titles or the cultivation pool is refused."""

from flask_babel import lazy_gettext as _l

from crm.cultivation.applications.wordings import WORDINGS as APPLICATIONS
from crm.errors import Wording

WORDINGS = {
    **APPLICATIONS,
    "title_already_valid": Wording(
        409, _l("该企业在 %(day)s 已持有%(tier)s称号（有效至 %(expires)s）。如需修改，请更正原有的一条。")
    ),
    "title_ends_too_early": Wording(422, _l("称号到期日早于认定日。请核对两个日期。")),
    "title_day_ahead": Wording(422, _l("日期 %(day)s 在今天之后。称号请在认定公布后登记。")),
    "title_changed_meanwhile": Wording(
        409, _l("这个称号已由 %(who)s 于 %(day)s 更正或移除，您的修改没有写入。请回到称号页查看最新内容。")
    ),
    "title_already_revoked": Wording(409, _l("这个称号已于 %(day)s 撤销，无需再办。")),
    "title_revoked_outside": Wording(422, _l("撤销日期应在称号有效期内（%(since)s 至 %(until)s）。请核对日期。")),
    "title_event_known": Wording(409, _l("这一天的同一事项已经登记，无需再登记。")),
    "review_too_early": Wording(
        422, _l("这个称号 %(expires)s 到期，复核结果不会早于 %(first)s 公布。请核对日期，或先更正称号的有效期。")
    ),
    "review_too_late": Wording(
        422, _l("这个称号已于 %(expires)s 到期，复核结果应在 %(last)s 前公布。如为重新认定，请登记一个新称号。")
    ),
    "review_of_revoked": Wording(409, _l("这个称号已于 %(day)s 撤销，无需再登记复核。")),
    "review_of_unreviewed": Wording(422, _l("%(tier)s称号不复核，到期后重新取得。请登记一个新称号。")),
    "review_decided": Wording(409, _l("%(day)s 已登记复核未通过。如登记有误，请先更正称号，再登记复核结果。")),
    "revocation_needs_cause": Wording(422, _l("请选择撤销的原因；规定年限内不得再次申报，原因会一并说明。")),
    "title_barred": Wording(
        409, _l("该企业的%(tier)s称号于 %(day)s 被撤销，%(until)s 起才可再次申报或认定，此前不能办理。")
    ),
    "change_without_title": Wording(422, _l("该企业在 %(day)s 没有有效称号，无需报告重大变化。请核对日期。")),
    "change_known": Wording(409, _l("%(day)s 的这项重大变化已经登记，请在称号义务中办理。")),
    "duty_is_a_review": Wording(422, _l("复核结果请在称号页面登记：通过或未通过。")),
    "duty_done": Wording(409, _l("这项义务已于 %(day)s 完成，无需再登记。")),
    "duty_set_aside": Wording(409, _l("这项义务已于 %(day)s 注明无需办理。")),
    "duty_not_set_aside": Wording(422, _l("只有重大变化报告可以注明无需办理，其余按期完成或留作逾期。")),
    "duty_done_before": Wording(422, _l("完成日期不能早于 %(day)s。请核对日期。")),
    "duty_of_another_year": Wording(422, _l("这是 %(year)s 年的年度更新，请填写该年内的完成日期。")),
    "snooze_in_the_past": Wording(422, _l("暂缓应到今天以后的某一天。请改一个日期。")),
    "flag_closed": Wording(409, _l("这个标记已经关闭，无需再处理。请在“标记经过”查看它为什么关闭。")),
    "deregistration_needs_day": Wording(422, _l("请填写注销日期；写入档案后，各处都会显示企业已注销。")),
    "list_empty": Wording(422, _l("名单里没有读到企业名称。请一行一家粘贴，再试一次。")),
    "list_too_long": Wording(422, _l("名单有 %(count)s 行，一次最多 %(most)s 行。请分几次登记。")),
    "list_known": Wording(409, _l("同一份名单已于 %(day)s 以“%(document)s”登记，无需再登记。请在名单列表中打开它。")),
    "list_applied": Wording(409, _l("这份名单已于 %(day)s 办理完毕。如有误登，请到企业的称号页更正。")),
    "list_undecided": Wording(422, _l("还有 %(count)s 行没有决定。请逐行采用或不采用，再办理。")),
    "list_none_chosen": Wording(422, _l("还没有勾选任何一行，什么都没有改动。请先勾选，再办理。")),
    "list_certificates_decided": Wording(
        409, _l("所选各行没有待补录的证书编号，可能已由他人处理。请查看名单的最新内容。")
    ),
    "list_line_done": Wording(409, _l("这一行已于 %(day)s 办理。如有误登，请到企业的称号页更正。")),
    "list_line_twice": Wording(409, _l("名单里有两行对应“%(name)s”。请只采用其中一行。")),
    "list_code_unknown": Wording(422, _l("档案里没有这个信用代码。请先登记企业，再回来对应。")),
    "list_without_title": Wording(422, _l("“%(name)s”在公布日之前没有这一称号。请核对名单，或先登记原称号。")),
    "proposal_needs_proposer": Wording(422, _l("请选择推荐单位：一个部门，或一个街道。")),
    "proposed_already": Wording(409, _l("“%(name)s”已于 %(day)s 被推荐入库，正在等待决定，无需再推荐。")),
    "decline_needs_why": Wording(422, _l("不予入库请写明理由，推荐单位会问起。")),
    "proposal_decided": Wording(409, _l("这项推荐已于 %(day)s 决定，无需再办。")),
    "term_in_the_past": Wording(422, _l("培育期应到今天以后的某一天。请改一个日期。")),
    "pool_left_meanwhile": Wording(409, _l("企业已于 %(day)s 出库，无需再定培育期。")),
    "already_in_pool": Wording(409, _l("“%(name)s”自 %(day)s 起已在培育库中，无需再纳入。")),
    "not_in_pool": Wording(409, _l("“%(name)s”不在培育库中。请先纳入培育库。")),
    "deregistered_enterprise": Wording(422, _l("“%(name)s”已于 %(day)s 注销，不能纳入培育库。请核对企业信息。")),
}
