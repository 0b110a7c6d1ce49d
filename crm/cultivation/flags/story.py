"""The flags of one enterprise with all that happened to each, as values: what was said, what was done, how it ended."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from crm.cultivation.flags.models import FlagEvent
from crm.cultivation.models import Evaluation, Flag
from crm.people.models import User
from crm.sql.bundles import columns_of, read_bundle


@dataclass(frozen=True, slots=True)
class FlagStory:
    """One episode; `verdicts` are the judgements in it and `done` the acts, both in the order in which they came."""

    flag: Any
    verdicts: Sequence[Any]
    done: Sequence[Any]

    @property
    def is_put_off_until(self) -> date | None:
        """The day to which the last decision has put it off."""
        decided = [act for act in self.done if act.act != "seen"]
        until: date | None = decided[-1].until if decided else None
        return until


def flag_stories(
    session: Session, enterprise_id: int, *, offset: int = 0, limit: int = 50
) -> tuple[list[FlagStory], int]:
    """Episodes, open ones first and then the newest, and how many there are; the caller has checked the scope."""
    page = _page(enterprise_id, offset, limit)
    flags = read_bundle(
        session,
        {"flags": page, "total": select(func.count().label("number")).where(Flag.enterprise_id == enterprise_id)},
    )
    ids = [flag.id for flag in flags["flags"]]
    first = min((flag.opened_on for flag in flags["flags"]), default=date.max)
    rows = read_bundle(session, {"said": _said(enterprise_id, first), "done": _done(ids)})
    done = defaultdict(list)
    for act in rows["done"]:
        done[act.flag_id].append(act)
    stories = [FlagStory(flag, _within(flag, rows["said"]), done[flag.id]) for flag in flags["flags"]]
    return stories, flags["total"][0].number


def _page(enterprise_id: int, offset: int, limit: int) -> Select[Any]:
    flags = select(*columns_of(Flag)).where(Flag.enterprise_id == enterprise_id)
    ordered = flags.order_by(Flag.closed_on.is_not(None), Flag.opened_on.desc(), Flag.id.desc())
    return ordered.offset(offset).limit(limit)


def _said(enterprise_id: int, first: date) -> Select[Any]:
    names = ("id", "target", "purpose", "as_of", "verdict", "flag_kind", "reasons")
    said = select(*(getattr(Evaluation, name) for name in names))
    return said.where(Evaluation.enterprise_id == enterprise_id, Evaluation.as_of >= first).order_by(
        Evaluation.as_of, Evaluation.id
    )


def _done(flag_ids: Sequence[int]) -> Select[Any]:
    done = select(*columns_of(FlagEvent), User.name.label("who")).outerjoin(User, User.id == FlagEvent.by)
    return done.where(FlagEvent.flag_id.in_(flag_ids)).order_by(FlagEvent.flag_id, FlagEvent.number)


def _within(flag: Any, said: Sequence[Any]) -> list[Any]:
    """The judgements of the flag's question that changed its kind while it was open, the first included."""
    asked = [one for one in said if (one.target, one.purpose) == (flag.target, flag.purpose)]
    during = [
        one for one in asked if one.as_of >= flag.opened_on and (not flag.closed_on or one.as_of <= flag.closed_on)
    ]
    kinds = [None, *(one.flag_kind for one in during)]
    return [one for one, before in zip(during, kinds, strict=False) if one.flag_kind and one.flag_kind != before]
