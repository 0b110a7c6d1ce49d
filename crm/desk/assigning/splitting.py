"""Who of several stewards could take which of the chosen enterprises: a proposal, nothing is decided by it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Parcel:
    """An enterprise to be placed: what it weighs, where it is, what it does, and who has it now."""

    enterprise_id: int
    name: str
    weight: int
    street: str | None = None
    holder: int | None = None
    industry: str | None = None


@dataclass(frozen=True, slots=True)
class Taker:
    """A steward who may be given enterprises: what is carried already, how many in each street and of each industry."""

    steward_id: int
    name: str
    load: int
    streets: Mapping[str, int]
    industries: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Place:
    taker: Taker
    load: int
    streets: Counter[str]
    industries: Counter[str]

    def nearness(self, parcel: Parcel) -> tuple[int, int]:
        """How many of the enterprise's street, and then of its industry, are here already."""
        streets = self.streets[parcel.street] if parcel.street else 0
        return streets, self.industries[parcel.industry] if parcel.industry else 0

    def take(self, parcel: Parcel) -> None:
        """Carry one more; an enterprise without a street or an industry is near to no other."""
        self.load += parcel.weight
        if parcel.street:
            self.streets[parcel.street] += 1
        if parcel.industry:
            self.industries[parcel.industry] += 1


def propose(parcels: Sequence[Parcel], takers: Sequence[Taker], cap: int) -> dict[int, int]:
    """A steward for each enterprise that anybody but its present steward can take.

    All are filled up to one level, and not above the cap while somebody has room; below that level an enterprise goes
    to whoever has most of the same street, and of those to whoever has most of the same industry. The heaviest are
    placed first, so that the small ones even out the rest.
    """
    places = [_Place(taker, taker.load, Counter(taker.streets), Counter(taker.industries)) for taker in takers]
    level = min(even_level([taker.load for taker in takers], sum(one.weight for one in parcels)), cap)
    destinations = {}
    for parcel in sorted(parcels, key=lambda one: (-one.weight, one.street or "", one.name, one.enterprise_id)):
        place = _place_for(parcel, places, level)
        if place is not None:
            destinations[parcel.enterprise_id] = place.taker.steward_id
            place.take(parcel)
    return destinations


def even_level(loads: Sequence[int], weight: int) -> int:
    """The lowest level to which all can be filled so that together they take the weight; full ones take nothing."""
    together, level = weight, 0
    for number, load in enumerate(sorted(loads)):
        if number and level <= load:
            break
        together += load
        level = -(-together // (number + 1))
    return level


def _place_for(parcel: Parcel, places: Sequence[_Place], level: int) -> _Place | None:
    """Within the level the one with most of the street and the industry, otherwise the lightest."""
    others = [place for place in places if place.taker.steward_id != parcel.holder]
    if not others:
        return None
    roomy = [place for place in others if place.load + parcel.weight <= level]
    if roomy:
        return min(
            roomy, key=lambda place: ([-near for near in place.nearness(parcel)], place.load, place.taker.name)
        )
    return min(others, key=lambda place: (place.load, place.taker.name))
