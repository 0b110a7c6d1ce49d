"""The wordings of all features, and of what no feature owns."""

from flask_babel import lazy_gettext as _l

from crm.cultivation.wordings import WORDINGS as CULTIVATION
from crm.enterprises.wordings import WORDINGS as ENTERPRISES
from crm.errors import Wording
from crm.imports.wordings import WORDINGS as IMPORTS
from crm.interactions.wordings import WORDINGS as INTERACTIONS
from crm.people.wordings import WORDINGS as PEOPLE
from crm.stewards.wordings import WORDINGS as STEWARDS

TITLES = {
    400: _l("无法处理"),
    401: _l("请重新登录"),
    403: _l("没有权限"),
    404: _l("没有找到"),
    405: _l("不支持的操作"),
    409: _l("内容有冲突"),
    413: _l("内容过大"),
    422: _l("请核对填写"),
    429: _l("请稍候再试"),
    500: _l("系统出错了"),
    503: _l("系统繁忙"),
}

GENERAL = {
    "bad_request": Wording(400, _l("这个请求无法理解。请返回上一页，核对后重新提交。")),
    "form_expired": Wording(400, _l("页面停留过久或在别处打开，令牌已失效。请返回上一页刷新后重新提交。")),
    "signed_out": Wording(401, _l("登录已过期。请重新登录后继续，已填写的草稿保存在本机。")),
    "forbidden": Wording(403, _l("您的角色不能使用这个功能。如工作需要，请联系安全管理员授权。")),
    "not_found": Wording(404, _l("没有找到这项内容，或者它不在您的管理范围内。请从列表重新进入。")),
    "method_not_allowed": Wording(405, _l("这个地址不支持这种操作。请从页面上的按钮进入。")),
    "changed_meanwhile": Wording(409, _l("保存前内容已被他人修改，您的修改没有写入。请刷新查看最新内容后再改。")),
    "too_large": Wording(413, _l("提交的内容过大。请缩小文件或分批提交。")),
    "too_many_requests": Wording(429, _l("操作过于频繁。请稍候再试。")),
    "failure": Wording(500, _l("系统出了问题，刚才的操作没有保存。请稍后重试；仍有问题请把编号告诉系统管理员。")),
    "busy": Wording(503, _l("数据库暂时繁忙，刚才的操作没有保存，可以放心重试。请稍候再提交一次。")),
}

WORDINGS: dict[str, Wording] = {
    **GENERAL,
    **PEOPLE,
    **ENTERPRISES,
    **STEWARDS,
    **INTERACTIONS,
    **CULTIVATION,
    **IMPORTS,
}
