"""The overview's numbers as the templates' pictures: flow, heat map, bars, lines and words; nothing is counted here."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.awards.indicative import indicate
from crm.awards.measures import Measures
from crm.cultivation.models import LADDER, Tier
from crm.cultivation.reasons.words import word_reasons
from crm.dashboards import overview
from crm.dashboards.changes import FlagChange
from crm.dashboards.sets import Bounds, SetFilter
from crm.desk.assigning.loads import Load
from crm.money import FEN_IN_WAN
from crm.standings.rungs import AWAITED
from crm.web.flag_words import FLAGS, flag_tone, word_reach
from crm.web.words import SHORT_TIERS, word

_LOADS_SHOWN = 6


def rows_url(chosen: SetFilter) -> str:
    """Where the rows of a set are shown."""
    return url_for("dashboards.rows", **chosen.arguments())


def flow_picture(ladder: dict[Tier, int]) -> dict[str, Any] | None:
    """The pool parted rung by rung: who stays at a tier, and who has gone beyond it."""
    total = sum(ladder.values())
    if not total:
        return None
    nodes = [{"name": "pool", "label": f"{_('培育库')} {total}", "tone": "none", "url": rows_url(SetFilter())}]
    links, source, left = [], "pool", total
    for place, tier in enumerate(LADDER):
        url = rows_url(SetFilter(tier=tier))
        label = f"{SHORT_TIERS[tier]} {ladder[tier]}"
        nodes.append({"name": tier.value, "label": label, "tone": tier.value, "url": url})
        if ladder[tier]:
            links.append({"from": source, "to": tier.value, "count": ladder[tier], "url": url})
        left -= ladder[tier]
        if left and place < len(LADDER) - 2:
            name = f"above-{tier.value}"
            label = _("%(tier)s及以上 %(count)s", tier=SHORT_TIERS[LADDER[place + 1]], count=left)
            nodes.append({"name": name, "label": label, "tone": LADDER[place + 1].value, "url": ""})
            links.append({"from": source, "to": name, "count": left, "url": ""})
            source = name
    named = {"pool", *(link["to"] for link in links)}
    return {"kind": "flow", "nodes": [node for node in nodes if node["name"] in named], "links": links}


ADMITTED = SetFilter(admitted="quarter")
GRANTED = tuple(SetFilter(granted=tier) for tier in LADDER[1:])
MOVED = (ADMITTED, *GRANTED)


def describe_movement(numbers: dict[SetFilter, int]) -> list[dict[str, Any]]:
    """What came into the pool and which titles were granted since the quarter began."""
    lines = [{"text": _("新入库 %(count)s", count=numbers[ADMITTED]), "url": rows_url(ADMITTED)}]
    for chosen in GRANTED:
        text = _("新认定%(tier)s %(count)s", tier=SHORT_TIERS[chosen.granted], count=numbers[chosen])
        lines.append({"text": text, "url": rows_url(chosen)})
    return lines


def describe_reviewed(number: int, chosen: SetFilter) -> dict[str, Any] | None:
    """Who stands below because the result of a review is awaited: neither valid nor lost."""
    if not number:
        return None
    text = _("%(count)s 家复核结果待公布，暂按其他有效称号计入所在层级", count=number)
    return {"text": text, "url": rows_url(chosen)}


def coverage_map(cells: dict[Tier, list[overview.CoverageCell]], bounds: Bounds) -> dict[str, Any]:
    columns = [_("≤%(days)s天", days=days) for days in bounds.coverage]
    return {
        "columns": [*columns, _(">%(days)s天", days=bounds.coverage[-1])],
        "rows": [
            {
                "label": str(SHORT_TIERS[tier]),
                "cells": [
                    {"count": cell.count, "level": cell.level, "url": rows_url(cell.chosen) if cell.count else ""}
                    for cell in row
                ],
            }
            for tier, row in cells.items()
        ],
    }


def load_lines(found: Sequence[Load], cap: int) -> list[dict[str, Any]]:
    return [
        {
            "name": load.name,
            "url": url_for("desk.of_steward", user_id=load.steward_id),
            "count": load.count,
            "load": load,
            "cap": cap,
            "whole": max(cap, *(load.total for load in found)),
        }
        for load in sorted(found, key=lambda load: -load.total)[:_LOADS_SHOWN]
    ]


def stakes_picture(found: Sequence[overview.Stake], measures: Measures, on: date) -> dict[str, Any] | None:
    """What the flagged promotions could earn at most, less what was paid before, in 万元, by target."""
    if not any(stake.eligible or stake.near for stake in found):
        return None
    awards = {stake.target: indicate(measures, stake.target, on=on) for stake in found}
    if not any(awards.values()):
        return None
    full = {target: award.full if award else 0 for target, award in awards.items()}
    return {
        "kind": "bars",
        "unit": _("万元"),
        "stacked": True,
        "categories": [str(SHORT_TIERS[stake.target]) for stake in found],
        "series": [
            {
                "name": str(FLAGS["eligible"]),
                "tone": "accent",
                "values": [stake.amount("eligible", full[stake.target]) // FEN_IN_WAN for stake in found],
            },
            {
                "name": str(FLAGS["near"]),
                "tone": "soft",
                "values": [stake.amount("near", full[stake.target]) // FEN_IN_WAN for stake in found],
            },
        ],
        "urls": [url_for("desk.near", target=stake.target.value) for stake in found],
    }


def describe_set(chosen: SetFilter, bounds: Bounds) -> str:
    """What the set is, in words."""
    words: dict[str, Callable[[Any], Any]] = {
        "title": lambda tier: _("持有有效称号：%(tier)s", tier=word(tier, "tier")),
        "tier": _place,
        "flag": lambda flag: _("标记：%(flag)s", flag=word(flag, "flag")),
        "target": lambda tier: _("目标：%(tier)s", tier=word(tier, "tier")),
        "opened": lambda _night: _("%(day)s 夜间运行以来新增的标记", day=bounds.night),
        "granted": lambda tier: _("本季度新认定：%(tier)s", tier=word(tier, "tier")),
        "ending": lambda which: _ending(which, bounds),
        "waiting": lambda _waiting: _("等待分派管家"),
        "admitted": lambda _quarter: _("本季度新入库"),
        "awaiting": lambda _awaiting: _("新入库或有变化，等待夜间评估"),
        "band": lambda band: _band(band, bounds),
    }
    parts = [str(words[name](value)) for name, value in chosen.arguments().items()]
    return "；".join(parts) or str(_("培育库全部企业"))


def _place(place: str) -> str:
    if place == AWAITED:
        return str(_("复核结果待公布"))
    return str(_("当前层级：%(tier)s", tier=word(place, "tier")))


def _ending(which: str, bounds: Bounds) -> str:
    if which == "unready":
        return str(_("%(days)s 天内有称号到期，复核条件未齐", days=bounds.ending))
    return str(_("%(days)s 天内有称号到期", days=bounds.ending))


def _band(band: int, bounds: Bounds) -> str:
    days = bounds.coverage
    if band > len(days):
        return str(_("距上次服务 >%(days)s 天或从未服务", days=days[-1]))
    return str(_("距上次服务 ≤%(days)s 天", days=days[band - 1]))


def change_line(change: FlagChange) -> dict[str, Any]:
    """One flag the night opened or closed: what it is about, and why."""
    opened = word_reach(change.kind, SHORT_TIERS[change.target])
    lacking = _("差 %(count)s 项", count=len(change.unmet)) if change.unmet else ""
    asked = _("待补 %(count)s 项", count=len(change.unknown)) if change.unknown else ""
    badge = "，".join(filter(None, [lacking, asked])) or _("全部条件满足")
    return {
        "tier": change.target.value,
        "name": change.name,
        "url": url_for(
            "desk.gap", enterprise_id=change.enterprise_id, target=change.target.value, purpose=change.purpose
        ),
        "what": _("不再%(what)s", what=opened) if change.is_closed else opened,
        "badge": "" if change.is_closed else badge,
        "tone": flag_tone(change.kind),
        "why": word_reasons(change.because),
        "steward": change.steward,
    }
