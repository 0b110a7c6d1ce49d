"""What people read when something about titles or the cultivation pool is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
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
    "review_outside": Wording(422, _l("复核应在称号有效期内登记（%(since)s 至 %(until)s）。请核对日期。")),
    "snooze_in_the_past": Wording(422, _l("暂缓应到今天以后的某一天。请改一个日期。")),
    "flag_closed": Wording(409, _l("这个标记已经关闭，无需再处理。请在“标记经过”查看它为什么关闭。")),
    "already_in_pool": Wording(409, _l("“%(name)s”自 %(day)s 起已在培育库中，无需再纳入。")),
    "not_in_pool": Wording(409, _l("“%(name)s”不在培育库中。请先纳入培育库。")),
    "deregistered_enterprise": Wording(422, _l("“%(name)s”已于 %(day)s 注销，不能纳入培育库。请核对企业信息。")),
}
