"""Opening duties, and taking down which are done or missed: from titles, their events and names, as often as asked.

Everything is compared as a state, so that a missed night loses nothing and a second one changes nothing.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, or_, select, update
from sqlalchemy.orm import Session

from crm.config.service_rules import service_rules
from crm.cultivation.duties.models import ChangeKind, DutyKind, TitleDuty
from crm.cultivation.models import Tier, Title, TitleEvent, TitleEventKind
from crm.cultivation.titles.ending import REVIEWED
from crm.cultivation.titles.tiers import valid_on
from crm.db import add_rows, slices
from crm.enterprises.models import EnterpriseChange
from crm.rules.law.days.dates import first_within_months, last_day_within, months_after
from crm.rules.reading.ladder import Ladder
from crm.sql.claiming import execute_counting

_DAY = timedelta(days=1)
_NAME = "name"
_FULFILLING = {
    DutyKind.ANNUAL_UPDATE: (TitleEventKind.ANNUAL_UPDATE,),
    DutyKind.MAJOR_CHANGE: (TitleEventKind.MAJOR_CHANGE,),
    DutyKind.REVIEW: (TitleEventKind.REVIEW_PASSED, TitleEventKind.REVIEW_FAILED),
}


def open_duties(session: Session, ladder: Ladder, *, on: date) -> int:
    """Open what titles ask for on a day and nobody has opened; returns how many were new."""
    asked = [*_updates(session, ladder, on), *_renames(session, ladder), *_reviews(session, on)]
    return add_duties(session, asked)


def add_duties(session: Session, duties: Iterable[dict[str, Any]]) -> int:
    """Write those that are not there yet; returns how many."""
    asked = {(duty["title_id"], duty["kind"], duty["period"]): duty for duty in duties}
    known: set[tuple[int, DutyKind, str]] = set()
    for part in slices(sorted({title_id for title_id, _, _ in asked})):
        kept = select(TitleDuty.title_id, TitleDuty.kind, TitleDuty.period).where(TitleDuty.title_id.in_(part))
        known.update((row.title_id, row.kind, row.period) for row in session.execute(kept))
    new = [duty for key, duty in asked.items() if key not in known]
    add_rows(session, TitleDuty, new)
    return len(new)


def change_duty(title: Any, kind: ChangeKind, happened_on: date, period: str, ladder: Ladder) -> dict[str, Any]:
    """The duty to report a major change."""
    due_on = last_day_within(happened_on, ladder.change_report_months)
    detail = {"change": kind.value, "happened_on": happened_on.isoformat()}
    return _duty(title, DutyKind.MAJOR_CHANGE, period, happened_on, due_on, detail)


def settle(session: Session, title_ids: Collection[int] | None = None) -> None:
    """Take down what was done, from the events of these titles, or of all."""
    pairs = select(TitleDuty, TitleEvent).join(TitleEvent, TitleEvent.title_id == TitleDuty.title_id)
    fulfilling = (and_(TitleDuty.kind == kind, TitleEvent.kind.in_(kinds)) for kind, kinds in _FULFILLING.items())
    pairs = pairs.where(is_waiting(), or_(*fulfilling)).order_by(TitleEvent.happened_on, TitleEvent.id)
    if title_ids is not None:
        pairs = pairs.where(TitleDuty.title_id.in_(title_ids))
    for duty, event in session.execute(pairs).all():
        if duty.done_on is None and _fulfils(event, duty):
            duty.done_on, duty.done_by = event.happened_on, event.recorded_by
    session.flush()


def mark_missed(session: Session, *, on: date) -> list[TitleDuty]:
    """Take down what is late and not done, once each; duties of titles that no longer stand are set aside."""
    _set_aside_fallen(session, on)
    results = timedelta(days=service_rules().titles.review_result_days)
    review = TitleDuty.kind == DutyKind.REVIEW
    late = or_(and_(~review, TitleDuty.due_on < on), and_(review, TitleDuty.due_on < on - results))
    unmarked = select(TitleDuty).where(is_waiting(), TitleDuty.missed_on.is_(None), late)
    missed = list(session.scalars(unmarked.order_by(TitleDuty.title_id, TitleDuty.kind, TitleDuty.period)))
    for duty in missed:
        duty.missed_on = duty.due_on + _DAY + (results if duty.kind is DutyKind.REVIEW else timedelta())
    session.flush()
    return missed


def is_waiting() -> ColumnElement[bool]:
    """The condition on `TitleDuty` for being neither done nor set aside."""
    return and_(TitleDuty.done_on.is_(None), TitleDuty.set_aside_on.is_(None))


def move_duties(session: Session, old: Title, new: Title) -> None:
    """The duties of a title whose row was corrected are those of the row that stands in its place."""
    execute_counting(session, update(TitleDuty).where(TitleDuty.title_id == old.id).values(title_id=new.id))


def _updates(session: Session, ladder: Ladder, on: date) -> Iterable[dict[str, Any]]:
    """This year's update of titles granted in an earlier year that stand on its last day and were known by then."""
    for tier in Tier:
        last_day = ladder.update_deadline(tier.value, on.year)
        if last_day is None:
            continue
        owing = _titles().where(
            Title.tier == tier,
            valid_on(last_day),
            Title.granted_on < date(on.year, 1, 1),
            Title.recorded_on <= last_day,
        )
        opened = date(on.year, 1, 1)
        for title in session.execute(owing.where(_is_not_open(DutyKind.ANNUAL_UPDATE, literal(str(on.year))))):
            yield _duty(title, DutyKind.ANNUAL_UPDATE, str(on.year), opened, last_day, {})


def _renames(session: Session, ladder: Ladder) -> Iterable[dict[str, Any]]:
    """A new name in the record of an enterprise that held a title on that day."""
    renamed = (
        _titles()
        .add_columns(EnterpriseChange.id.label("change_id"), EnterpriseChange.changed_on)
        .join(EnterpriseChange, EnterpriseChange.enterprise_id == Title.enterprise_id)
        .where(
            EnterpriseChange.field == _NAME,
            Title.removed_on.is_(None),
            Title.granted_on <= EnterpriseChange.changed_on,
            Title.expires_on >= EnterpriseChange.changed_on,
            Title.recorded_on <= EnterpriseChange.changed_on,
            or_(Title.revoked_on.is_(None), Title.revoked_on > EnterpriseChange.changed_on),
        )
    )
    for row in session.execute(renamed):
        yield change_duty(row, ChangeKind.RENAME, row.changed_on, f"name:{row.change_id}", ladder)


def _reviews(session: Session, on: date) -> Iterable[dict[str, Any]]:
    """Titles that end within the months in which a review is prepared."""
    months = service_rules().night.review_months
    ending = _titles().where(Title.tier.in_(REVIEWED), valid_on(on), Title.expires_on <= months_after(on, months))
    for title in session.execute(ending.where(_is_not_open(DutyKind.REVIEW, cast(Title.expires_on, String)))):
        first = first_within_months(title.expires_on, months)
        opened = max(first, title.granted_on)
        yield _duty(title, DutyKind.REVIEW, title.expires_on.isoformat(), opened, title.expires_on, {})


def _is_not_open(kind: DutyKind, period: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition on `Title` that nobody has opened its duty: nearly all of them are, night after night."""
    return ~exists().where(TitleDuty.title_id == Title.id, TitleDuty.kind == kind, TitleDuty.period == period)


def _titles() -> Select[Any]:
    return select(Title.id, Title.enterprise_id, Title.expires_on, Title.granted_on)


def _duty(
    title: Any, kind: DutyKind, period: str, opened_on: date, due_on: date, detail: dict[str, Any]
) -> dict[str, Any]:
    about = {"title_id": title.id, "enterprise_id": title.enterprise_id, "kind": kind, "period": period}
    return {**about, "opened_on": opened_on, "due_on": due_on, "detail": detail}


def _fulfils(event: TitleEvent, duty: TitleDuty) -> bool:
    """Whether what happened to the title is what the duty asked for."""
    if event.kind not in _FULFILLING[duty.kind]:
        return False
    if duty.kind is DutyKind.ANNUAL_UPDATE:
        return str(event.happened_on.year) == duty.period
    if duty.kind is DutyKind.REVIEW:
        return event.expires_before == duty.due_on
    return event.happened_on >= duty.opened_on


def _set_aside_fallen(session: Session, on: date) -> None:
    """What a title that was taken back asked for is asked no more."""
    fallen = select(Title.id).where(or_(Title.removed_on.is_not(None), Title.revoked_on <= on))
    over = update(TitleDuty).where(is_waiting(), TitleDuty.missed_on.is_(None), TitleDuty.title_id.in_(fallen))
    execute_counting(session, over.values(set_aside_on=on, set_aside_why="title_fallen"))
