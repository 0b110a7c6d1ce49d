"""晋级差距 on a page: a gap in words, clause by clause, with where to enter what is missing."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.cultivation.gap import Evidence, Gap, NotInForce, Row
from crm.desk.prospects.near_rows import lacking
from crm.enterprises.facts.listings import LISTINGS
from crm.rules import TARGETS, Purpose
from crm.rules.law.catalogue import FIELDS
from crm.web.words import word

PURPOSES = tuple(purpose.value for purpose in Purpose)
IDENTITY = ("uscc", "name", "registered_on", "industry")
_ASKED = 6


def told(enterprise_id: int, found: Gap | NotInForce, today: date, *, endpoint: str = "desk.gap") -> dict[str, Any]:
    """A gap as its template wants it; other targets are asked for at the endpoint."""
    shown = {
        "target": found.target,
        "heading": word(found.target, "tier"),
        "as_of": found.as_of.isoformat(),
        "purpose": found.purpose,
        "purpose_word": word(found.purpose, "evaluation_purpose"),
        "targets": targets(enterprise_id, found, today, endpoint),
        "stale": stale(found, today),
        **({} if endpoint == "desk.what_if" else addresses(enterprise_id, found, today)),
    }
    if isinstance(found, NotInForce):
        return {**shown, "verdict": None}
    return {
        **shown,
        "basis": f"{found.document} · {found.name}",
        "verdict": found.verdict,
        "verdict_more": more(found),
        "unverified": found.unverified,
        "met": found.count("met"),
        "unmet": found.count("unmet"),
        "unknown": found.count("unknown"),
        "window": window(found),
        "notes": found.notes,
        "rows": [row_told(enterprise_id, row) for row in found.rows],
        "more": [row_told(enterprise_id, row) for row in sorted(found.more, key=is_gate)],
    }


def addresses(enterprise_id: int, found: Gap | NotInForce, today: date) -> dict[str, str | None]:
    """Where the same question is asked of another day, of other figures, and turned round into ways up."""
    asked: dict[str, Any] = {"enterprise_id": enterprise_id, "target": found.target, "purpose": found.purpose}
    day = None if found.as_of == today else found.as_of.isoformat()
    is_judged = isinstance(found, Gap)
    return {
        "date_url": url_for("desk.gap", **asked),
        "ways_url": url_for("desk.ways", **asked, on=day) if is_judged else None,
        "what_if_url": url_for("desk.what_if", **asked, on=day) if is_judged else None,
    }


def targets(enterprise_id: int, found: Gap | NotInForce, today: date, endpoint: str) -> list[dict[str, Any]]:
    """Links to every other target and purpose on the same day."""
    day = None if found.as_of == today else found.as_of.isoformat()
    return [
        {
            "tier": target,
            "label": f"{word(target, 'short_tier')}{word(purpose, 'evaluation_purpose')}",
            "url": url_for(endpoint, enterprise_id=enterprise_id, target=target, purpose=purpose, on=day),
            "chosen": (target, purpose) == (found.target, found.purpose),
        }
        for purpose in PURPOSES
        for target in TARGETS
    ]


def stale(found: Gap | NotInForce, today: date) -> str:
    """Why the page shows something else than today's word on today's figures."""
    return "".join(filter(None, [_day_told(found, today), _year_told(found)]))


def _day_told(found: Gap | NotInForce, today: date) -> str:
    day = found.as_of.isoformat()
    if isinstance(found, NotInForce):
        return str(_("%(day)s 没有对这一层级生效的认定标准，无法判断。请换一个日期。", day=day))
    if found.as_of < today:
        said = _("按 %(day)s 当日的规则与窗口，用现在掌握的资料测算，当日之后授权的知识产权不计；", day=day)
        return str(said + _("当时的结论见历次判断。"))
    if found.as_of > today:
        return str(
            _("按 %(day)s 的规则与窗口，用现在掌握的资料推算；届时所需年度的数据若未报，会显示待补。", day=day)
        )
    return ""


def _year_told(found: Gap | NotInForce) -> str:
    """A missing year is assumed to be like the one before only where somebody asked for that (policy 2.10)."""
    if isinstance(found, NotInForce):
        return ""
    if found.assumed_year:
        return str(_("假设 %(year)s 年与上年相同，只用于测算。", year=found.assumed_year))
    if found.awaiting_year:
        return str(_("待 %(year)s 年报：这一年的数据还没有录入，较早年度的数据不代替它。", year=found.awaiting_year))
    if found.stale_year:
        years = {"old": found.stale_year, "year": found.as_of.year - 1}
        return str(_("%(old)s 年是较早年度数据，不代替 %(year)s 年；请补录 %(year)s 年。", **years))
    return ""


def more(found: Gap) -> str | None:
    """What follows the verdict."""
    unmet, unknown = found.count("unmet"), found.count("unknown")
    if found.verdict in ("near", "far") and unmet:
        return str(_("差 %(count)s 项", count=unmet))
    return str(_("待补 %(count)s 项", count=unknown)) if found.verdict == "incomplete" else None


def window(found: Gap) -> dict[str, Any] | None:
    """The announced application window; none is guessed."""
    if found.window is None:
        return None
    if found.window.since <= found.as_of:
        text = _("申报窗口至 %(day)s", day=found.window.until.isoformat())
        return {"text": text, "days_left": (found.window.until - found.as_of).days}
    text = _("下批申报窗口 %(day)s", day=found.window.since.isoformat())
    return {"text": text, "days_left": (found.window.since - found.as_of).days}


def row_told(enterprise_id: int, row: Row) -> dict[str, Any]:
    """One criterion."""
    shortfall = lacking(row.shortfall)
    if row.met_on:
        shortfall = _("%(text)s，到 %(day)s 即满足", text=shortfall or _("时间未到"), day=row.met_on.isoformat())
    if row.status == "unknown" and row.missing:
        shortfall = _("待补")
    return {
        "id": row.id,
        "text": row.text,
        "clause": row.clause,
        "found": row.found or "—",
        "required": row.required,
        "status": row.status,
        "shortfall": shortfall,
        "score": row.score,
        "evidence": evidence(row.evidence),
        "actions": actions(enterprise_id, row.missing),
        "branches": [replace(one, shortfall=lacking(one.shortfall)) for one in row.branches],
    }


def is_gate(row: Row) -> bool:
    """The gate is the same for everybody, so it comes last among what is met."""
    return row.id.startswith("gate.")


def evidence(uses: tuple[Evidence, ...]) -> str:
    """What it rests on: each fact with its years, grade and source."""
    years: dict[tuple[str, str | None, str], list[int]] = defaultdict(list)
    for use in uses:
        if not use.missing:
            years[use.label, use.grade, use.source] += [use.year] if use.year else []
    return "；".join(
        " ".join(
            filter(
                None,
                [
                    label,
                    "、".join(str(year) for year in sorted(set(found), reverse=True)),
                    word(grade, "grade"),
                    source,
                ],
            )
        )
        for (label, grade, source), found in years.items()
    )


def actions(enterprise_id: int, missing: tuple[Evidence, ...]) -> list[dict[str, str]]:
    """Where each missing fact is entered."""
    return [
        {"url": entry_url(enterprise_id, use), "label": _("录入%(what)s", what=named(use))}
        for use in missing[:_ASKED]
    ]


def questions(enterprise_id: int, found: Gap | NotInForce) -> list[dict[str, str]]:
    """The facts to ask for at the next contact, the ones that decide first."""
    if isinstance(found, NotInForce):
        return []
    return [{"text": named(use), "url": entry_url(enterprise_id, use)} for use in found.missing[:_ASKED]]


def named(use: Evidence) -> str:
    """A fact with its year."""
    return str(_("%(year)s 年%(label)s", year=use.year, label=use.label)) if use.year else use.label


def entry_url(enterprise_id: int, use: Evidence) -> str:
    """The page on which the fact is written down."""
    listing = use.field.split(".")[0]
    if listing in LISTINGS:
        return url_for("enterprises.one_list", enterprise_id=enterprise_id, listing=listing)
    if use.field == "recognitions":
        return url_for("cultivation.titles", enterprise_id=enterprise_id)
    if use.field in FIELDS and FIELDS[use.field].group == "figures" and use.year is None:
        return url_for("enterprises.figures", enterprise_id=enterprise_id)
    if use.year is not None:
        return url_for("enterprises.edit_figures", enterprise_id=enterprise_id, year=use.year)
    if use.field in IDENTITY or use.field not in FIELDS:
        return url_for("enterprises.identity", enterprise_id=enterprise_id)
    return url_for("enterprises.edit_fact", enterprise_id=enterprise_id, fact=use.field)
