"""The values of the page that splits: one line a steward, one line an enterprise."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import request

from crm.desk.assigning.loads import After, loads_after
from crm.desk.assigning.splits import SplitRound
from crm.desk.assigning.waiting import EnterpriseToAssign
from crm.errors import CrmError
from crm.stewards.standing import Cover
from crm.web.paging import whole


@dataclass(frozen=True, slots=True)
class TakerLine:
    """A steward: whether something is split to them, what they get, who stands in for them."""

    after: After
    is_ticked: bool
    gets: int
    away: Cover | None


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """An enterprise, what it weighs, and where it goes; None while nobody was chosen."""

    enterprise: EnterpriseToAssign
    weight: int
    destination: int | None


@dataclass(frozen=True, slots=True)
class SplitTable:
    """Both halves of the page, and how many enterprises still have nowhere to go."""

    takers: Sequence[TakerLine]
    parcels: Sequence[ParcelLine]

    @property
    def nowhere(self) -> int:
        """Enterprises nobody was chosen for."""
        return sum(one.destination is None for one in self.parcels)


def split_table(split_round: SplitRound, destinations: Mapping[int, int], among: Collection[int]) -> SplitTable:
    """The lines of the page for a split as it is proposed or was changed."""
    after = loads_after(split_round.takers, split_round.picked, destinations)
    gets = Counter(to for key, to in destinations.items() if split_round.picked[key][0] != to)
    takers = [
        TakerLine(one, key in among, gets[key], split_round.away.get(key))
        for one in sorted(after, key=lambda one: one.load.name)
        for key in [one.load.steward_id]
    ]
    parcels = [ParcelLine(one, split_round.picked[one.id][1], destinations.get(one.id)) for one in split_round.chosen]
    return SplitTable(takers, parcels)


def asked_destinations(split_round: SplitRound) -> dict[int, int]:
    """Where each enterprise was sent to; CrmError bad_request for somebody who is not offered."""
    offered = {load.steward_id for load in split_round.takers}
    asked = {one.id: request.form.get(f"to-{one.id}") for one in split_round.chosen}
    found = {key: whole(text) for key, text in asked.items() if text}
    if not offered.issuperset(found.values()):
        raise CrmError("bad_request")
    return found
