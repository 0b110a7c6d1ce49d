"""Accounts for many names at once, as a register brings them; they open nothing by themselves."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.db import add_rows
from crm.people.models import User, UserState
from crm.people.queries import find, fold


def add_candidates(session: Session, names: Sequence[str], *, on: date) -> None:
    """A candidate for each name, with a staff number of its pinyin; an administrator activates the account."""
    taken = set(session.scalars(select(User.staff_key)))
    rows = []
    for name in names:
        number = _free_number(name, taken)
        taken.add(fold(number))
        rows.append({"staff_number": number, "name": name, "state": UserState.CANDIDATE, **_closed(number, on)})
    add_rows(session, User, rows)


def account_without_person(session: Session, number: str, name: str, *, on: date) -> int:
    """The account under which a program writes, made when first needed; nobody can sign in with it."""
    user = find(session, number)
    if user is None:
        user = User(staff_number=number, name=name, state=UserState.DISABLED, **_closed(number, on))
        session.add(user)
        session.flush()
    return user.id


def _closed(number: str, on: date) -> dict[str, object]:
    return {"staff_key": fold(number), "must_change_password": True, "created_on": on}


def _free_number(name: str, taken: Iterable[str]) -> str:
    """A staff number from the name's pinyin; the administrator may give the real one later."""
    from pypinyin import lazy_pinyin  # its dictionary takes a moment to load

    plain = "".join(letter for part in lazy_pinyin(name) for letter in part if letter.isascii() and letter.isalnum())
    base = (plain or "steward").lower()[:40]
    numbered = (base if not count else f"{base}{count + 1}" for count in range(10_000))
    return next(number for number in numbered if fold(number) not in taken)
