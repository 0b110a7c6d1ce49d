"""Every matter that stands on a day, by kind; nothing here asks what was told, or when the last night ran."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, literal, or_, select
from sqlalchemy.orm import Session

from crm.config.service_rules import ServiceRules
from crm.cultivation.duties import queries
from crm.cultivation.duties.models import TitleDuty
from crm.cultivation.flags.opened import open_flag, without_seen
from crm.cultivation.models import Evaluation, Flag, Title
from crm.cultivation.pool.suggestions import terms_ending
from crm.cultivation.titles import upcoming
from crm.cultivation.titles.ending import REVIEWED, ends_within
from crm.db import slices
from crm.rules import Purpose
from crm.rules.law.days.dates import months_after
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


@dataclass(frozen=True, slots=True)
class MatterSelect:
    """The matters of a kind that many have: a select with the `reason` of each, and how its rows are told.

    Night after night nearly all that stands was told, so the database compares, and only what is new is read.
    """

    rows: Select[Any]
    tell: Callable[[Session, Sequence[Any]], list[Matter]]

    @property
    def reason(self) -> ColumnElement[str]:
        """The column of reasons."""
        return self.rows.selected_columns["reason"]


Matters = Mapping[str, Sequence[Matter] | MatterSelect]


def read_every(session: Session, matters: Sequence[Matter] | MatterSelect) -> Sequence[Matter]:
    """Everything that stands of a kind."""
    if isinstance(matters, MatterSelect):
        return matters.tell(session, session.execute(matters.rows).all())
    return matters


def join_reason(*parts: Any) -> ColumnElement[str]:
    """The reason of a matter in the database: words and columns behind each other, parted by colons."""
    texts = [literal(part) if isinstance(part, str) else cast(part, String) for part in parts]
    joined: ColumnElement[str] = texts[0]
    for text in texts[1:]:
        joined = joined.concat(":").concat(text)
    return joined.label("reason")


def read_matters(session: Session, ladder: Ladder, rules: ServiceRules, on: date) -> Matters:
    """What stands about flags, titles, annual updates, duties and seeds."""
    ahead = timedelta(days=rules.night.deadline_days)
    return {
        FLAG: _flags(),
        UNSEEN: _unseen(on - timedelta(days=rules.reminders.flag_unseen_days), on),
        TITLE: _ending(rules.reminders.title_months, on),
        UPDATE: _updates(session, ladder, on, rules.night.deadline_days),
        DUTY: _duties(session, on, ahead),
        TERM: _terms(session, on, timedelta(days=rules.pool.term_ends_days)),
    }


def flag_matter(flag: Any, counts_to: str) -> Matter:
    """A flag, or a row with its columns, as it is told."""
    values = {"target": flag.target.value, "kind": flag.kind, "purpose": flag.purpose}
    return Matter(FLAG, f"flag:{flag.id}", flag.enterprise_id, counts_to, values)


def _flags() -> MatterSelect:
    told = select(join_reason("flag", Flag.id), Flag.id, Flag.enterprise_id, Flag.target, Flag.kind, Flag.purpose)
    opened = told.where(Flag.closed_on.is_(None)).order_by(Flag.id)
    return MatterSelect(opened, lambda _session, flags: [flag_matter(flag, flag.kind) for flag in flags])


def _unseen(opened_by: date, on: date) -> MatterSelect:
    """Open flags that nobody who looks after the enterprise has seen in the time for it."""
    told = select(join_reason("unseen", Flag.id), Flag.enterprise_id, Flag.target, Flag.purpose, Flag.opened_on)
    opened = without_seen(told.where(open_flag(on), Flag.opened_on <= opened_by))
    return MatterSelect(opened.order_by(Flag.id), _tell_unseen)


def _tell_unseen(_session: Session, flags: Sequence[Any]) -> list[Matter]:
    return [
        Matter(
            UNSEEN,
            flag.reason,
            flag.enterprise_id,
            "unseen",
            {"target": flag.target.value, "purpose": flag.purpose, "opened_on": flag.opened_on.isoformat()},
        )
        for flag in flags
    ]


def _ending(steps: Sequence[int], on: date) -> MatterSelect:
    """Titles with nothing to carry them on, by the nearest of the steps they have come to, and how ready they are.

    One that is not reviewed has the last step only.
    """
    ends = {months: months_after(on, months) for months in sorted(steps)}
    step = case(*((Title.expires_on <= last, months) for months, last in ends.items()))
    reason = join_reason("title", Title.id, Title.expires_on, step)
    titles = (
        select(reason, Title.id, Title.enterprise_id, Title.tier, Title.expires_on, step.label("months"))
        .where(ends_within(on, max(ends.values()), on=on))
        .where(or_(Title.tier.in_(REVIEWED), Title.expires_on <= min(ends.values())))
    )
    return MatterSelect(titles.order_by(Title.expires_on, Title.id), _tell_ending)


def _tell_ending(session: Session, titles: Sequence[Any]) -> list[Matter]:
    readiness = _readiness(session, titles)
    missed = queries.count_missed(session, titles)
    return [
        Matter(
            TITLE,
            title.reason,
            title.enterprise_id,
            "titles_ending",
            {
                "tier": title.tier.value,
                "expires_on": title.expires_on.isoformat(),
                "months": title.months,
                **readiness.get((title.enterprise_id, title.tier), {}),
                **({"missed": missed[title.id]} if title.id in missed else {}),
            },
        )
        for title in titles
    ]


def _readiness(session: Session, titles: Sequence[Any]) -> dict[tuple[int, Any], dict[str, Any]]:
    """What the current judgement of the review says, by enterprise and tier."""
    judged = select(
        Evaluation.enterprise_id, Evaluation.target, Evaluation.verdict, Evaluation.unmet, Evaluation.unknown
    ).where(Evaluation.purpose == Purpose.REVIEW, Evaluation.superseded_on.is_(None))
    return {
        (row.enterprise_id, row.target): {
            "verdict": row.verdict.value,
            "unmet": len(row.unmet),
            "unknown": len(row.unknown),
        }
        for part in slices(sorted({title.enterprise_id for title in titles}))
        for row in session.execute(judged.where(Evaluation.enterprise_id.in_(part)))
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
