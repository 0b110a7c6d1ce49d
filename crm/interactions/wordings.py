"""What people read when the record of a service is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "service_without_summary": Wording(422, _l("请写一句这次服务的内容，再保存。")),
    "service_in_the_future": Wording(422, _l("服务日期不能晚于今天。还没发生的联系，请填在“下次联系”里。")),
    "next_contact_in_the_past": Wording(422, _l("下次联系日期已经过去。请改为今天或以后，或者留空。")),
    "participant_inactive": Wording(422, _l("%(name)s 的账号未启用，不能列为同行人员。请重新选择。")),
}
