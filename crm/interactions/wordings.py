"""What people read when the record of a service is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "service_without_summary": Wording(422, _l("请写一句这次服务的内容，再保存。")),
    "service_in_the_future": Wording(422, _l("服务日期不能晚于今天。还没发生的联系，请填在“下次联系”里。")),
    "next_contact_in_the_past": Wording(422, _l("下次联系日期已经过去。请改为今天或以后，或者留空。")),
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
