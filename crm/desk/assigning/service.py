"""Assigning as the desk does it: to one steward or several, all or nothing, with a question above the cap."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from crm.config.service_rules import service_rules
from crm.desk.assigning.loads import loads_after, read_loads, weigh
from crm.desk.handover.service import Passing, make_sheets
from crm.errors import CrmError
from crm.stewards import queries as stewards
from crm.stewards import service as care


def assign_chosen(
    session: Session,
    seen: Mapping[int, int],
    destinations: Mapping[int, int],
    *,
    why: str,
    by: int,
    on: date,
    at: datetime,
    may_exceed_cap: bool = False,
) -> int:
    """Bring each enterprise to its steward, with a sheet of what is handed over; returns how many changed hands.

    What waits because its steward let it go is handed over by that steward; what is new in the queue by nobody.
    `seen` maps each enterprise to the assignment that was shown for it. Whoever would carry more than the cap
    is asked about once: CrmError above_the_cap, unless `may_exceed_cap` says that the question was answered.
    """
    if not seen:
        raise CrmError("nothing_chosen")
    if nowhere := seen.keys() - destinations.keys():
        raise CrmError("nowhere_to_go", count=len(nowhere))
    holders = stewards.holders(session, seen)
    givers = stewards.releasers(session, seen) | holders
    moved = {key: to for key, to in destinations.items() if holders.get(key) != to} or destinations
    if not may_exceed_cap:
        _ask_above_cap(session, holders, moved, on)
    groups: dict[int, dict[int, int]] = defaultdict(dict)
    for key, steward_id in moved.items():
        groups[steward_id][key] = seen[key]
    for steward_id, group in sorted(groups.items()):
        care.assign_many(session, group, steward_id, why=why, by=by, on=on)
        given = {key: givers[key] for key in group if key in givers}
        make_sheets(session, Passing(given, steward_id, why), by=by, on=on, at=at)
    return len(moved)


def _ask_above_cap(session: Session, holders: Mapping[int, int], destinations: Mapping[int, int], on: date) -> None:
    rules = service_rules().stewards
    picked = weigh(session, {key: holders.get(key) for key in destinations}, rules.weights)
    after = loads_after(read_loads(session, rules.weights, on), picked, destinations)
    over = [one for one in after if one.total > rules.load_cap and one.weighted > one.load.weighted]
    if over:
        names = "、".join(f"{one.load.name} {one.total}" for one in over)
        raise CrmError("above_the_cap", names=names, cap=rules.load_cap)
