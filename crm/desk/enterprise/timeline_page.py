"""The timeline on a page: each entry in words, with where it came from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.cultivation.models import Flag, PoolEntry
from crm.demands.models import Demand
from crm.desk.enterprise.happenings import FiguresEntered, IdentityChanged, QueueWait, StewardBegan, TitleHappened
from crm.desk.enterprise.timeline import TimelineEntry
from crm.enterprises.models import AMOUNTS, FigureChange
from crm.interactions.queries import ServiceLine
from crm.money import wan
from crm.web.words import word

KINDS = {
    "service": _l("服务"),
    "figures": _l("资料"),
    "title": _l("称号与培育库"),
    "steward": _l("管家"),
    "demand": _l("诉求"),
    "flag": _l("标记"),
}
TITLE_EVENTS = {
    "granted": _l("认定"),
    "expired": _l("到期"),
    "review_awaited": _l("到期，复核结果待公布"),
    "revoked": _l("撤销"),
    "corrected": _l("更正"),
    "review_passed": _l("复核通过"),
    "review_failed": _l("复核未通过"),
}
IDENTITY = {
    "name": _l("名称"),
    "registered_on": _l("成立日期"),
    "industry": _l("行业代码"),
    "street": _l("街道"),
    "address": _l("地址"),
    "main_product": _l("主导产品"),
    "remark": _l("备注"),
    "deregistered_on": _l("注销日期"),
}


@dataclass(frozen=True, slots=True)
class EntryAct:
    """What the reader may do about an entry, and where."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class EntryWords:
    """An entry in words; `url` opens where it came from."""

    day: str
    kind: str
    title: str
    text: str
    tone: str = ""
    url: str | None = None
    acts: tuple[EntryAct, ...] = ()
    restore_url: str | None = None


def word_entries(entries: list[TimelineEntry], enterprise_id: int, reader: int) -> list[EntryWords]:
    """Entries in words, with what the reader may do about each."""
    return [
        _with_acts(WORDING[entry.source](entry.day.isoformat(), entry.what), entry, enterprise_id, reader)
        for entry in entries
    ]


def _with_acts(words: EntryWords, entry: TimelineEntry, enterprise_id: int, reader: int) -> EntryWords:
    """A record of a service is its author's word: nobody else corrects it or takes it back."""
    line = entry.what
    if not isinstance(line, ServiceLine) or line.author_id != reader:
        return words
    at: dict[str, Any] = {"enterprise_id": enterprise_id, "interaction_id": line.id}
    if line.withdrawn_on is None:
        acts = (
            EntryAct(str(_("更正")), url_for("desk.correct_service", **at)),
            EntryAct(str(_("撤回")), url_for("desk.withdraw_service", **at)),
        )
        return replace(words, acts=acts)
    return words if line.is_corrected else replace(words, restore_url=url_for("desk.restore_service", **at))


def _service(day: str, line: ServiceLine) -> EntryWords:
    parts = [
        line.summary,
        _("接下来：%(what)s", what=line.follow_up) if line.follow_up else "",
        _("下次联系 %(day)s", day=line.next_contact_on.isoformat()) if line.next_contact_on else "",
        _("企业主动要求") if line.asked_for else "",
        _("见了 %(name)s", name=line.met) if line.met else "",
        _("同行：%(who)s", who="、".join(line.with_whom)) if line.with_whom else "",
        line.author,
    ]
    kind = word(line.channel, "channel")
    text = " · ".join(filter(None, parts))
    url = url_for("desk.service_files", enterprise_id=line.enterprise_id, interaction_id=line.id)
    if line.withdrawn_on is None:
        corrected = _("更正后") if line.is_correction else ""
        title = " ".join(filter(None, [word(line.purpose, "purpose"), corrected, _photos(line.photos)]))
        return EntryWords(day, kind, title, text, url=url)
    title = str(_("已更正") if line.is_corrected else _("已撤回：%(why)s", why=line.withdrawn_why or "—"))
    if not line.photos:
        return EntryWords(day, kind, title, text, "withdrawn")
    return EntryWords(day, kind, f"{title} {_photos(line.photos)}", text, "withdrawn", url=url)


def _briefing(day: str, held: Any) -> EntryWords:
    text = " · ".join(filter(None, [held.text, held.place, held.by]))
    return EntryWords(day, word("briefing", "channel"), held.title, text, url=url_for("desk.briefings"))


def _photos(count: int) -> str:
    return str(_("照片 %(count)s 张", count=count)) if count else str(_("添加照片"))


def _figures(day: str, entered: FiguresEntered) -> EntryWords:
    parts = [_figure(change) for change in entered.changes]
    title = _("%(year)s 年%(evidence)s", year=entered.year, evidence=entered.evidence)
    return EntryWords(day, _("数据"), title, " · ".join([*parts, entered.by]))


def _figure(change: FigureChange) -> str:
    old, new = _amount(change, change.old), _amount(change, change.new)
    grades = (word(change.old_grade, "grade"), word(change.grade, "grade"))
    trust = _("（%(old)s → %(new)s）", old=grades[0], new=grades[1]) if all(grades) and grades[0] != grades[1] else ""
    name = word(change.field, "figure")
    moved = f"{old} → {new}" if change.old is not None and change.old != change.new else new
    return f"{name} {moved}{trust}"


def _amount(change: FigureChange, value: int | None) -> str:
    if value is None:
        return "—"
    if change.field in AMOUNTS:
        return str(_("%(amount)s 万元", amount=wan(value)))
    return str(_("%(count)s 人", count=value))


def _identity(day: str, changed: IdentityChanged) -> EntryWords:
    change = changed.change
    if change.field.startswith("contact:"):
        return EntryWords(day, _("联系人"), _("已更正"), changed.by)
    label = str(IDENTITY.get(change.field, change.field))
    return EntryWords(day, _("资料"), label, f"{change.old or '—'} → {change.new or '—'} · {changed.by}")


def _title(day: str, happened: TitleHappened) -> EntryWords:
    title = happened.title
    tone = "bad" if happened.kind in ("revoked", "review_failed", "expired") else ""
    valid = _("有效期 %(first)s 至 %(last)s", first=title.granted_on.isoformat(), last=title.expires_on.isoformat())
    text = " · ".join(filter(None, [valid, title.document, title.batch]))
    event = str(TITLE_EVENTS.get(happened.kind, happened.kind))
    return EntryWords(day, _("称号%(event)s", event=event), word(title.tier, "tier"), text, tone)


def _admitted(day: str, entry: PoolEntry) -> EntryWords:
    return EntryWords(day, _("入库"), _("进入梯队培育库"), entry.reason)


def _left(day: str, entry: PoolEntry) -> EntryWords:
    return EntryWords(day, _("出库"), _("离开梯队培育库"), "", "bad")


def _steward(day: str, began: StewardBegan) -> EntryWords:
    title = f"{began.before} → {began.steward}" if began.before else began.steward
    by = _("%(name)s 分派", name=began.by) if began.by else ""
    return EntryWords(day, _("管家"), title, " · ".join(filter(None, [began.why, by])))


def _queue(day: str, waited: QueueWait) -> EntryWords:
    due = _("应于 %(day)s 前分派", day=waited.due_on.isoformat())
    return EntryWords(day, _("待分派"), "", " · ".join(filter(None, [waited.why, due, waited.by])))


def _flag_opened(day: str, flag: Flag) -> EntryWords:
    return EntryWords(day, _("标记"), _flag(flag), gap_of(flag))


def _flag_closed(day: str, flag: Flag) -> EntryWords:
    return EntryWords(day, _("标记关闭"), _flag(flag), "")


def _demand_raised(day: str, demand: Demand) -> EntryWords:
    text = " · ".join([demand.number, word(demand.source, "demand_source")])
    return EntryWords(day, _("提出诉求"), demand.title, text, url=_to_demand(demand))


def _demand_closed(day: str, demand: Demand) -> EntryWords:
    """How it ended: the outcome of what was answered, or that it was withdrawn or joined to another."""
    outcome = word(demand.outcome, "demand_outcome") if demand.outcome else ""
    text = " · ".join(filter(None, [demand.number, word(demand.state, "demand_state"), outcome]))
    return EntryWords(day, _("诉求结束"), demand.title, text, url=_to_demand(demand))


def _to_demand(demand: Demand) -> str:
    return url_for("demands.demand", demand_id=demand.id)


def _flag(flag: Flag) -> str:
    return (
        f"{word(flag.kind, 'flag')} {word(flag.target, 'short_tier')}（{word(flag.purpose, 'evaluation_purpose')}）"
    )


def gap_of(flag: Flag) -> str:
    """What a flag still lacks, in counts."""
    return " · ".join(
        filter(
            None,
            [
                _("不满足 %(count)s 项", count=flag.unmet_count) if flag.unmet_count else "",
                _("待补 %(count)s 项", count=flag.unknown_count) if flag.unknown_count else "",
            ],
        )
    )


WORDING: Mapping[str, Callable[[str, Any], EntryWords]] = {
    "service": _service,
    "briefing": _briefing,
    "figures": _figures,
    "identity": _identity,
    "title": _title,
    "pool_in": _admitted,
    "pool_out": _left,
    "steward": _steward,
    "queue": _queue,
    "demand_raised": _demand_raised,
    "demand_closed": _demand_closed,
    "flag_opened": _flag_opened,
    "flag_closed": _flag_closed,
}
