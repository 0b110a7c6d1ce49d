"""How a standing is worked out: one select over everything that is recorded of some enterprises, on a day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, false, func, literal, or_, select, true, union_all

from crm.config.policies import library
from crm.config.service_rules import service_rules
from crm.cultivation.flags.models import FlagEvent
from crm.cultivation.flags.opened import FLAG_KINDS, open_flag
from crm.cultivation.models import Evaluation, Flag, PoolEntry, Tier, Title
from crm.cultivation.titles.ending import REVIEWED, awaits_review_result, ends_within
from crm.cultivation.titles.tiers import rank_of, valid_on
from crm.enterprises.models import Enterprise
from crm.interactions.models import Interaction, PlannedContact, QuietPeriod
from crm.interactions.plans.queries import is_open
from crm.interactions.queries import is_latest
from crm.interactions.quiet.queries import is_quiet
from crm.rules import Purpose, Verdict
from crm.sql.days import anniversary_after, days_after
from crm.standings.models import Standing
from crm.stewards.models import Assignment, QueueEntry

Within = Callable[[Any], ColumnElement[bool]]
"""The condition that a column's enterprise is one of those to be derived."""

COLUMNS = tuple(column.name for column in Standing.__table__.columns)
SOURCES = (
    Enterprise,
    Title,
    PoolEntry,
    Assignment,
    QueueEntry,
    Interaction,
    PlannedContact,
    QuietPeriod,
    Flag,
    FlagEvent,
    Evaluation,
)
_HELD = (Tier.TECH_SME, Tier.INNOVATIVE, Tier.SRDI, Tier.LITTLE_GIANT)


def derive_standings(within: Within, on: date) -> Select[Any]:
    """The standings of some enterprises on a day, with the columns in the order of COLUMNS."""
    held, awaited, ends, pool = _held(within, on), _awaited(within, on), _ends(within, on), _pool(within, on)
    flags, promotion, changes = _flags(within, on), _promotion(within, on), _changes(within, on)
    columns = {
        **{name: getattr(Enterprise, name) for name in ("name", "street", "industry")},
        "enterprise_id": Enterprise.id,
        "rank": func.coalesce(held.c.rank, 0),
        "awaited": _above(awaited.c.rank, func.coalesce(held.c.rank, 0)),
        **{name: func.coalesce(held.c[name], false()) for name in map(holding, _HELD)},
        "title_ends_on": ends.c.title_ends_on,
        "unready_ends_on": ends.c.unready_ends_on,
        "admitted_on": pool.c.admitted_on,
        "steward_id": Assignment.steward_id,
        "in_care_since": Assignment.from_on,
        "waiting_since": QueueEntry.since,
        "waiting_due_on": QueueEntry.due_on,
        "last_interaction_id": Interaction.id,
        "last_contact_on": Interaction.held_on,
        "next_contact_on": PlannedContact.planned_on,
        "quiet_until": QuietPeriod.until,
        **{kind: func.coalesce(flags.c[kind], 0) for kind in FLAG_KINDS},
        "promotion": promotion.c.kind,
        "promotion_target": promotion.c.target,
        "promotion_since": promotion.c.opened_on,
        "changes_on": changes.c.day,
    }
    everything = select(*(columns[name].label(name) for name in COLUMNS)).select_from(Enterprise)
    for part in (held, awaited, ends, pool, flags, promotion, changes):
        everything = everything.outerjoin(part, part.c.enterprise_id == Enterprise.id)
    planned = and_(PlannedContact.enterprise_id == Enterprise.id, is_open(), PlannedContact.is_stewards)
    return (
        everything.outerjoin(Assignment, and_(Assignment.enterprise_id == Enterprise.id, Assignment.is_open))
        .outerjoin(QueueEntry, and_(QueueEntry.enterprise_id == Enterprise.id, QueueEntry.is_open))
        .outerjoin(Interaction, and_(is_latest(), within(Interaction.enterprise_id)))
        .outerjoin(PlannedContact, planned)
        .outerjoin(QuietPeriod, and_(QuietPeriod.enterprise_id == Enterprise.id, is_quiet(on)))
        .where(within(Enterprise.id))
    )


def _once(name: str, part: Select[Any]) -> CTE:
    """A part that PostgreSQL works out once, also when it knows nothing yet of how many rows have just been written.

    It would take few for granted and work each part out again for every enterprise of a register.
    """
    return part.cte(name).prefix_with("MATERIALIZED", dialect="postgresql")


def holding(tier: str) -> str:
    """The column that says whether a title of the tier is held."""
    return f"holds_{tier}"


def _held(within: Within, on: date) -> CTE:
    rank = case({tier: rank_of(tier) for tier in Tier}, value=Title.tier)
    holds = {tier: func.max(case((Title.tier == tier, 1), else_=0)) == 1 for tier in _HELD}
    return _once(
        "held",
        select(
            Title.enterprise_id,
            func.max(rank).label("rank"),
            *(condition.label(holding(tier)) for tier, condition in holds.items()),
        )
        .where(within(Title.enterprise_id), valid_on(on))
        .group_by(Title.enterprise_id),
    )


def _awaited(within: Within, on: date) -> CTE:
    """The highest title whose review awaits its result: neither valid nor lost."""
    rank = case({tier: rank_of(tier) for tier in REVIEWED}, value=Title.tier)
    waits = awaits_review_result(on, service_rules().titles.review_result_days, library().ladder.bar_years)
    return _once(
        "awaited",
        select(Title.enterprise_id, func.max(rank).label("rank"))
        .where(within(Title.enterprise_id), waits)
        .group_by(Title.enterprise_id),
    )


def _above(awaited: ColumnElement[int], held: ColumnElement[int]) -> ColumnElement[Tier | None]:
    """The tier of a rank, where it is above the rank of the valid titles."""
    tiers = {rank_of(tier): literal(tier, Title.tier.type) for tier in REVIEWED}
    return case((awaited > held, case(tiers, value=awaited)))


def _ends(within: Within, on: date) -> CTE:
    unready = and_(
        within(Evaluation.enterprise_id),
        Evaluation.enterprise_id == Title.enterprise_id,
        Evaluation.target == Title.tier,
        Evaluation.purpose == Purpose.REVIEW.value,
        Evaluation.superseded_on.is_(None),
        Evaluation.verdict != Verdict.ELIGIBLE.value,
    )
    return _once(
        "ends",
        select(
            Title.enterprise_id,
            func.min(Title.expires_on).label("title_ends_on"),
            func.min(case((Evaluation.id.is_not(None), Title.expires_on))).label("unready_ends_on"),
        )
        .select_from(Title)
        .outerjoin(Evaluation, unready)
        .where(within(Title.enterprise_id), ends_within(on, date.max, on=on))
        .group_by(Title.enterprise_id),
    )


def _pool(within: Within, on: date) -> CTE:
    return _once(
        "pool",
        select(PoolEntry.enterprise_id, func.max(PoolEntry.admitted_on).label("admitted_on"))
        .where(
            within(PoolEntry.enterprise_id),
            PoolEntry.admitted_on <= on,
            or_(PoolEntry.left_on.is_(None), PoolEntry.left_on > on),
        )
        .group_by(PoolEntry.enterprise_id),
    )


def _flags(within: Within, on: date) -> CTE:
    return _once(
        "flagged",
        select(Flag.enterprise_id, *(func.count(case((Flag.kind == kind, 1))).label(kind) for kind in FLAG_KINDS))
        .where(within(Flag.enterprise_id), open_flag(on))
        .group_by(Flag.enterprise_id),
    )


def _promotion(within: Within, on: date) -> CTE:
    """The strongest open flag for a new title; of several the one for the highest, then the newest."""
    strength = case({kind: place for place, kind in enumerate(FLAG_KINDS)}, value=Flag.kind)
    height = case({tier: rank_of(tier) for tier in Tier}, value=Flag.target)
    place = func.row_number().over(
        partition_by=Flag.enterprise_id, order_by=(strength, height.desc(), Flag.opened_on.desc(), Flag.id.desc())
    )
    numbered = (
        select(Flag.enterprise_id, Flag.kind, Flag.target, Flag.opened_on, place.label("place"))
        .where(within(Flag.enterprise_id), open_flag(on), Flag.purpose == Purpose.NEW.value)
        .subquery("numbered")
    )
    return _once("promotion", select(numbered).where(numbered.c.place == 1))


def _changes(within: Within, on: date) -> CTE:
    """The first day after `on` that a title, an entry, a quiet period or a flag names.

    A title names the day after its last, the first on which no result of a review is waited for, and the one on which
    the bar of its revocation is over.
    """
    over = days_after(Title.expires_on, service_rules().titles.review_result_days + 1)
    unbarred = anniversary_after(Title.revoked_on, library().ladder.bar_years)
    kept, open_flags = Title.removed_on.is_(None), select(Flag.id).where(Flag.closed_on.is_(None))
    named = (
        (Title, Title.granted_on, and_(kept, Title.granted_on > on)),
        (Title, days_after(Title.expires_on, 1), and_(kept, Title.expires_on >= on)),
        (Title, over, and_(kept, Title.expires_on < on, over > on)),
        (Title, Title.revoked_on, and_(kept, Title.revoked_on > on)),
        (Title, unbarred, and_(kept, Title.revoked_on <= on, unbarred > on)),
        (PoolEntry, PoolEntry.admitted_on, PoolEntry.admitted_on > on),
        (PoolEntry, PoolEntry.left_on, PoolEntry.left_on > on),
        (
            QuietPeriod,
            days_after(QuietPeriod.until, 1),
            and_(QuietPeriod.ended_on.is_(None), QuietPeriod.until >= on),
        ),
        (FlagEvent, FlagEvent.until, and_(FlagEvent.flag_id.in_(open_flags), FlagEvent.until > on)),
    )
    days = union_all(
        *(
            select(table.enterprise_id.label("enterprise_id"), day.label("day")).where(
                within(table.enterprise_id), condition
            )
            for table, day, condition in named
        )
    ).subquery("days")
    first = select(days.c.enterprise_id, func.min(days.c.day).label("day")).group_by(days.c.enterprise_id)
    return _once("changes", first)


def everybody(_column: Any) -> ColumnElement[bool]:
    """No condition."""
    return true()
