"""Words for single conditions: titles, awards, lists, answers and sizes; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm.rules.exact.conditions import sizes_of, status_of
from crm.rules.exact.sight import Sight
from crm.rules.exact.wording_numbers import (
    compare_gap,
    count_found,
    count_gap,
    named_limit,
    named_value,
    score_found,
    score_gap,
    unknown,
    word_score_required,
)
from crm.rules.law.fields import FIELDS, words
from crm.rules.law.logic import Status
from crm.rules.law.nodes import (
    Answer,
    Award,
    CodeBegins,
    Compare,
    Contest,
    Count,
    HoldsCertificate,
    HoldsTitle,
    NoRevocation,
    OneOf,
    Score,
    SmallerThan,
)
from crm.rules.reading.sizing import CLASSES, SIZE_WORDS

YES = {True: "是", False: "否"}
Say = Callable[[Any, Sight], str]


def _title_found(leaf: HoldsTitle, sight: Sight) -> str:
    titles = sight.dossier.recognitions
    if titles is None:
        return unknown(leaf, sight)
    held = [one for one in titles if one.tier == leaf.tier]
    if not held:
        return f"无{words('recognitions.tier', leaf.tier)}称号"
    last = max(held, key=lambda one: one.expires_on)
    name = words("recognitions.tier", leaf.tier)
    if last.valid_on(sight.as_of):
        return f"{name}，有效期至 {last.expires_on}"
    if last.revoked_on is not None and last.revoked_on <= sight.as_of:
        return f"{name}称号已于 {last.revoked_on} 被撤销"
    is_over = last.expires_on < sight.as_of
    return f"{name}称号" + (f"已于 {last.expires_on} 到期" if is_over else f"自 {last.granted_on} 起才有效")


def _revocation_found(leaf: NoRevocation, sight: Sight) -> str:
    titles = sight.dossier.recognitions or ()
    barring = [one for one in titles if one.bars_on(sight.as_of, leaf.years)]
    if barring:
        last = max(barring, key=lambda one: one.revoked_on or one.granted_on)
        return f"{words('recognitions.tier', last.tier)}称号于 {last.revoked_on} 被撤销"
    return unknown(leaf, sight) if status_of(leaf, sight) is Status.UNKNOWN else "无"


def _ranks(leaf: Award) -> str:
    said = (
        f"{words('science_awards.level', level)}科技奖励" + ("" if last is None else f"（排名前 {last}）")
        for level, last in leaf.ranks
    )
    return f"近 {leaf.years} 年{'、'.join(said)}"


def _held(leaf: Award | Contest | HoldsCertificate, sight: Sight) -> str:
    """Lists are said to hold something fitting, nothing fitting, or to be unknown."""
    status = status_of(leaf, sight)
    if status is Status.UNKNOWN:
        return unknown(leaf, sight)
    return "有" if status is Status.MET else "无"


def _answer_found(leaf: Answer, sight: Sight) -> str:
    answer = sight.fact(leaf.fact)
    return unknown(leaf, sight) if answer is None else f"{FIELDS[leaf.fact].zh}：{YES[answer]}"


def _choice_found(leaf: OneOf, sight: Sight) -> str:
    word = sight.fact(leaf.fact)
    return unknown(leaf, sight) if word is None else words(leaf.fact, word)


def _size_found(leaf: SmallerThan, sight: Sight) -> str:
    sizes = sizes_of(sight)
    if not sizes and sight.dossier.industry is not None:
        return f"未知（行业 {sight.dossier.industry} 不在划型标准之内）"
    known = [size for size in sizes if size is not None]
    if status_of(leaf, sight) is Status.UNKNOWN:
        return unknown(leaf, sight)
    word = SIZE_WORDS[CLASSES[max(known)]]
    return word if len(known) == len(sizes) else f"不大于{word}"


def _contest_required(leaf: Contest, _: Sight) -> str:
    return f"近 {leaf.years} 年入围" + "或".join(words("maker_in_china.list", one) for one in leaf.lists)


def _choice_required(leaf: OneOf, _: Sight) -> str:
    return f"{FIELDS[leaf.fact].zh}：" + "、".join(words(leaf.fact, one) for one in leaf.within)


REQUIRED: dict[type[Any], Say] = {
    Compare: named_limit,
    Count: lambda leaf, _: f"{leaf.count.zh} ≥ {leaf.at_least} 项",
    HoldsTitle: lambda leaf, _: f"有效的{words('recognitions.tier', leaf.tier)}称号",
    NoRevocation: lambda leaf, _: f"近 {leaf.years} 年内无称号被撤销",
    Award: lambda leaf, _: _ranks(leaf),
    Contest: _contest_required,
    HoldsCertificate: lambda leaf, _: "有效的" + "、".join(words("certificates.kind", one) for one in leaf.kinds),
    Answer: lambda leaf, _: f"{FIELDS[leaf.fact].zh}：{YES[leaf.expected]}",
    OneOf: _choice_required,
    CodeBegins: lambda leaf, _: f"统一社会信用代码以 {leaf.prefix} 开头",
    SmallerThan: lambda leaf, _: f"小于{SIZE_WORDS[leaf.size]}",
    Score: word_score_required,
}

FOUND: dict[type[Any], Say] = {
    Compare: named_value,
    Count: count_found,
    HoldsTitle: _title_found,
    NoRevocation: _revocation_found,
    Award: _held,
    Contest: _held,
    HoldsCertificate: _held,
    Answer: _answer_found,
    OneOf: _choice_found,
    CodeBegins: lambda _, sight: str(sight.dossier.uscc),
    SmallerThan: _size_found,
    Score: score_found,
}

LACKING: dict[type[Any], Callable[[Any, Sight], str | None]] = {
    Compare: compare_gap,
    Count: count_gap,
    Score: score_gap,
}
