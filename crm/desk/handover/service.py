"""Making a sheet with an assignment, accepting its items, objecting to them, and taking a sheet back."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.config.working_days import due
from crm.cultivation.applications.materials.passing import pass_on_papers
from crm.db import add_rows, serialise
from crm.desk.handover.items import ItemKey, collect_items
from crm.desk.handover.life import SHEET_LIFE, SheetAct, state_of
from crm.desk.handover.models import Handover, HandoverEvent, HandoverItem
from crm.enterprises.letters.service import Letter, withdraw_letters, write_letters
from crm.errors import CrmError
from crm.notifications.service import Telling, tell
from crm.notifications.service import withdraw as take_back
from crm.people import queries as people
from crm.people.models import Role
from crm.sql.claiming import execute_counting
from crm.steps import Step, Thing, find_step, last_step, record_step
from crm.stewards import queries as stewards
from crm.stewards import service as care
from crm.stewards.wholesale import claim_care


@dataclass(frozen=True, slots=True)
class Passing:
    """Enterprises change hands: from their stewards of before to one, for a reason."""

    holders: Mapping[int, int]
    to: int
    why: str


def make_sheets(session: Session, passing: Passing, *, by: int, on: date, at: datetime) -> list[Handover]:
    """One sheet for each steward who gives; the receiver and each giver get one notice, however many enterprises.

    An enterprise that nobody looked after is handed over by nobody.
    """
    groups: dict[int, list[int]] = defaultdict(list)
    for enterprise_id, giver in sorted(passing.holders.items()):
        if giver != passing.to:
            groups[giver].append(enterprise_id)
    first_contact_by = due(on, service_rules().stewards.first_contact_days)
    made = []
    for giver, enterprise_ids in sorted(groups.items()):
        sheet = Handover(
            from_id=giver,
            to_id=passing.to,
            made_by=by,
            made_on=on,
            why=passing.why,
            first_contact_by=first_contact_by,
        )
        session.add(sheet)
        session.flush()
        _fill(session, sheet, enterprise_ids, on)
        pass_on_papers(session, enterprise_ids, giver, passing.to, by=by)
        made.append(sheet)
    _tell(session, made, groups, at=at)
    _write_to_contacts(session, made, groups, by=by, at=at)
    return made


def accept(session: Session, handover_id: int, keys: Collection[ItemKey], *, by: int, on: date, at: datetime) -> int:
    """The receiver takes these items over; with the last one the sheet is accepted. Returns how many were new."""
    sheet = _own_sheet(session, handover_id, by)
    if not keys:
        raise CrmError("nothing_taken_over")
    key = tuple_(HandoverItem.enterprise_id, HandoverItem.kind, HandoverItem.ref)
    ours = HandoverItem.handover_id == sheet.id
    known = session.scalar(select(func.count()).where(ours, key.in_(sorted(keys))))
    if known != len(set(keys)):
        raise CrmError("not_found")
    taken = update(HandoverItem).where(ours, key.in_(sorted(keys)), HandoverItem.accepted_on.is_(None))
    count = execute_counting(session, taken.values(accepted_on=on))
    left = session.scalar(select(func.count()).where(ours, HandoverItem.accepted_on.is_(None)))
    if count and not left and sheet.accepted_on is None:
        step = _step(session, sheet, SheetAct.ACCEPT, by)
        sheet.accepted_on = on
        record_step(session, _thing(sheet), step, by=by, at=at)
    if count:
        audit.record(session, by, "handover.accepted", f"handover:{sheet.id}", items=count, left=left)
    return count


def object_to(
    session: Session, handover_id: int, key: ItemKey, *, remark: str, by: int, on: date, at: datetime
) -> HandoverItem:
    """The receiver does not take an item as it stands, and says why; the manager who made the sheet is told."""
    sheet = _own_sheet(session, handover_id, by)
    item = session.get(HandoverItem, (sheet.id, *key), populate_existing=True)
    if item is None:
        raise CrmError("not_found")
    if item.accepted_on is not None:
        raise CrmError("item_taken_over", day=item.accepted_on)
    if not remark.strip():
        raise CrmError("objection_without_reason")
    item.objected_on, item.remark = on, remark.strip()
    values = {"what": "objected", "id": sheet.id, "by": people.names(session, {by})[by]}
    place = f"handover:{sheet.id}:{':'.join(map(str, key))}:{at.isoformat()}"
    tellings = [
        Telling(key=f"{place}:{each}", user_id=each, kind="handover", values=values, reason=_reason(sheet))
        for each in _managers_of(session, sheet)
    ]
    tell(session, tellings, at=at)
    audit.record(session, by, "handover.objected", f"handover:{sheet.id}", enterprise=item.enterprise_id)
    return item


def withdraw(session: Session, handover_id: int, *, why: str, by: int, on: date, at: datetime) -> int:
    """A manager takes a sheet back while nothing is taken over: what the receiver still has goes back to the giver.

    Returns how many enterprises went back.
    """
    claim_care(session)
    sheet = _claim(session, handover_id)
    step = _step(session, sheet, SheetAct.WITHDRAW, by)
    if not why.strip():
        raise CrmError("sheet_withdrawn_without_reason")
    if _count_accepted(session, sheet):
        raise CrmError("handover_begun")
    theirs = stewards.assignments_of(session, sheet.to_id)
    back = {key: theirs[key] for key in _enterprises_on(session, sheet) if key in theirs}
    if not back:
        raise CrmError("handover_gone_on")
    care.assign_many(session, back, sheet.from_id, why=why, by=by, on=on)
    pass_on_papers(session, sorted(back), sheet.to_id, sheet.from_id, by=by)
    sheet.withdrawn_on = on
    record_step(session, _thing(sheet), step, by=by, at=at, why=why)
    audit.record(session, by, "handover.withdrawn", f"handover:{sheet.id}", enterprises=sorted(back))
    _tell_back(session, sheet, len(back), by=by, at=at)
    _write_back(session, sheet, back, by=by, on=on, at=at)
    return len(back)


def _own_sheet(session: Session, handover_id: int, by: int) -> Handover:
    """The sheet, for its receiver; nobody accepts in another's place."""
    sheet = _claim(session, handover_id)
    if sheet.to_id != by:
        raise CrmError("handover_of_somebody_else")
    if sheet.withdrawn_on is not None:
        raise _refusal(session, sheet)
    return sheet


def _claim(session: Session, handover_id: int) -> Handover:
    serialise(session, f"handover {handover_id}")
    sheet = session.get(Handover, handover_id, populate_existing=True)
    if sheet is None:
        raise CrmError("not_found")
    return sheet


def _step(session: Session, sheet: Handover, act: str, by: int) -> Step:
    step = find_step(SHEET_LIFE, act, state_of(sheet), people.roles_of(session, by))
    if step is None:
        raise _refusal(session, sheet)
    return step


def _refusal(session: Session, sheet: Handover) -> CrmError:
    """Who took it back, when and why; that all of it is taken over; or that this person may not."""
    if sheet.withdrawn_on is not None:
        last = last_step(session, _thing(sheet))
        who = people.names(session, {last.by}).get(last.by, "—") if last else "—"
        return CrmError("handover_withdrawn", by=who, day=sheet.withdrawn_on, why=last.why if last else "—")
    return CrmError("handover_begun" if sheet.accepted_on is not None else "forbidden")


def _thing(sheet: Handover) -> Thing:
    return Thing(HandoverEvent, "handover_id", sheet.id)


def _reason(sheet: Handover) -> str:
    return f"handover:{sheet.id}"


def _count_accepted(session: Session, sheet: Handover) -> int:
    ours = HandoverItem.handover_id == sheet.id
    return session.scalar(select(func.count(HandoverItem.accepted_on)).where(ours)) or 0


def _enterprises_on(session: Session, sheet: Handover) -> Sequence[int]:
    ours = HandoverItem.handover_id == sheet.id
    return session.scalars(select(HandoverItem.enterprise_id).where(ours).distinct()).all()


def _managers_of(session: Session, sheet: Handover) -> list[int]:
    """Who decides about an objection: the manager who made the sheet; all of them where an administrator did."""
    managers = [user.id for user in people.active_with(session, Role.MANAGER)]
    return [sheet.made_by] if sheet.made_by in managers else managers


def _fill(session: Session, sheet: Handover, enterprise_ids: Sequence[int], on: date) -> None:
    items = collect_items(session, enterprise_ids, sheet.from_id, on)
    add_rows(session, HandoverItem, [{"handover_id": sheet.id, **item._asdict()} for item in items])


def _tell(session: Session, made: Sequence[Handover], groups: Mapping[int, Sequence[int]], *, at: datetime) -> None:
    names = people.names(session, {each for sheet in made for each in (sheet.from_id, sheet.to_id)})
    tellings = []
    for sheet in made:
        values = {"id": sheet.id, "count": len(groups[sheet.from_id]), "day": sheet.first_contact_by.isoformat()}
        came = {**values, "what": "came", "by": names[sheet.from_id]}
        went = {**values, "what": "went", "by": names[sheet.to_id]}
        tellings += [
            Telling(f"handover:{sheet.id}:came", sheet.to_id, "handover", came, reason=_reason(sheet)),
            Telling(f"handover:{sheet.id}:went", sheet.from_id, "handover", went, reason=_reason(sheet)),
        ]
    tell(session, tellings, at=at)


def _tell_back(session: Session, sheet: Handover, count: int, *, by: int, at: datetime) -> None:
    """What was told of the sheet is over; both read that the enterprises are with the giver again."""
    take_back(session, _reason(sheet), at=at)
    names = people.names(session, {by, sheet.from_id})
    values = {"what": "back", "by": names[by], "to": names[sheet.from_id], "count": count}
    both = [
        Telling(f"handover:{sheet.id}:back:{each}", each, "handover", values) for each in (sheet.from_id, sheet.to_id)
    ]
    tell(session, both, at=at)


def _write_to_contacts(
    session: Session, made: Sequence[Handover], groups: Mapping[int, Sequence[int]], *, by: int, at: datetime
) -> None:
    """The contact of each enterprise is to be told who looks after it from now on."""
    names = people.names(session, {each for sheet in made for each in (sheet.from_id, sheet.to_id)})
    for sheet in made:
        values = {"from": names[sheet.from_id], "to": names[sheet.to_id], "day": sheet.made_on.isoformat()}
        letters = [
            Letter(f"{_reason(sheet)}:{each}", each, "steward", values, _reason(sheet))
            for each in groups[sheet.from_id]
        ]
        write_letters(session, letters, by=by, on=sheet.made_on, at=at)


def _write_back(session: Session, sheet: Handover, back: Collection[int], *, by: int, on: date, at: datetime) -> None:
    """Who was told of the new steward already is to be told that it is the former one again."""
    told = withdraw_letters(session, _reason(sheet))
    names = people.names(session, {sheet.from_id, sheet.to_id})
    values = {"from": names[sheet.to_id], "to": names[sheet.from_id], "day": on.isoformat()}
    letters = [Letter(f"{_reason(sheet)}:back:{each}", each, "steward", values) for each in told if each in back]
    write_letters(session, letters, by=by, on=on, at=at)
