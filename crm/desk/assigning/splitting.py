"""Who of several stewards could take which of the chosen enterprises: a proposal, nothing is decided by it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parcel:
    """An enterprise to be placed: what it weighs, where it is, and who has it now."""

    enterprise_id: int
    name: str
    weight: int
    street: str | None = None
    holder: int | None = None


@dataclass(frozen=True, slots=True)
class Taker:
    """A steward who may be given enterprises: what is carried already, and how many in each street."""

    steward_id: int
    name: str
    load: int
    streets: Mapping[str, int]


@dataclass(slots=True)
class _Place:
    taker: Taker
    load: int
    streets: Counter[str]


def propose(parcels: Sequence[Parcel], takers: Sequence[Taker], cap: int) -> dict[int, int]:
    """A steward for each enterprise that anybody but its present steward can take.

    All are filled up to one level, and not above the cap while somebody has room; below that level an enterprise goes
    to whoever has most of the same street. The heaviest are placed first, so that the small ones even out the rest.
    """
    places = [_Place(taker, taker.load, Counter(taker.streets)) for taker in takers]
    level = min(even_level([taker.load for taker in takers], sum(one.weight for one in parcels)), cap)
    destinations = {}
    for parcel in sorted(parcels, key=lambda one: (-one.weight, one.street or "", one.name, one.enterprise_id)):
        place = _place_for(parcel, places, level)
        if place is not None:
            destinations[parcel.enterprise_id] = place.taker.steward_id
            place.load += parcel.weight
            place.streets[parcel.street or ""] += 1
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
    """Within the level the one with most of the street, otherwise the lightest."""
    others = [place for place in places if place.taker.steward_id != parcel.holder]
    if not others:
        return None
    roomy = [place for place in others if place.load + parcel.weight <= level]
    if roomy and parcel.street:
        street = parcel.street
        return min(roomy, key=lambda place: (-place.streets[street], place.load, place.taker.name))
    return min(others, key=lambda place: (place.load, place.taker.name))
