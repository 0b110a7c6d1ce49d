"""Duties in words: what is to be done by when, how it stands, and what missing it means."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.cultivation.duties.models import DutyKind
from crm.web.words import word


@dataclass(frozen=True, slots=True)
class DutyWords:
    """A duty as pages show it; `acts` are offered while it is open: label and address."""

    what: str
    due_on: date
    state: str
    tone: str
    meaning: str
    acts: tuple[tuple[str, str], ...]


def word_duty(duty: Any, on: date, tier: str | None = None) -> DutyWords:
    """One duty, a row of the list or of the table; with the tier of its title a review leads to what it still lacks."""
    state, tone = _state(duty, on)
    return DutyWords(name_duty(duty), duty.due_on, state, tone, _meaning(duty), _acts(duty, tier))


def name_duty(duty: Any) -> str:
    """What is asked for."""
    kind = DutyKind(duty.kind)
    if kind is DutyKind.ANNUAL_UPDATE:
        return str(_("%(year)s 年度信息更新", year=duty.period))
    if kind is DutyKind.REVIEW:
        return str(_("复核"))
    change = word((duty.detail or {}).get("change", "other"), "change")
    day = (duty.detail or {}).get("happened_on", duty.opened_on.isoformat())
    return str(_("报告重大变化：%(change)s（%(day)s）", change=change, day=day))


def _state(duty: Any, on: date) -> tuple[str, str]:
    if duty.set_aside_on is not None:
        return str(_("无需办理")), ""
    if duty.done_on is not None:
        day = duty.done_on.isoformat()
        if duty.done_on > duty.due_on and duty.kind != DutyKind.REVIEW:
            return str(_("%(day)s 逾期完成", day=day)), "bad"
        return str(_("%(day)s 完成", day=day)), "good"
    if duty.kind == DutyKind.REVIEW and duty.due_on < on:
        text = _("未见复核结果") if duty.missed_on else _("复核结果待公布")
        return str(text), "bad" if duty.missed_on else "calm"
    if duty.due_on < on:
        return str(_("逾期 %(days)s 天", days=(on - duty.due_on).days)), "bad"
    return str(_("还有 %(days)s 天", days=(duty.due_on - on).days)), ""


def _meaning(duty: Any) -> str:
    """What follows from missing it."""
    if not duty.was_missed or duty.set_aside_on is not None:
        return ""
    meanings = {
        DutyKind.ANNUAL_UPDATE: _("按规定不再参加复核"),
        DutyKind.MAJOR_CHANGE: _("可能取消复核资格，直至撤销称号"),
        DutyKind.REVIEW: _("称号到期为止，可按新标准重新申报"),
    }
    return str(meanings[DutyKind(duty.kind)])


def _acts(duty: Any, tier: str | None) -> tuple[tuple[str, str], ...]:
    if duty.done_on is not None or duty.set_aside_on is not None:
        return ()
    at = {"enterprise_id": duty.enterprise_id}
    if duty.kind == DutyKind.REVIEW:
        return ((str(_("复核差距")), url_for("desk.gap", target=tier, purpose="review", **at)),) if tier else ()
    done = (str(_("登记完成")), url_for("desk.fulfil_duty", duty_id=duty.id, **at))
    aside = (str(_("无需办理")), url_for("desk.set_aside_duty", duty_id=duty.id, **at))
    return (done, aside) if duty.kind == DutyKind.MAJOR_CHANGE else (done,)
