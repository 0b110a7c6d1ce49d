"""What people read when something about a service team or a service plan is refused."""

from flask_babel import lazy_gettext as _l

from crm.errors import Wording

WORDINGS = {
    "support_of_gone_enterprise": Wording(
        422, _l("“%(name)s”已于 %(day)s 注销，不能再登记服务团队或服务包。请核对企业状态。")
    ),
    "support_department_ended": Wording(422, _l("%(name)s 已于 %(day)s 停用。请改选承接的单位，或由管家自己承诺。")),
    "department_has_promises": Wording(
        422, _l("%(name)s 还有 %(count)s 项服务包承诺没有办完，不能停用。请先办完、作废或改由其他单位承诺。")
    ),
    "member_name_unfit": Wording(422, _l("请填写姓名；姓名和职务各不超过 %(most)s 个字。")),
    "member_needs_department": Wording(422, _l("部门联系人须选择所在单位。请选择后再提交。")),
    "member_mobile": Wording(422, _l("这里只登记办公电话，不登记个人手机号。请改填座机或留空。")),
    "member_already_ended": Wording(409, _l("%(name)s 已于 %(day)s 退出服务团队，无需再办理。")),
    "member_just_named": Wording(409, _l("服务团队刚才有变动。请看最新名单后再登记。")),
    "promise_text_unfit": Wording(422, _l("请写明承诺什么，不超过 %(most)s 个字。")),
    "promise_in_the_past": Wording(422, _l("完成期限已经过去。请改为今天或以后的日期。")),
    "promise_too_far": Wording(422, _l("服务包按年编制，期限最晚到 %(year)s 年底。请改期，或明年再列。")),
    "promise_step_without_why": Wording(422, _l("请写明办成了什么，或为什么，再提交。")),
    "promise_service_unfit": Wording(422, _l("选择的服务记录不是这家企业的，或已撤回。请刷新页面后重选。")),
    "promise_moved_on": Wording(
        409, _l("这项承诺已由 %(by)s 先行办理（%(why)s），您的操作没有写入。请查看最新情况。")
    ),
    "promise_values_unfit": Wording(422, _l("承诺的内容前后不一致，没有保存。请刷新页面后重新填写。")),
    "service_plan_just_made": Wording(409, _l("这家企业本年的服务包刚才已由他人建立。请刷新页面后再添加。")),
}
