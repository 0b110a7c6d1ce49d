"""The values of the page that splits: one line a steward, one line an enterprise."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from crm.desk.assigning.loads import After, loads_after
from crm.desk.assigning.splits import SplitRound, division_of
from crm.desk.assigning.waiting import EnterpriseToAssign
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
    """An enterprise, what it weighs, where it goes (None while nobody was chosen), and what speaks for that."""

    enterprise: EnterpriseToAssign
    weight: int
    destination: int | None
    reasons: Sequence[str] = ()


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
    loads = {one.load.steward_id: one for one in after}
    parcels = [
        ParcelLine(
            one, split_round.picked[one.id][1], to, explain(split_round, one, loads[to]) if to in loads else ()
        )
        for one in split_round.chosen
        for to in [destinations.get(one.id)]
    ]
    return SplitTable(takers, parcels)


def explain(split_round: SplitRound, enterprise: EnterpriseToAssign, after: After) -> list[str]:
    """What speaks for a steward: the same street and trade in their care today, and the load with all of the split."""
    streets, industries = split_round.known_to(after.load.steward_id)
    near, alike = streets[enterprise.street or ""], industries[division_of(enterprise.industry) or ""]
    found = [_("同街道已有 %(count)s 家", count=near)] if near else []
    found += [_("同行业已有 %(count)s 家", count=alike)] if alike else []
    return [*found, _("加权 %(now)s → %(then)s", now=after.load.total, then=after.total)]


def asked_destinations(split_round: SplitRound) -> dict[int, int]:
    """Where each enterprise was sent to, be it to somebody who cannot be given it any more."""
    asked = {one.id: request.form.get(f"to-{one.id}") for one in split_round.chosen}
    return {key: whole(text) for key, text in asked.items() if text}
