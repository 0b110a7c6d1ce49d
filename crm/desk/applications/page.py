"""Applications in words: what can be applied for, what happened, and what can be done now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.config.working_days import between, is_provisional
from crm.cultivation.applications.entitled import is_reviewable
from crm.cultivation.applications.life import ApplicationAct
from crm.cultivation.applications.models import Application, ApplicationJudgement
from crm.cultivation.models import Flag, Tier, Title
from crm.cultivation.titles.queries import tier_on
from crm.cultivation.titles.tiers import rank_of
from crm.rules import TARGETS, Purpose
from crm.rules.reading.ladder import Ladder, Window
from crm.steps import StepTaken, Table
from crm.web.vocabulary.steps import ActButton, StepWords, word_notes, word_steps
from crm.web.words import word

MAIN = (ApplicationAct.SUBMIT, ApplicationAct.RECOMMEND, ApplicationAct.GRANT)
TONES = {"granted": "good", "refused": "bad", "missed": "bad", "withdrawn": "", "publicity": "calm"}


@dataclass(frozen=True, slots=True)
class JudgementWords:
    """What was judged at a submission, with the address where it is explained."""

    submitted_on: date
    as_of: date
    verdict: str
    url: str
    named: tuple[str, ...]
    confirmed: tuple[str, ...]
    below_why: str | None
    outside_why: str | None
    digest: str


def about_words(target: str, purpose: str) -> str:
    """专精特新认定."""
    return f"{word(target, 'short_tier')}{word(purpose, 'evaluation_purpose')}"


def offered_wishes(titles: Sequence[Title], ladder: Ladder, on: date) -> list[tuple[str, str]]:
    """What the enterprise can apply for by its titles, with each window of the year and the word for none."""
    held = rank_of(tier_on(titles, on))
    asked = [(target, Purpose.NEW.value) for target in TARGETS if rank_of(Tier(target)) > held]
    newest = {title.tier: title for title in sorted(titles, key=lambda title: title.granted_on)}
    asked += [(tier.value, Purpose.REVIEW.value) for tier, title in newest.items() if is_reviewable(title, on)]
    return [
        (f"{target}:{purpose}:{window.id if window else ''}", f"{about_words(target, purpose)} · {words}")
        for target, purpose in asked
        for window, words in _windows(ladder, target, purpose, on)
    ]


def asked_wish(wishes: Iterable[tuple[str, str]], flag: Flag | None) -> str | None:
    """The one to be chosen at first: that of the flag, or the only one there is."""
    values = [value for value, _label in wishes]
    if flag is not None:
        values = [value for value in values if value.startswith(f"{flag.target.value}:{flag.purpose}:")]
        return next(iter(values), None)
    return values[0] if len(values) == 1 else None


def window_words(window: Window, on: date) -> str:
    """The window with its days and how it stands."""
    days = {"since": window.since.isoformat(), "until": window.until.isoformat()}
    if on < window.since:
        state = _("未开始")
    elif on > window.until:
        state = _("已截止")
    else:
        state = _("还有 %(days)s 个工作日截止", days=between(on, window.until))
        if is_provisional(window.until.year):
            state = _("%(state)s（暂定）", state=state)
    return f"{window.text.zh}（{_('%(since)s 至 %(until)s', **days)}，{state}）"


def _windows(ladder: Ladder, target: str, purpose: str, on: date) -> list[tuple[Window | None, str]]:
    mine = [one for one in ladder.windows if (one.tier, one.purpose.value) == (target, purpose)]
    shown = sorted((one for one in mine if one.until.year >= on.year), key=lambda one: one.since, reverse=True)
    return [*((one, window_words(one, on)) for one in shown), (None, str(_("尚未公布窗口")))]


def application_history(steps: Iterable[StepTaken]) -> list[StepWords]:
    """What happened, the newest first."""
    return word_steps(steps, lambda act: word(act, "application_act"), _notes)


def _notes(detail: Mapping[str, Any]) -> list[Any]:
    notes: dict[str, Callable[[Any], Any]] = {
        "verdict": lambda value: _("按当日资料判断：%(verdict)s", verdict=word(value, "verdict")),
        "outside": lambda _value: _("不在窗口期内"),
        "document": lambda value: value,
        "day": lambda value: value,
        "until": lambda value: _("至 %(day)s", day=value),
        "clause": lambda value: _("条款：%(clause)s", clause=value),
        "certificate": lambda value: _("证书编号 %(number)s", number=value),
        "objections": lambda value: _("未处理异议 %(count)s 件", count=value),
    }
    return word_notes(detail, notes)


def act_buttons(application: Application, steps: Table) -> list[ActButton]:
    """The acts of the life as buttons, in its order."""
    return [
        ActButton(_address(application, step.act), word(step.act, "application_act"), step.act in MAIN)
        for step in steps
    ]


def _address(application: Application, act: str) -> str:
    if act == ApplicationAct.SUBMIT:
        return url_for("desk.submit_application", application_id=application.id)
    return url_for("desk.step_application", application_id=application.id, application_act=act)


def word_judgements(kept: Iterable[ApplicationJudgement]) -> list[JudgementWords]:
    """What was judged at each submission."""
    return [
        JudgementWords(
            one.submitted_on,
            one.as_of,
            one.verdict.value,
            url_for("desk.application_judgement", application_id=one.application_id, judgement_number=one.number),
            tuple(one.named),
            tuple(each["text"] for each in one.conditions.get("asked", ()) if each["confirmed"]),
            one.below_why,
            one.outside_why,
            one.digest,
        )
        for one in kept
    ]


def facts_of(application: Application) -> list[tuple[str, str]]:
    """What stands fast about it: letter, site check, publicity."""
    said: list[tuple[Any, Any]] = [
        (_("开始准备"), application.opened_on.isoformat()),
        (_("提交"), application.submitted_on and application.submitted_on.isoformat()),
        (_("现场核查"), application.site_checked_on and application.site_checked_on.isoformat()),
        (_("推荐函"), application.letter),
        (_("公示"), _publicity(application)),
        (_("未处理异议"), application.objections and str(application.objections)),
    ]
    return [(str(label), str(text)) for label, text in said if text]


def _publicity(application: Application) -> str | None:
    if application.publicity_from is None or application.publicity_to is None:
        return None
    since, until = application.publicity_from.isoformat(), application.publicity_to.isoformat()
    return str(_("%(since)s 至 %(until)s", since=since, until=until))


def state_tone(state: str) -> str:
    """The tone of a state's chip."""
    return TONES.get(state, "accent")
