"""Every matter that stands on a day, by kind; nothing here asks what was told, or when the last night ran."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.config.service_rules import ServiceRules
from crm.cultivation.duties import queries
from crm.cultivation.duties.models import TitleDuty
from crm.cultivation.flags.opened import open_flag, without_seen
from crm.cultivation.models import Evaluation, Flag, Title
from crm.cultivation.pool.suggestions import terms_ending
from crm.cultivation.titles import upcoming
from crm.cultivation.titles.ending import REVIEWED
from crm.rules import Purpose
from crm.rules.law.days.dates import first_within_months, months_after
from crm.rules.reading.ladder import Ladder

FLAG, UNSEEN, TITLE, UPDATE, DUTY = "flag_opened", "flag_unseen", "title_ends", "update_due", "duty"
TERM = "seed_term"


@dataclass(frozen=True, slots=True)
class Matter:
    """Something about an enterprise: its kind, what it rests on, and the number of the digest it counts to.

    `reason` names the episode: as long as the same thing lasts it is the same, and what comes back has another.
    """

    kind: str
    reason: str
    enterprise_id: int
    counts_to: str
    values: dict[str, Any]


Matters = Mapping[str, Sequence[Matter]]


def read_matters(session: Session, ladder: Ladder, rules: ServiceRules, on: date) -> Matters:
    """What stands about flags, titles, annual updates, duties and seeds."""
    ahead = timedelta(days=rules.night.deadline_days)
    return {
        FLAG: _flags(session),
        UNSEEN: _unseen(session, on - timedelta(days=rules.reminders.flag_unseen_days), on),
        TITLE: _ending(session, rules.reminders.title_months, on),
        UPDATE: _updates(session, ladder, on, rules.night.deadline_days),
        DUTY: _duties(session, on, ahead),
        TERM: _terms(session, on, timedelta(days=rules.pool.term_ends_days)),
    }


def flag_matter(flag: Any, counts_to: str) -> Matter:
    """A flag, or a row with its columns, as it is told."""
    values = {"target": flag.target.value, "kind": flag.kind, "purpose": flag.purpose}
    return Matter(FLAG, f"flag:{flag.id}", flag.enterprise_id, counts_to, values)


def _flags(session: Session) -> list[Matter]:
    told = select(Flag.id, Flag.enterprise_id, Flag.target, Flag.kind, Flag.purpose)
    opened = told.where(Flag.closed_on.is_(None)).order_by(Flag.id)
    return [flag_matter(flag, flag.kind) for flag in session.execute(opened)]


def _unseen(session: Session, opened_by: date, on: date) -> list[Matter]:
    """Open flags that nobody who looks after the enterprise has seen in the time for it."""
    told = select(Flag.id, Flag.enterprise_id, Flag.target, Flag.purpose, Flag.opened_on)
    opened = without_seen(told.where(open_flag(on), Flag.opened_on <= opened_by))
    return [
        Matter(
            UNSEEN,
            f"unseen:{flag.id}",
            flag.enterprise_id,
            "unseen",
            {"target": flag.target.value, "purpose": flag.purpose, "opened_on": flag.opened_on.isoformat()},
        )
        for flag in session.execute(opened.order_by(Flag.id))
    ]


def _ending(session: Session, steps: Sequence[int], on: date) -> list[Matter]:
    """Titles with nothing to carry them on, by the nearest of the steps they have come to, and how ready they are."""
    titles = upcoming.titles_ending(session, on, months_after(on, max(steps)), on=on)
    readiness = _readiness(session, titles)
    return [
        Matter(
            TITLE,
            f"title:{title.id}:{title.expires_on}:{months}",
            title.enterprise_id,
            "titles_ending",
            {
                "tier": title.tier.value,
                "expires_on": title.expires_on.isoformat(),
                "months": months,
                **readiness.get((title.enterprise_id, title.tier), {}),
            },
        )
        for title in titles
        if (months := step_of_end(title, steps, on)) is not None
    ]


def step_of_end(title: Title, steps: Sequence[int], on: date) -> int | None:
    """The smallest of the steps, in months, within which the title ends; one that is not reviewed has the last only."""
    reached = [months for months in steps if first_within_months(title.expires_on, months) <= on]
    step = min(reached, default=None)
    return step if title.tier in REVIEWED or step == min(steps) else None


def _readiness(session: Session, titles: Sequence[Title]) -> dict[tuple[int, Any], dict[str, Any]]:
    """What the current judgement of the review says, by enterprise and tier."""
    of_ending = {title.enterprise_id for title in titles}
    judged = select(
        Evaluation.enterprise_id, Evaluation.target, Evaluation.verdict, Evaluation.unmet, Evaluation.unknown
    ).where(Evaluation.purpose == Purpose.REVIEW, Evaluation.superseded_on.is_(None))
    return {
        (row.enterprise_id, row.target): {
            "verdict": row.verdict.value,
            "unmet": len(row.unmet),
            "unknown": len(row.unknown),
        }
        for row in session.execute(judged)
        if row.enterprise_id in of_ending
    }


def _updates(session: Session, ladder: Ladder, on: date, days: int) -> list[Matter]:
    return [
        Matter(
            UPDATE,
            f"update:{one.enterprise_id}:{one.tier}:{one.last_day}",
            one.enterprise_id,
            "updates_due",
            {"tier": one.tier, "last_day": one.last_day.isoformat()},
        )
        for one in upcoming.updates_due(session, ladder, on, days)
    ]


def _duties(session: Session, on: date, ahead: timedelta) -> list[Matter]:
    """Changes whose report is near, and duties that are late."""
    near = queries.duties_coming(session, on, on + ahead)
    late = queries.duties_missed(session, on)
    return [_duty(duty, "near") for duty in near] + [_duty(duty, "missed") for duty in late]


def _duty(duty: TitleDuty, step: str) -> Matter:
    values = {"duty": duty.kind.value, "due_on": duty.due_on.isoformat(), "step": step}
    return Matter(DUTY, f"duty:{duty.id}:{step}", duty.enterprise_id, f"duties_{step}", values)


def _terms(session: Session, on: date, ahead: timedelta) -> list[Matter]:
    """Seeds whose term in the pool is near its end, or over."""
    return [
        Matter(
            TERM,
            f"term:{one.entry_id}:{one.until}",
            one.enterprise_id,
            "terms_ending",
            {"until": one.until.isoformat()},
        )
        for one in terms_ending(session, None, on + ahead, on=on)
    ]
