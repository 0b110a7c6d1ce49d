"""What people read when something about notices is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "channel_address_unlike": Wording(
        422,
        _l("地址不像这种渠道的地址。邮件请填邮箱，机器人请从群里重新复制完整的 Webhook 地址（以 https:// 开头）。"),
    ),
    "channel_secret_unlike": Wording(
        422, _l("加签密钥不对。只有钉钉和飞书的机器人用密钥，请从机器人的安全设置里重新复制；其他渠道请留空。")
    ),
    "channel_unreadable": Wording(409, _l("保存的地址无法解读，请停用这个渠道后重新添加。")),
    "channel_host_unlisted": Wording(
        422, _l("不允许发送到 %(host)s。请核对渠道种类和地址；确需使用，请系统管理员加入允许名单。")
    ),
}
