"""The night's stored report in sentences, made when it is read: 新增 4 家临近小巨人：2 家：2025 年报补录."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from crm.cultivation.reasons.words import word_of
from crm.web.flag_words import FLAGS, word_reach
from crm.web.words import DUTIES, SHORT_TIERS

_FLAG_ACTS = ("opened", "raised", "lowered", "closed")


@dataclass(frozen=True, slots=True)
class ReasonPart:
    """One reason of a sentence, with the enterprises it is about."""

    text: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What moved; `parts` say why, the weightiest first."""

    text: str
    tone: str
    tier: str
    count: int
    parts: tuple[ReasonPart, ...]


def sentences(report: Mapping[str, Any]) -> list[Sentence]:
    """Everything that moved in a night: new titles first, then reviews, then dates."""
    lines = [line for step in report.values() for line in step.get("lines", ())]
    flagged = [line for line in lines if line["kind"] in _FLAG_ACTS]
    return [*_flags(flagged), *_plain(line for line in lines if line["kind"] not in _FLAG_ACTS)]


def passed_over(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was skipped, and why."""
    return [one for step in report.values() for one in step.get("skipped", ())]


def _flags(lines: Iterable[Mapping[str, Any]]) -> list[Sentence]:
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for line in lines:
        values = line["values"]
        groups[values["purpose"], values["target"], line["kind"], values["kind"]].append(line)
    found = [_flag(group, group_lines) for group, group_lines in groups.items()]
    order = sorted(zip(groups, found, strict=True), key=lambda pair: _weight(*pair[0]))
    return [sentence for _group, sentence in order]


def _weight(purpose: str, target: str, act: str, kind: str) -> tuple[str, int, int, int]:
    """New titles before reviews, and in each what is open before what is closed, the surest and highest first."""
    return purpose, _FLAG_ACTS.index(act), list(FLAGS).index(kind), -list(SHORT_TIERS).index(target)


def _flag(group: tuple[str, ...], lines: list[Mapping[str, Any]]) -> Sentence:
    purpose, target, act, kind = group
    count = sum(line["count"] for line in lines)
    names = {"what": word_reach(kind, SHORT_TIERS[target]), "purpose": _purpose(purpose), "count": count}
    texts = {
        "opened": _("新增 %(count)s 家%(what)s%(purpose)s", **names),
        "raised": _("%(count)s 家转为%(what)s%(purpose)s", **names),
        "lowered": _("%(count)s 家退为%(what)s%(purpose)s", **names),
        "closed": _("%(count)s 家不再%(what)s%(purpose)s", **names),
    }
    parts = sorted(lines, key=lambda line: -line["count"])
    tone = "good" if act in ("opened", "raised") else "bad"
    return Sentence(texts[act], tone, target, count, tuple(_part(line) for line in parts))


def _purpose(purpose: str) -> str:
    return str(_("（复核）")) if purpose == "review" else ""


def _part(line: Mapping[str, Any]) -> ReasonPart:
    reason = line["values"].get("reason")
    because = word_of(reason) if reason else _("原因未记录")
    return ReasonPart(_("%(count)s 家：%(because)s", count=line["count"], because=because), tuple(line["ids"]))


def _plain(lines: Iterable[Mapping[str, Any]]) -> list[Sentence]:
    found = []
    for line in lines:
        values, count = line["values"], line["count"]
        tier = SHORT_TIERS.get(values.get("tier", ""), "")
        texts = {
            "awaiting": _("%(count)s 家的标记保留，待 %(year)s 年报", count=count, year=values.get("year", "")),
            "title_ended": _("%(count)s 家的%(tier)s称号到期", count=count, tier=tier),
            "review_awaited": _("%(count)s 家的%(tier)s称号到期，复核结果待公布", count=count, tier=tier),
            "duty_missed": _("%(count)s 家的%(duty)s逾期", count=count, duty=DUTIES.get(values.get("duty", ""), "")),
            "application_missed": _("%(count)s 家的申报错过窗口", count=count),
            "title_ends": _("%(count)s 家的%(tier)s称号将要到期", count=count, tier=tier),
            "update_due": _(
                "%(count)s 家的%(tier)s年度信息更新须于 %(day)s 前完成",
                count=count,
                tier=tier,
                day=values.get("last_day", ""),
            ),
            "judging_fault": _("%(count)s 家的结论与每周核对不符，已按核对更正，请告知系统维护人员", count=count),
            "steward_fault": _("%(count)s 家没有恰好一位在任的管家，请立即核对分派", count=count),
            "facts_fault": _("%(count)s 家的当前事实与记录不符，已按记录更正，请告知系统管理员", count=count),
            "standing_fault": _("%(count)s 家的名单状态与记录不符，已重新核算，请告知系统管理员", count=count),
        }
        faults = (
            "title_ended",
            "application_missed",
            "duty_missed",
            "steward_fault",
            "judging_fault",
            "facts_fault",
            "standing_fault",
        )
        tone = "bad" if line["kind"] in faults else "calm"
        part = ReasonPart("", tuple(line["ids"]))
        found.append(Sentence(texts[line["kind"]], tone, values.get("tier", ""), count, (part,)))
    return found
