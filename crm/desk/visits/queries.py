"""The ledger of services within a scope: what was recorded, by whom, with whom, and what became of the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, true
from sqlalchemy.orm import Session, aliased

from crm.enterprises.models import Contact, Enterprise
from crm.enterprises.search.queries import matching
from crm.interactions.models import Channel, ContactPurpose, Interaction
from crm.people.models import Department, User
from crm.sql.bundles import read_bundle
from crm.standings.queries import of_column

STANDING, WITHDRAWN, CORRECTED, EVERY = "standing", "withdrawn", "corrected", "every"
STATES = (STANDING, CORRECTED, WITHDRAWN, EVERY)
SORTS: Mapping[str, Any] = {"day": Interaction.held_on, "enterprise": Enterprise.name, "author": User.name}
_later = aliased(Interaction)


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """The filters of the ledger; `since` and `until` are days on which contacts were had, both included."""

    text: str = ""
    since: date = date.min
    until: date = date.max
    channel: Channel | None = None
    purpose: ContactPurpose | None = None
    author_id: int | None = None
    asked_for: bool | None = None
    above_ceiling: bool = False
    state: str = STANDING
    sort: str = "-day"


def visits(
    session: Session, within: ColumnElement[bool], wanted: VisitFilter, *, offset: int = 0, limit: int
) -> tuple[Sequence[Any], int]:
    """Records of enterprises in the scope, and how many the filters find in all."""
    key: Any = Interaction.enterprise_id
    condition = [of_column(within, key), *_conditions(wanted)]
    keys = select(Interaction.id).where(*condition)
    if wanted.state in (CORRECTED, WITHDRAWN):
        keys = keys.outerjoin(_later, _later.replaces_id == Interaction.id)
    if wanted.sort.lstrip("-") != "day":
        keys = keys.join(Enterprise, Enterprise.id == key).join(User, User.id == Interaction.author_id)
    shown = keys.order_by(*_order(wanted.sort)).offset(offset).limit(limit).subquery("shown")
    listed = _lines().join(shown, shown.c.id == Interaction.id).order_by(*_order(wanted.sort))
    total = keys.with_only_columns(func.count().label("number"))
    rows = read_bundle(session, {"visits": listed, "total": total})
    return rows["visits"], rows["total"][0].number


def authors(session: Session, within: ColumnElement[bool]) -> list[tuple[str, str]]:
    """Who has recorded something in the scope."""
    key: Any = Interaction.enterprise_id
    wrote = select(Interaction.author_id).where(of_column(within, key)).distinct()
    rows = session.execute(select(User.id, User.name).where(User.id.in_(wrote)).order_by(User.name, User.id))
    return [(str(row.id), row.name) for row in rows]


def _lines() -> Select[Any]:
    columns = ("id", "enterprise_id", "held_on", "channel", "purpose", "summary", "follow_up", "next_contact_on")
    rest = ("asked_for", "ceiling_why", "author_id", "withdrawn_on", "withdrawn_why")
    became = case(
        (Interaction.withdrawn_on.is_(None), STANDING), (_later.id.is_not(None), CORRECTED), else_=WITHDRAWN
    )
    return (
        select(
            *(getattr(Interaction, name) for name in (*columns, *rest)),
            Enterprise.name.label("enterprise"),
            Enterprise.credit_code,
            User.name.label("author"),
            Department.name.label("department"),
            Contact.name.label("met"),
            became.label("state"),
        )
        .join(Enterprise, Enterprise.id == Interaction.enterprise_id)
        .join(User, User.id == Interaction.author_id)
        .outerjoin(Department, Department.id == Interaction.department_id)
        .outerjoin(Contact, Contact.id == Interaction.contact_id)
        .outerjoin(_later, _later.replaces_id == Interaction.id)
    )


def _conditions(wanted: VisitFilter) -> list[ColumnElement[bool]]:
    key: Any = Interaction.enterprise_id
    state = {
        STANDING: Interaction.withdrawn_on.is_(None),
        CORRECTED: _later.id.is_not(None),
        WITHDRAWN: Interaction.withdrawn_on.is_not(None) & _later.id.is_(None),
    }
    asked: list[tuple[Any, ColumnElement[bool]]] = [
        (wanted.text, of_column(matching(wanted.text), key)),
        (True, Interaction.held_on.between(wanted.since, wanted.until)),
        (wanted.channel, Interaction.channel == wanted.channel),
        (wanted.purpose, Interaction.purpose == wanted.purpose),
        (wanted.author_id, Interaction.author_id == wanted.author_id),
        (wanted.asked_for is not None, Interaction.asked_for.is_(bool(wanted.asked_for))),
        (wanted.above_ceiling, Interaction.ceiling_why.is_not(None)),
        (wanted.state != EVERY, state.get(wanted.state, true())),
    ]
    return [condition for is_asked, condition in asked if is_asked]


def _order(sort: str) -> list[Any]:
    """The newest first among equals."""
    column = SORTS[sort.lstrip("-")]
    first = column.desc() if sort.startswith("-") else column.asc()
    return [first, Interaction.held_on.desc(), Interaction.id.desc()]
