"""Sets the people a register names against the cards of the record: one card for one person; who left stays gone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from crm.enterprises.models import Contact
from crm.imports.cells.people_names import read_people
from crm.imports.cells.phones import read_numbers
from crm.imports.sheets.staged import StagedEnterprise

# Where a register gives a number and no name, or a second mobile of one person.
NAMELESS, SPARE = "企业联系人", "{name}（备用号码）"


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody to reach, with each number in the place it belongs to."""

    name: str
    position: str | None = None
    mobile: str | None = None
    telephone: str | None = None


@dataclass(slots=True)
class ContactPlan:
    """New cards, cards of the record with what the register says of them now, and the names of who had left."""

    new: list[ContactLine] = field(default_factory=list)
    corrections: list[tuple[Contact, ContactLine]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.corrections)


def contacts_of(staged: StagedEnterprise) -> list[ContactLine]:
    """The people a register names: names and mobiles in pairs, the landline with the first."""
    names = read_people(staged.contact or "")
    numbers = read_numbers(staged.phone or "")
    if not (names or numbers.mobiles or numbers.telephones):
        return []
    names = names or [NAMELESS]
    telephone = numbers.telephones[0] if numbers.telephones else None
    lines = []
    for place, (name, mobile) in enumerate(zip_longest(names, numbers.mobiles)):
        called = name or SPARE.format(name=names[0])
        lines.append(ContactLine(called, staged.position if place == 0 else None, mobile, telephone))
        telephone = None
    return [line for line in lines if line.mobile or line.telephone]


def plan_contacts(staged: StagedEnterprise, cards: Sequence[Contact]) -> ContactPlan:
    """`cards` holds all of the enterprise, those of people who left among them."""
    plan = ContactPlan()
    present = [card for card in cards if card.left_on is None]
    gone = {card.name for card in cards if card.left_on is not None}
    for line in contacts_of(staged):
        card = next((each for each in present if _is_of(each, line)), None)
        if card is None and line.name in gone:
            plan.left.append(line.name)
        elif card is None:
            plan.new.append(line)
        elif _differs(card, line):
            plan.corrections.append((card, line))
    return plan


def _is_of(card: Contact, line: ContactLine) -> bool:
    """The same name, or the same mobile under a name less full, such as 张总 for 张三."""
    is_same_mobile = line.mobile is not None and card.mobile_last4 == line.mobile[-4:]
    return card.name == line.name or (is_same_mobile and card.name[:1] == line.name[:1])


def _differs(card: Contact, line: ContactLine) -> bool:
    said = (
        (line.position, card.position),
        (line.mobile and line.mobile[-4:], card.mobile_last4),
        (line.telephone, card.telephone),
    )
    return any(new is not None and new != old for new, old in said)
