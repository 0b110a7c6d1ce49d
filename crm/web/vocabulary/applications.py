"""The Chinese words of applications and their papers."""

from flask_babel import lazy_gettext as _l

APPLICATION_STATES = {
    "prepared": _l("准备中"),
    "submitted": _l("已提交"),
    "recommended": _l("已推荐"),
    "publicity": _l("公示中"),
    "granted": _l("已认定"),
    "refused": _l("未通过"),
    "withdrawn": _l("已撤回"),
    "missed": _l("错过窗口"),
}
APPLICATION_ACTS = {
    "open": _l("开始准备"),
    "submit": _l("提交申报"),
    "miss": _l("错过窗口"),
    "send_back": _l("退回补正"),
    "check_site": _l("登记现场核查"),
    "recommend": _l("推荐上报"),
    "announce": _l("登记公示"),
    "object": _l("登记异议"),
    "settle": _l("处理异议"),
    "grant": _l("登记认定"),
    "refuse": _l("不予推荐或未通过"),
    "withdraw": _l("撤回申报"),
}
MATERIAL_STATES = {
    "ready": _l("已备齐"),
    "filled": _l("档案中已有"),
    "waived": _l("免交"),
    "asked": _l("等待中"),
    "missing": _l("缺"),
}
