"""The Chinese words for coded values, and the template filters for money, dates and moments."""

from datetime import date, datetime
from typing import Any

from flask import Flask, g
from flask_babel import Babel, Domain, get_translations
from flask_babel import lazy_gettext as _l
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from crm import clock
from crm.money import wan
from crm.rules.law.fields import FIGURES as YEARLY_FIGURES
from crm.rules.law.fields import SEED_TIER, TITLE_TIERS
from crm.web.flag_words import FLAGS, flag_tone
from crm.web.vocabulary.applications import APPLICATION_ACTS, APPLICATION_STATES, MATERIAL_STATES

TIERS = {tier.value: tier.zh for tier in (SEED_TIER, *TITLE_TIERS)}
SHORT_TIERS = {
    "seed": _l("种子"),
    "innovative": _l("创新型"),
    "tech_sme": _l("科技型"),
    "srdi": _l("专精特新"),
    "little_giant": _l("小巨人"),
}
SEALS = {"seed": _l("种"), "innovative": _l("创"), "tech_sme": _l("科"), "srdi": _l("精"), "little_giant": _l("巨")}
ROLES = {
    "steward": _l("管家"),
    "manager": _l("主管"),
    "handler": _l("经办"),
    "system_admin": _l("系统管理员"),
    "security_admin": _l("安全管理员"),
    "auditor": _l("审计员"),
}
USER_STATES = {"candidate": _l("待激活"), "active": _l("启用"), "disabled": _l("停用")}
CHANNELS = {
    "visit": _l("走访"),
    "call": _l("电话"),
    "message": _l("消息"),
    "meeting": _l("会议"),
    "briefing": _l("宣讲"),
}
PURPOSES = {
    "planning": _l("规划"),
    "policy": _l("政策"),
    "project": _l("项目"),
    "resource": _l("资源"),
    "publicity": _l("宣传"),
}
STATUSES = {"met": _l("满足"), "unmet": _l("不满足"), "unknown": _l("待补")}
VERDICTS = {"eligible": _l("已符合"), "near": _l("临近"), "incomplete": _l("资料不全"), "far": _l("尚远")}
GRADES = {"self_declared": _l("自报"), "audited": _l("审计"), "registry": _l("登记")}
FIGURES = {figure.id: figure.zh for figure in YEARLY_FIGURES}
PURPOSES_OF_EVALUATION = {"new": _l("认定"), "review": _l("复核")}
INDUSTRY_SECTIONS = {
    "A": _l("A 农林牧渔"),
    "B": _l("B 采矿"),
    "C": _l("C 制造"),
    "D": _l("D 电热燃水"),
    "E": _l("E 建筑"),
    "F": _l("F 批发零售"),
    "G": _l("G 交通仓储邮政"),
    "H": _l("H 住宿餐饮"),
    "I": _l("I 信息软件"),
    "J": _l("J 金融"),
    "K": _l("K 房地产"),
    "L": _l("L 租赁商务"),
    "M": _l("M 科研技术"),
    "N": _l("N 水利环境"),
    "O": _l("O 居民服务"),
    "P": _l("P 教育"),
    "Q": _l("Q 卫生社会"),
    "R": _l("R 文体娱乐"),
    "S": _l("S 公共管理"),
    "T": _l("T 国际组织"),
}
FLAG_ACTS = {"seen": _l("已阅"), "snoozed": _l("暂缓"), "acted": _l("已处理"), "dismissed": _l("不再跟进")}
DISMISSALS = {
    "unwilling": _l("企业暂无申报意愿"),
    "wrong_record": _l("所据资料有误"),
    "handled_elsewhere": _l("已由他处办理"),
    "other": _l("其他"),
}
REVOCATIONS = {
    "serious_incident": _l("发生重大事故"),
    "dishonesty": _l("严重失信"),
    "tax_evasion": _l("偷漏税"),
    "falsified": _l("数据造假或提供虚假材料"),
    "unreported_change": _l("重大变化未按期报告"),
    "other": _l("其他"),
}
DUTIES = {"annual_update": _l("年度更新"), "major_change": _l("重大变化报告"), "review": _l("复核")}
DUTY_STATES = {"waiting": _l("待办"), "missed": _l("逾期"), "done": _l("已完成"), "set_aside": _l("无需办理")}
CHANGES = {
    "rename": _l("更名"),
    "merger": _l("合并分立"),
    "reorganisation": _l("重组"),
    "move": _l("跨区迁移"),
    "other": _l("其他重大变化"),
}
LIST_PURPOSES = {
    "recognised": _l("认定"),
    "review_passed": _l("复核通过"),
    "review_failed": _l("复核未通过"),
    "revoked": _l("撤销称号"),
}
LIST_PARTS = {
    "open": _l("待确认"),
    "unmatched": _l("没有对上"),
    "taken": _l("已采用"),
    "left_out": _l("不采用"),
    "done": _l("已办理"),
    "certificates": _l("待补录证书编号"),
}
MATCHES = {
    "code": _l("信用代码相同"),
    "name": _l("名称相同"),
    "former_name": _l("曾用名相同"),
    "person": _l("人工指定"),
}
TEAM_PARTS = {"leader": _l("联系领导"), "department": _l("部门联系人")}
PROMISE_STATES = {"promised": _l("在办"), "fulfilled": _l("已办成"), "given_up": _l("已作废")}
PROMISE_ACTS = {"fulfil": _l("办成"), "give_up": _l("作废"), "take_up": _l("重新办理")}
COVER_ACTS = {"call_off": _l("撤销"), "end_early": _l("提前结束"), "leave": _l("随离岗结束")}
DEMAND_STATES = {
    "raised": _l("待接办"),
    "returned": _l("已退回"),
    "in_hand": _l("办理中"),
    "paused": _l("暂停计时"),
    "done": _l("已答复，待回访"),
    "called_back": _l("已回访，待确认"),
    "closed": _l("已办结"),
    "withdrawn": _l("已撤回"),
    "merged": _l("已并入"),
}
DEMAND_SOURCES = {
    "steward": _l("管家走访"),
    "enterprise": _l("企业直接提出"),
    "hotline": _l("12345 转办"),
    "platform": _l("企业服务平台"),
    "joint_meeting": _l("联席会"),
}
DEMAND_OUTCOMES = {"solved": _l("已解决"), "explained": _l("已解释说明"), "planned": _l("挂账（承诺日期前解决）")}
DEMAND_LEVELS = {"at_once": _l("即办"), "short": _l("一般"), "long": _l("复杂")}
DEMAND_ACTS = {
    "raise": _l("提出"),
    "accept": _l("接办"),
    "return": _l("退回"),
    "route": _l("指定单位"),
    "transfer": _l("转办"),
    "contribute": _l("协办意见"),
    "pause": _l("暂停计时"),
    "resume": _l("恢复计时"),
    "ask_extension": _l("申请延期"),
    "grant_extension": _l("同意延期"),
    "refuse_extension": _l("不同意延期"),
    "answer": _l("答复"),
    "try_call": _l("没联系上"),
    "call_back": _l("回访"),
    "confirm": _l("确认办结"),
    "close_unreached": _l("多次未联系上，办结"),
    "reopen": _l("不满意，重新办理"),
    "send_up": _l("仍不满意，报主管"),
    "strike_off": _l("销账"),
    "promise_passed": _l("承诺日已过，重新办理"),
    "withdraw": _l("撤回诉求"),
    "merge": _l("并入另一件"),
}
RECHECK_VERDICTS = {"upheld": _l("属实，办结得当"), "doubtful": _l("存疑，须与企业核实")}
MATTER_STATES = {
    "proposed": _l("系统建议"),
    "open": _l("共性事项"),
    "settled": _l("已解决"),
    "put_aside": _l("未采纳"),
}
SCANS = {"not_scanned": _l("未扫描"), "clean": _l("未发现问题")}
WEEKDAYS = (_l("星期一"), _l("星期二"), _l("星期三"), _l("星期四"), _l("星期五"), _l("星期六"), _l("星期日"))
VOCABULARY: dict[str, Any] = {
    "tier": TIERS,
    "short_tier": SHORT_TIERS,
    "seal": SEALS,
    "role": ROLES,
    "user_state": USER_STATES,
    "channel": CHANNELS,
    "purpose": PURPOSES,
    "status": STATUSES,
    "verdict": VERDICTS,
    "flag": FLAGS,
    "flag_act": FLAG_ACTS,
    "dismissal": DISMISSALS,
    "revocation": REVOCATIONS,
    "duty": DUTIES,
    "duty_state": DUTY_STATES,
    "change": CHANGES,
    "list_purpose": LIST_PURPOSES,
    "list_part": LIST_PARTS,
    "match": MATCHES,
    "grade": GRADES,
    "figure": FIGURES,
    "evaluation_purpose": PURPOSES_OF_EVALUATION,
    "industry_section": INDUSTRY_SECTIONS,
    "material_state": MATERIAL_STATES,
    "application_state": APPLICATION_STATES,
    "application_act": APPLICATION_ACTS,
    "cover_act": COVER_ACTS,
    "team_part": TEAM_PARTS,
    "promise_state": PROMISE_STATES,
    "promise_act": PROMISE_ACTS,
    "scan": SCANS,
    "demand_state": DEMAND_STATES,
    "demand_source": DEMAND_SOURCES,
    "demand_outcome": DEMAND_OUTCOMES,
    "demand_level": DEMAND_LEVELS,
    "demand_act": DEMAND_ACTS,
    "demand_extension": {"requested": _l("等主管决定"), "granted": _l("已同意"), "refused": _l("未同意")},
    "recheck_verdict": RECHECK_VERDICTS,
    "matter_state": MATTER_STATES,
}


def word(value: str | None, kind: str) -> str:
    """The Chinese word for a coded value: `{{ 'srdi' | word('tier') }}`."""
    return "" if value is None else str(VOCABULARY[kind][str(value)])


def day(value: date | None) -> str:
    """2026-11-24, or a dash."""
    return value.isoformat() if value else "—"


def short_day(value: date | None) -> str:
    """11-24, or a dash."""
    return value.strftime("%m-%d") if value else "—"


def moment(value: datetime | None) -> str:
    """2026-11-24 04:10, as the district's clocks show it."""
    return clock.local(value).strftime("%Y-%m-%d %H:%M") if value else "—"


def long_day(value: date) -> str:
    """11 月 24 日 星期二."""
    return f"{value.month} 月 {value.day} 日 {WEEKDAYS[value.weekday()]}"


def option(value: object, label: object) -> Any:
    """One entry of a select field."""
    return SelectChoice(value, label)


def choices(kind: str) -> list[Any]:
    """Every entry of a vocabulary, for a select field."""
    return [option(value, label) for value, label in VOCABULARY[kind].items()]


@pass_eval_context
def speak(context: EvalContext, text: str, /, **values: Any) -> str:
    """The text of a template in the language of the page, its values put in; called some hundred times a page.

    The catalogue is looked up once a page, which is what most of the time went into.
    """
    catalogue = g.get("catalogue")
    if catalogue is None:
        catalogue = g.catalogue = get_translations()
    spoken: str = catalogue.ugettext(text)
    if context.autoescape:
        spoken = Markup(spoken)
    return spoken % values if values or "%" in spoken else spoken


class PageDomain(Domain):  # type: ignore[misc]  # the extension has no types
    """The texts of one page that are said in code; there is a domain for every context."""

    _catalogue: Any = None

    def get_translations(self) -> Any:
        """The catalogue, looked up once a page as well."""
        self._catalogue = self._catalogue or super().get_translations()
        return self._catalogue


class Languages(Babel):  # type: ignore[misc]
    """Flask-Babel with domains that remember."""

    @property
    def domain_instance(self) -> PageDomain:
        """A new one for every context."""
        return PageDomain(domain=self.domain)


def init_words(app: Flask) -> None:
    """Give words and filters to the templates."""
    app.jinja_env.globals["_"] = speak
    app.jinja_env.filters.update(word=word, day=day, short_day=short_day, moment=moment, long_day=long_day, wan=wan)
    app.jinja_env.filters.update(flag_tone=flag_tone)
