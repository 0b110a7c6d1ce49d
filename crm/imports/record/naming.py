"""Who is meant by the names of stewards in a register: known staff, new candidates, or nobody one could tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from crm.imports.record.enterprise_writing import put
from crm.imports.record.queries import possible_stewards, staff_keys
from crm.imports.sheets.staged import Staged
from crm.people.models import User, UserState
from crm.people.queries import find, fold

COMMAND_LINE = "import"
COMMAND_LINE_NAME = "命令行导入"


@dataclass(slots=True)
class Stewards:
    """The user id behind each name, and the names behind which there is nobody or more than one."""

    ids: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    created: list[str] = field(default_factory=list)


def names_in(staged: Staged) -> list[str]:
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
    taken, rows = staff_keys(session), []
    for name in stewards.unknown:
        number = _free_number(name, taken)
        taken.add(fold(number))
        rows.append(
            {
                "staff_number": number,
                "staff_key": fold(number),
                "name": name,
                "state": UserState.CANDIDATE,
                "must_change_password": True,
                "created_on": on,
            }
        )
    put(session, User, rows)
    stewards.created, stewards.unknown = stewards.unknown, []
    stewards.ids.update({name: ids[0] for name, ids in possible_stewards(session, stewards.created).items()})


def command_line_account(session: Session, *, on: date) -> int:
    """The account that stands for imports started on the server itself; nobody can sign in with it."""
    user = find(session, COMMAND_LINE)
    if user is None:
        user = User(
            staff_number=COMMAND_LINE,
            staff_key=fold(COMMAND_LINE),
            name=COMMAND_LINE_NAME,
            state=UserState.DISABLED,
            must_change_password=True,
            created_on=on,
        )
        session.add(user)
        session.flush()
    return user.id


def _free_number(name: str, taken: Iterable[str]) -> str:
    """A staff number from the name's pinyin; the administrator may give the real one later."""
    from pypinyin import lazy_pinyin  # its dictionary takes a moment to load

    plain = "".join(letter for part in lazy_pinyin(name) for letter in part if letter.isascii() and letter.isalnum())
    base = (plain or "steward").lower()[:40]
    numbered = (base if not count else f"{base}{count + 1}" for count in range(10_000))
    return next(number for number in numbered if fold(number) not in taken)
