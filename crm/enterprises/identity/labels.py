"""What the lines of an identity and of a contact's card are called."""

from flask_babel import lazy_gettext as _l

FIELDS = {
    "name": _l("企业名称"),
    "registered_on": _l("成立日期"),
    "industry": _l("行业代码"),
    "street": _l("所在街道"),
    "address": _l("地址"),
    "main_product": _l("主导产品"),
    "remark": _l("备注"),
    "deregistered_on": _l("注销日期"),
}
CONTACT_FIELDS = {
    "name": _l("姓名"),
    "position": _l("职务"),
    "mobile": _l("手机号"),
    "telephone": _l("固定电话"),
    "email": _l("邮箱"),
    "preference": _l("联系偏好"),
    "mail_agreed_on": _l("同意邮件告知之日"),
}
