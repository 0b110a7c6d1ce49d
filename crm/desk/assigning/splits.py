"""What a split rests on: the enterprises with their weights, and the stewards who may take them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from crm.desk.assigning.loads import DIVISION, Load, Picked, Weights, known_in_care, read_loads, weigh
from crm.desk.assigning.splitting import Parcel, Taker, propose
from crm.desk.assigning.waiting import EnterpriseToAssign
from crm.stewards import queries as stewards
from crm.stewards.standing import Cover


@dataclass(frozen=True, slots=True)
class SplitRound:
    """The chosen enterprises and every active steward, with who is away today."""

    chosen: Sequence[EnterpriseToAssign]
    picked: Picked
    takers: Sequence[Load]
    away: Mapping[int, Cover]
    streets: Mapping[int, Counter[str]]
    industries: Mapping[int, Counter[str]]

    def propose(self, among: Collection[int], cap: int) -> dict[int, int]:
        """A steward for each enterprise, of those among whom it is split."""
        takers = [
            Taker(load.steward_id, load.name, load.total, *self.known_to(load.steward_id))
            for load in self.takers
            if load.steward_id in among
        ]
        parcels = [
            Parcel(one.id, one.name, self.picked[one.id][1], one.street, one.steward_id, division_of(one.industry))
            for one in self.chosen
        ]
        return propose(parcels, takers, cap)

    def known_to(self, steward_id: int) -> tuple[Counter[str], Counter[str]]:
        """How many enterprises of each street, and of each division of industries, a steward has."""
        return self.streets.get(steward_id, Counter()), self.industries.get(steward_id, Counter())


def division_of(industry: str | None) -> str | None:
    """The division of an industry's code."""
    return industry[:DIVISION] if industry else None


def read_round(session: Session, chosen: Sequence[EnterpriseToAssign], weights: Weights, on: date) -> SplitRound:
    """Everything a split is proposed from, as it stands on a day."""
    return SplitRound(
        chosen,
        weigh(session, {one.id: one.steward_id for one in chosen}, weights),
        [load for load in read_loads(session, weights, on) if load.is_active],
        stewards.running_covers(session, on),
        *known_in_care(session),
    )


def available(split_round: SplitRound) -> list[int]:
    """Among whom is split unless somebody chooses otherwise: whoever is not away and does not hand over all of it."""
    holders = {one.steward_id for one in split_round.chosen}
    return [
        load.steward_id
        for load in split_round.takers
        if load.steward_id not in split_round.away and holders != {load.steward_id}
    ]
