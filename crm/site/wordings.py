"""The wordings of all features, and of what no feature owns."""

from flask_babel import lazy_gettext as _l

from crm.attachments.wordings import WORDINGS as ATTACHMENTS
from crm.awards.beneficiaries.wordings import WORDINGS as BENEFICIARIES
from crm.awards.claims.wordings import WORDINGS as CLAIMS
from crm.awards.wordings import WORDINGS as AWARDS
from crm.cultivation.wordings import WORDINGS as CULTIVATION
from crm.demands.wordings import WORDINGS as DEMANDS
from crm.desk.wordings import WORDINGS as DESK
from crm.enterprises.wordings import WORDINGS as ENTERPRISES
from crm.errors import Wording
from crm.imports.wordings import WORDINGS as IMPORTS
from crm.interactions.support.wordings import WORDINGS as SUPPORT
from crm.interactions.wordings import WORDINGS as INTERACTIONS
from crm.notifications.wordings import WORDINGS as NOTIFICATIONS
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
    "unknown_parameter": Wording(
        400, _l("地址中有这个页面不认识的条件：%(names)s。请去掉它，或从页面上的筛选重新选择。")
    ),
    "form_expired": Wording(400, _l("页面停留过久或在别处打开，令牌已失效。请返回上一页刷新后重新提交。")),
    "signed_out": Wording(401, _l("登录已过期。请重新登录后继续，已填写的草稿保存在本机。")),
    "forbidden": Wording(403, _l("您的角色不能使用这个功能。如工作需要，请联系安全管理员授权。")),
    "not_found": Wording(404, _l("没有找到这项内容，或者它不在您的管理范围内。请从列表重新进入。")),
    "method_not_allowed": Wording(405, _l("这个地址不支持这种操作。请从页面上的按钮进入。")),
    "changed_meanwhile": Wording(409, _l("保存前内容已被他人修改，您的修改没有写入。请刷新查看最新内容后再改。")),
    "too_large": Wording(413, _l("提交的内容过大。请缩小文件或分批提交。")),
    "too_many_requests": Wording(429, _l("操作过于频繁。请稍候再试。")),
    "night_is_running": Wording(409, _l("评估正在进行，无需再次开始。请稍后刷新总览查看结果。")),
    "nobody_awaits_the_night": Wording(
        409, _l("没有等待评估的企业。请等今晚的夜间运行，届时会重新评估有变化的企业。")
    ),
    "failure": Wording(500, _l("系统出了问题，刚才的操作没有保存。请稍后重试；仍有问题请把编号告诉系统管理员。")),
    "busy_reading": Wording(503, _l("数据库暂时繁忙，这个页面或文件还没有给出。请过几秒再打开一次。")),
    "full": Wording(
        503, _l("服务器的存储空间已满，刚才的操作没有保存，已有内容不受影响。请告诉系统管理员，清理后再试一次。")
    ),
    "busy": Wording(503, _l("数据库暂时繁忙，刚才的操作没有保存，可以放心重试。请稍候再提交一次。")),
}

# What a constraint of the database says when two people act at once; `constraints.py` names the constraints.
AT_ONCE = {
    "try_again": Wording(409, _l("刚才的操作与另一项同时进行，没有写入。请再试一次。")),
    "department_taken": Wording(409, _l("这个单位名称刚刚由他人登记。请刷新单位列表，无需重复登记。")),
    "department_code_taken": Wording(409, _l("这个单位代码刚刚由他人使用。请刷新单位列表，换一个代码。")),
    "staff_number_just_taken": Wording(409, _l("这个工号刚刚由他人开通了账号。请到人员列表中查找，或换一个工号。")),
    "role_just_granted": Wording(409, _l("这个角色刚刚由他人授予。请刷新页面查看最新授权，无需再授予。")),
    "administrator_already": Wording(
        409, _l("此人刚刚成为三员之一，三员不能由同一人兼任。请刷新页面，先收回原角色再授予。")
    ),
    "credit_code_just_taken": Wording(
        409, _l("这个统一社会信用代码刚刚由他人登记。请在企业列表中搜索该代码，从已有企业继续。")
    ),
    "steward_just_assigned": Wording(
        409, _l("这家企业刚刚由他人分派了管家，您的分派没有写入。请查看最新情况再决定。")
    ),
    "just_queued": Wording(409, _l("这家企业刚刚由他人放入待分派队列。请刷新队列查看，无需再放入。")),
    "step_just_taken": Wording(409, _l("他人刚刚先办理了这一步，您的操作没有写入。请刷新查看由谁办理、为何办理。")),
    "service_already_sent": Wording(409, _l("这次服务已经记录，无需再次提交。请到企业页面的动态中查看。")),
    "demand_just_raised": Wording(409, _l("刚才有另一件诉求同时登记，您的没有写入，可以放心重试。请再提交一次。")),
    "demand_just_sent": Wording(409, _l("这件诉求已经登记，无需再次提交。请到诉求列表中查看。")),
    "demand_just_known": Wording(409, _l("同一来源编号的诉求刚刚由他人登记。请在诉求列表中按编号查找。")),
    "demand_just_routed": Wording(409, _l("这件诉求刚刚由他人转给了责任单位，您的操作没有写入。请刷新查看。")),
    "demand_values_unfit": Wording(422, _l("诉求的结果、满意程度或承诺日期不完整，没有写入。请返回核对后再提交。")),
    "pool_just_entered": Wording(409, _l("这家企业刚刚由他人纳入培育库。请刷新企业页面查看，无需再纳入。")),
    "application_just_opened": Wording(
        409, _l("这家企业的同一申报刚刚由他人开始准备。请在申报列表中打开它，无需另开。")
    ),
    "window_just_ended": Wording(409, _l("这个窗口刚刚由他人审定或撤回，没有再改。请刷新页面查看。")),
    "title_just_recorded": Wording(
        409, _l("这家企业的同一称号刚刚由他人登记，且时间重叠。请刷新称号页查看最新内容。")
    ),
    "title_event_just_recorded": Wording(409, _l("这项称号在同一天已有同样的记录。请刷新页面查看，无需重复登记。")),
    "judged_meanwhile": Wording(409, _l("夜间评估刚刚更新了这家企业的判断，您的操作没有写入。请刷新后再办理。")),
    "list_just_declared": Wording(409, _l("这份清单刚刚由他人确认完整。请刷新页面查看，无需再确认。")),
    "fact_just_recorded": Wording(409, _l("这一项刚刚由他人登记。请刷新页面核对后再改。")),
    "score_just_recorded": Wording(409, _l("这一年的平台得分刚刚由他人录入。请刷新页面核对后再改。")),
    "channel_just_added": Wording(409, _l("同一种渠道刚刚添加过。请刷新页面查看。")),
    "file_just_sent": Wording(409, _l("同一个文件刚刚已经提交。请在导入列表中打开它，无需再次上传。")),
    "file_just_attached": Wording(409, _l("同样内容的文件刚刚由他人上传。请刷新页面查看，无需重复上传。")),
    "measure_just_ended": Wording(409, _l("这份措施刚刚由他人审定或撤回，没有再改。请刷新页面查看。")),
    "measure_approved_alone": Wording(409, _l("录入和审定措施的须是两个人，没有写入。请由另一位主管审定。")),
    "beneficiary_just_recorded": Wording(409, _l("这个受益人刚刚由他人登记。请刷新列表查看，无需再登记。")),
    "beneficiary_unfit": Wording(422, _l("受益人的类型、企业或名称不完整，没有写入。请返回核对后再提交。")),
    "referral_just_recorded": Wording(409, _l("这家企业刚刚由他人登记为该平台引荐。请刷新页面查看，无需再登记。")),
    "payment_unfit": Wording(422, _l("金额或套数须大于零，且只填一项，没有写入。请返回核对后再提交。")),
    "payment_just_recorded": Wording(409, _l("同一凭证的兑付刚刚由他人登记。请刷新页面核对，无需再登记。")),
    "payments_just_declared": Wording(409, _l("兑付记录刚刚由他人声明完整。请刷新页面查看，无需再声明。")),
    "account_full": Wording(409, _l("这项额度刚刚被他人占用或已用完，没有写入。请刷新页面核对余额。")),
    "claim_just_moved": Wording(409, _l("这件兑现申请刚刚由他人办理或已有在办的，没有写入。请刷新页面查看。")),
    "claim_unfit": Wording(422, _l("兑现申请的金额、期限或办理人不完整，没有写入。请返回核对后再提交。")),
    "claim_alone": Wording(
        409, _l("申报、初审、复审、拨付须由不同的人办理，审定和拨付也须分开，没有写入。请由另一位办理。")
    ),
    "run_just_claimed": Wording(409, _l("这一轮任务已由另一个进程开始。请在运行页面查看进度，无需再启动。")),
}

WORDINGS: dict[str, Wording] = {
    **GENERAL,
    **AT_ONCE,
    **PEOPLE,
    **NOTIFICATIONS,
    **ATTACHMENTS,
    **ENTERPRISES,
    **STEWARDS,
    **INTERACTIONS,
    **SUPPORT,
    **DEMANDS,
    **CULTIVATION,
    **AWARDS,
    **CLAIMS,
    **BENEFICIARIES,
    **DESK,
    **IMPORTS,
}
