"""What people read when something about accounts and sign-in is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "sign_in_failed": Wording(
        422, _l("工号或密码不正确，或账号未启用。请核对后重试；忘记密码请联系系统管理员重置。")
    ),
    "too_many_attempts": Wording(429, _l("尝试次数过多。请等待 %(seconds)s 秒后再试。")),
    "too_often": Wording(
        429, _l("您在 %(minutes)s 分钟内已做了 %(times)s 次。请稍后再试；如确有需要，请联系系统管理员。")
    ),
    "staff_number_taken": Wording(409, _l("工号 %(staff_number)s 已有账号。请换一个工号，或到人员列表中查找。")),
    "staff_number_too_long": Wording(422, _l("工号过长，或含有会展开成多个字的符号。请改用字母和数字。")),
    "password_wrong": Wording(422, _l("当前密码不正确。请重新输入。")),
    "password_same": Wording(422, _l("新密码与当前密码相同。请换一个新密码。")),
    "password_too_short": Wording(422, _l("新密码至少 %(shortest)s 位。请加长后重试。")),
    "password_too_long": Wording(422, _l("新密码过长。请缩短后重试。")),
    "password_too_simple": Wording(
        422, _l("新密码须包含大写字母、小写字母、数字、符号中的至少 %(classes)s 类。请补充后重试。")
    ),
    "password_guessable": Wording(422, _l("新密码含有工号或容易猜到的词。请换一个。")),
    "password_common": Wording(422, _l("新密码只由常见的词、键盘顺序和数字组成，容易被猜到。请换一个不常见的。")),
    "password_used_before": Wording(
        422, _l("新密码与最近用过的 %(remembered)s 个密码之一相同。请换一个没有用过的。")
    ),
    "user_already_active": Wording(409, _l("%(name)s 的账号已是启用状态，无需再启用。")),
    "user_already_disabled": Wording(409, _l("%(name)s 的账号已停用，无需再停用。")),
    "user_not_disabled": Wording(409, _l("%(name)s 的账号没有停用，或从未设置密码。请刷新页面后再操作。")),
    "department_known": Wording(409, _l("%(name)s 已经登记过，无需重复登记。")),
    "department_code_known": Wording(409, _l("代码 %(mark)s 已用于 %(name)s。请换一个代码。")),
    "department_code_unfit": Wording(
        422, _l("代码“%(mark)s”不合要求：2 至 20 位，小写字母开头，只含小写字母、数字和连字符。请修改后重试。")
    ),
    "department_already_ended": Wording(409, _l("%(name)s 已于 %(day)s 停用，无需再停用。")),
    "department_not_ended": Wording(409, _l("%(name)s 没有停用，无需恢复。")),
    "department_is_named": Wording(
        422, _l("配置仍按代码 %(mark)s 指定 %(name)s 承接事项，不能停用。请先在 config/service.yaml 中改派其他单位。")
    ),
    "department_has_people": Wording(
        422, _l("%(name)s 还有 %(count)s 位启用的人员，不能停用。请先把他们调到其他单位或停用账号。")
    ),
    "not_yourself": Wording(403, _l("不能对自己的账号做这项操作。请由另一位管理员办理。")),
    "role_already_held": Wording(409, _l("%(name)s 已有这个角色，无需再授予。")),
    "role_not_held": Wording(409, _l("%(name)s 现在没有这个角色。请刷新页面查看最新授权。")),
    "administrators_exclude_each_other": Wording(
        409, _l("%(name)s 已是三员之一：系统管理员、安全管理员、审计员不能由同一人兼任。请先收回原角色。")
    ),
    "administrators_do_no_business": Wording(
        409, _l("三员（系统管理员、安全管理员、审计员）不能兼任业务角色。请先收回 %(name)s 的原角色。")
    ),
    "last_administrator": Wording(
        409, _l("%(name)s 是这一类管理员中最后一位在用的。请先让另一人担任，再停用或收回。")
    ),
    "reset_needs_two": Wording(409, _l("%(name)s 是三员之一，重置密码须另一位管理员同意。请先申请，并请对方同意。")),
    "reset_waits": Wording(409, _l("%(name)s 的密码重置已有人申请。请等另一位管理员同意。")),
    "reset_decided": Wording(409, _l("这次重置已经同意或办完。请刷新页面查看。")),
    "handler_needs_department": Wording(
        422, _l("%(name)s 尚未登记责任单位，不能授予经办角色。请先由系统管理员登记单位。")
    ),
}
