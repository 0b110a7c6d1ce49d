"""The night's notices in words: new flags, titles that end, annual updates, and the digest of the morning."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.cultivation.night.notices import KIND
from crm.cultivation.reminders.matters import DUTY, FLAG, TERM, TITLE, UNSEEN, UPDATE
from crm.notifications.page import NoticeKind
from crm.rules import FlagKind
from crm.web.flag_words import FLAG_WORDS
from crm.web.words import word


def _flag_words(values: Mapping[str, Any], name: str) -> str:
    words, about = FLAG_WORDS[FlagKind(values["kind"])], {"name": name, "target": word(values["target"], "tier")}
    if values["purpose"] == "review":
        text = _("%(name)s 的%(target)s将到期复核，现在的判断是：%(state)s。", state=words.word, **about)
    else:
        text = str(words.notice) % about
    return _standing_in(text, values)


def _unseen_words(values: Mapping[str, Any], name: str) -> str:
    told = {"name": name, "target": word(values["target"], "tier"), "day": values["opened_on"]}
    return _standing_in(_("%(name)s 的%(target)s标记 %(day)s 起一直没有人查看，请看一眼并处理。", **told), values)


def _title_words(values: Mapping[str, Any], name: str) -> str:
    told = {"name": name, "tier": word(values["tier"], "tier"), "day": values["expires_on"]}
    return _standing_in(_("%(name)s 的%(tier)s称号 %(day)s 到期，%(what)s", what=_readiness(values), **told), values)


def _readiness(values: Mapping[str, Any]) -> str:
    """How ready the review is, as far as it was judged; notices of earlier versions say nothing of it."""
    late = values.get("missed")
    if "verdict" not in values:
        doubt = _("称号义务逾期 %(count)s 项，能否复核须先说明；", count=late) if late else ""
        return str(_("%(doubt)s请与企业商量复核。", doubt=doubt))
    told = {"months": values["months"], "verdict": word(values["verdict"], "verdict")}
    text = _("不足 %(months)s 个月，复核准备：%(verdict)s", **told)
    missing = [
        str(part) % {"count": count}
        for part, count in (
            (_l("%(count)s 项未达到"), values["unmet"]),
            (_l("%(count)s 项待核实"), values["unknown"]),
            (_l("称号义务逾期 %(count)s 项，能否复核须先说明"), late),
        )
        if count
    ]
    return str(text) + (f"（{'，'.join(missing)}）" if missing else "") + "。"


def _update_words(values: Mapping[str, Any], name: str) -> str:
    told = {"name": name, "tier": word(values["tier"], "tier"), "day": values["last_day"]}
    return _standing_in(_("%(name)s 的%(tier)s年度更新尚未完成，截止 %(day)s，请提醒企业。", **told), values)


def _term_words(values: Mapping[str, Any], name: str) -> str:
    told = {"name": name, "day": values["until"]}
    return _standing_in(_("%(name)s 的种子培育期 %(day)s 到期，请与主管商量延长或出库。", **told), values)


def _duty_words(values: Mapping[str, Any], name: str) -> str:
    told = {"name": name, "duty": word(values["duty"], "duty"), "day": values["due_on"]}
    late = values["step"] == "missed"
    text = _("%(name)s 的%(duty)s已过截止日 %(day)s，请核实并登记。", **told)
    near = _("%(name)s 的%(duty)s须于 %(day)s 前完成，请提醒企业。", **told)
    return _standing_in(text if late else near, values)


def _standing_in(text: str, values: Mapping[str, Any]) -> str:
    return str(_("（代管）%(text)s", text=text)) if values.get("stands_in") else text


def _digest_words(values: Mapping[str, Any], _name: str) -> str:
    parts = [
        *((values.get(kind.value), words.digest) for kind, words in FLAG_WORDS.items()),
        (values.get("closed"), _l("标记结束 %(count)s 家")),
        (values.get("unseen"), _l("标记久未查看 %(count)s 家")),
        (values.get("titles_ending"), _l("称号将到期 %(count)s 家")),
        (values.get("terms_ending"), _l("培育期将到 %(count)s 家")),
        (values.get("duties_near"), _l("重大变化待报告 %(count)s 家")),
        (values.get("duties_missed"), _l("称号义务逾期 %(count)s 家")),
        (values.get("silent"), _l("久未联系 %(count)s 家")),
        (values.get("first"), _l("首次联系待办 %(count)s 家")),
        (values.get("updates_due"), _l("年度更新待办 %(count)s 家")),
        (values.get("demands_late"), _l("诉求超期 %(count)s 件")),
        (values.get("demands_decide"), _l("诉求待决定 %(count)s 件")),
    ]
    said = "，".join(str(text) % {"count": count} for count, text in parts if count)
    day = date.fromisoformat(values["date"])
    told = {"month": day.month, "day": day.day, "what": said}
    is_whole = values.get("whole")
    own = (
        _("%(month)s 月 %(day)s 日全区：%(what)s。", **told)
        if is_whole
        else _("%(month)s 月 %(day)s 日夜间评估：%(what)s。", **told)
    )
    covered = values.get("stands_in")
    return str(own) + (str(_("其中代管 %(count)s 项。", count=covered)) if covered else "")


def _to_enterprise(_values: Mapping[str, Any], enterprise_id: int) -> str:
    return url_for("desk.enterprise", enterprise_id=enterprise_id)


def _to_gap(_values: Mapping[str, Any], enterprise_id: int) -> str:
    return url_for("desk.gap", enterprise_id=enterprise_id)


def _to_flags(_values: Mapping[str, Any], enterprise_id: int) -> str:
    return url_for("desk.flags", enterprise_id=enterprise_id)


def _to_the_day(values: Mapping[str, Any], _id: int) -> str:
    """A manager's day begins on the overview, a steward's on 今日."""
    return url_for("dashboards.overview_page" if values.get("whole") else "desk.today")


def _to_titles(_values: Mapping[str, Any], enterprise_id: int) -> str:
    return url_for("cultivation.titles", enterprise_id=enterprise_id)


KINDS = (
    NoticeKind(KIND, _l("早间汇总"), _digest_words, _to_the_day),
    NoticeKind(FLAG, _l("新的标记"), _flag_words, _to_gap, _l("我负责或代管的企业被标为已符合、临近或值得一问")),
    NoticeKind(UNSEEN, _l("标记久未查看"), _unseen_words, _to_flags, _l("我负责或代管的企业的标记多日没有人查看")),
    NoticeKind(TITLE, _l("称号将到期"), _title_words, _to_enterprise, _l("我负责或代管的企业的称号快到期了")),
    NoticeKind(DUTY, _l("称号义务"), _duty_words, _to_titles, _l("我负责或代管的企业的称号义务临近截止或逾期")),
    NoticeKind(TERM, _l("培育期将到"), _term_words, _to_titles, _l("我负责或代管的种子企业培育期将到")),
    NoticeKind(UPDATE, _l("年度更新"), _update_words, _to_enterprise, _l("我负责或代管的企业该做年度更新了")),
)
