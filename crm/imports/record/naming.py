"""Who is meant by the names of stewards in a register: known staff, new candidates, or nobody one could tell."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from crm.imports.record.queries import possible_stewards
from crm.imports.sheets.staged import StagedRegister
from crm.people.wholesale import account_without_person, add_candidates

COMMAND_LINE = "import"
COMMAND_LINE_NAME = "命令行导入"


@dataclass(slots=True)
class Stewards:
    """The user id behind each name, and the names behind which there is nobody or more than one."""

    ids: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    created: list[str] = field(default_factory=list)


def names_in(staged: StagedRegister) -> list[str]:
    """Every steward's name the register mentions, once."""
    sheets = (staged.enterprises, staged.visits)
    return sorted({row.steward for rows in sheets for row in rows if row.steward})


def known_stewards(session: Session, names: Sequence[str]) -> Stewards:
    """Look the names up. A name that two people bear stands for neither."""
    found, stewards = possible_stewards(session, names), Stewards()
    for name in names:
        meant = found.get(name, [])
        if len(meant) == 1:
            stewards.ids[name] = meant[0]
        else:
            (stewards.ambiguous if meant else stewards.unknown).append(name)
    return stewards


def create_candidates(session: Session, stewards: Stewards, *, on: date) -> None:
    """Make every unknown name a candidate, who cannot sign in until an administrator activates the account."""
    add_candidates(session, stewards.unknown, on=on)
    stewards.created, stewards.unknown = stewards.unknown, []
    stewards.ids.update({name: ids[0] for name, ids in possible_stewards(session, stewards.created).items()})


def command_line_account(session: Session, *, on: date) -> int:
    """The account that stands for imports started on the server itself."""
    return account_without_person(session, COMMAND_LINE, COMMAND_LINE_NAME, on=on)
