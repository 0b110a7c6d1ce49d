"""Reads about briefings: those that concern enterprises of a scope, and those of one enterprise."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import Session

from crm.enterprises.models import Enterprise
from crm.interactions.models import Briefing, BriefingEnterprise
from crm.people.models import User
from crm.sql.bundles import Rows, columns_of, read_bundle


def briefings_within(
    session: Session, within: ColumnElement[bool], *, offset: int, limit: int
) -> tuple[list[Any], int]:
    """Briefings for enterprises of the scope, the newest first, with how many of them were there; and the total."""
    seen = (
        select(BriefingEnterprise.briefing_id, func.count().label("enterprises"))
        .join(Enterprise, Enterprise.id == BriefingEnterprise.enterprise_id)
        .where(within)
        .group_by(BriefingEnterprise.briefing_id)
        .subquery("seen")
    )
    columns = columns_of(Briefing, but=("recorded_at", "client_key"))
    listed = (
        select(*columns, User.name.label("by"), seen.c.enterprises)
        .join(seen, seen.c.briefing_id == Briefing.id)
        .join(User, User.id == Briefing.held_by)
        .order_by(Briefing.held_on.desc(), Briefing.id.desc())
    )
    total = select(func.count().label("number")).select_from(seen)
    rows = read_bundle(session, {"briefings": listed.offset(offset).limit(limit), "total": total})
    return rows["briefings"], rows["total"][0].number


def marks_of_briefings(enterprise_id: int) -> Select[Any]:
    """Where the briefings of an enterprise stand on its timeline."""
    return (
        select(Briefing.held_on.label("day"), literal("briefing").label("source"), Briefing.id.label("ref"))
        .join(BriefingEnterprise, BriefingEnterprise.briefing_id == Briefing.id)
        .where(BriefingEnterprise.enterprise_id == enterprise_id)
    )


def selects_of_briefings(ids: Collection[int]) -> dict[str, Select[Any]]:
    """What the timeline says of briefings."""
    columns = columns_of(Briefing, but=("recorded_at", "client_key"))
    rows = select(*columns, User.name.label("by")).join(User, User.id == Briefing.held_by)
    return {"briefing": rows.where(Briefing.id.in_(ids))}


def make_briefings(rows: Rows) -> dict[int, Any]:
    """Briefings by id."""
    return {row.id: row for row in rows["briefing"]}
