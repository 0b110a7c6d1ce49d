"""What the actions of the audit trail are called; an action without a word is shown as it was recorded."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.dashboards.audit_queries import TrailLine

ACTIONS: dict[str, Any] = {
    "audit.accepted": _l("恢复后认可审计链"),
    "audit.exported": _l("导出审计记录"),
    "audit.verified": _l("校验审计链"),
    "contact.added": _l("新增联系人"),
    "contact.corrected": _l("更正联系人"),
    "contact.left": _l("联系人离任"),
    "contact.revealed": _l("查看联系号码"),
    "cover.arranged": _l("安排代管"),
    "cover.cancelled": _l("撤销代管"),
    "cover.call_off": _l("撤销未开始的代管"),
    "cover.end_early": _l("提前结束代管"),
    "attachment.added": _l("上传附件"),
    "attachment.removed": _l("移除附件"),
    "demonstration.written": _l("写入演示数据"),
    "demand.raised": _l("提出诉求"),
    "demand.accept": _l("诉求：接办"),
    "demand.return": _l("诉求：退回"),
    "demand.route": _l("诉求：指定单位"),
    "demand.transfer": _l("诉求：转办"),
    "demand.contribute": _l("诉求：协办意见"),
    "demand.pause": _l("诉求：暂停计时"),
    "demand.resume": _l("诉求：恢复计时"),
    "demand.ask_extension": _l("诉求：申请延期"),
    "demand.grant_extension": _l("诉求：同意延期"),
    "demand.refuse_extension": _l("诉求：不同意延期"),
    "demand.answer": _l("诉求：答复"),
    "demand.try_call": _l("诉求：没联系上"),
    "demand.call_back": _l("诉求：回访"),
    "demand.confirm": _l("诉求：确认办结"),
    "demand.close_unreached": _l("诉求：多次未联系上，办结"),
    "demand.reopen": _l("诉求：不满意，重新办理"),
    "demand.send_up": _l("诉求：仍不满意，报主管"),
    "demand.strike_off": _l("诉求：销账"),
    "demand.promise_passed": _l("诉求：承诺日已过，重新办理"),
    "demand.withdraw": _l("诉求：撤回诉求"),
    "demand.merge": _l("诉求：并入另一件"),
    "department.added": _l("新增责任单位"),
    "department.ended": _l("停用责任单位"),
    "department.reopened": _l("恢复责任单位"),
    "department.coded": _l("登记责任单位代码"),
    "enterprise.changed": _l("更正企业资料"),
    "enterprise.registered": _l("登记企业"),
    "fact.added": _l("新增清单条目"),
    "fact.corrected": _l("更正清单条目"),
    "fact.recorded": _l("登记事实"),
    "fact.removed": _l("移除清单条目"),
    "figures.recorded": _l("登记指标"),
    "flag.seen": _l("已阅标记"),
    "flag.snoozed": _l("暂缓标记"),
    "import.received": _l("上传登记册"),
    "import.part_written": _l("写入导入的一部分"),
    "import.failed": _l("导入失败"),
    "import.rejects_downloaded": _l("下载未接收的行"),
    "import.columns_set": _l("改定导入各列的含义"),
    "reset.asked": _l("申请重置管理员密码"),
    "reset.agreed": _l("同意重置管理员密码"),
    "reset.used": _l("重置管理员密码"),
    "password.wrong": _l("当前密码输错"),
    "token.forged": _l("令牌不符"),
    "sign_in.throttled": _l("登录尝试过多"),
    "import.applied": _l("写入导入"),
    "import.discarded": _l("作废导入"),
    "import.repeated": _l("重复导入"),
    "import.restarted": _l("重新导入"),
    "job.failed": _l("任务失败"),
    "job.finished": _l("任务完成"),
    "night.asked": _l("要求立即评估"),
    "notices.chosen": _l("选择接收哪些提醒"),
    "notices.read": _l("阅读提醒"),
    "flags.seen": _l("批量知道标记"),
    "service.corrected": _l("更正服务记录"),
    "service.withdrawn": _l("撤回服务记录"),
    "service.restored": _l("恢复服务记录"),
    "contact.came_back": _l("恢复联系人"),
    "list.declaration_withdrawn": _l("撤回清单确认"),
    "list.declared_complete": _l("确认清单完整"),
    "list.exported": _l("导出名单"),
    "pool.admitted": _l("纳入培育库"),
    "pool.left": _l("退出培育库"),
    "refused": _l("操作被拒"),
    "role.ended": _l("收回角色"),
    "role.granted": _l("授予角色"),
    "service.logged": _l("记录服务"),
    "sessions.ended": _l("强制退出"),
    "sign_in.refused": _l("登录被拒"),
    "signed_in": _l("登录"),
    "signed_out": _l("退出"),
    "steward.assigned": _l("分派管家"),
    "steward.awaited": _l("进入待分派"),
    "steward.ended": _l("管家卸任"),
    "steward.released": _l("退回待分派"),
    "title.corrected": _l("更正称号"),
    "title.granted": _l("登记称号"),
    "title.removed": _l("移除称号"),
    "title.review_failed": _l("复核未通过"),
    "title.review_passed": _l("复核通过"),
    "title.revoked": _l("撤销称号"),
    "user.activated": _l("激活账号"),
    "user.added": _l("新增人员"),
    "user.changed": _l("更正人员"),
    "user.disabled": _l("停用账号"),
    "user.one_time_password": _l("重置密码"),
    "user.password_changed": _l("修改密码"),
}


def word_action(action: str) -> str:
    """The action in words."""
    return str(ACTIONS.get(action, action))


def sentence(line: TrailLine) -> str:
    """The act as a person would tell it: who did what, with which enterprise or person, and with whom there."""
    parts = [line.who or str(_("系统")), str(word_action(line.action))]
    about = " ".join(part for part in (line.named, line.contact) if part)
    why = line.detail.get("why") or line.detail.get("reason")
    words = " ".join(parts) + (f"：{about}" if about else "")
    return f"{words}（{why}）" if isinstance(why, str) and why else words
