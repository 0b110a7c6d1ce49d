"""Registering departments, ending and reopening them. What still waits in one keeps it open."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.errors import CrmError
from crm.people.departments import queries
from crm.people.models import Department, User, UserState

Waits = Callable[[Session, int], int]
_CODE = re.compile(r"[a-z][a-z0-9-]{1,19}", re.ASCII)
_GIVEN_BY_MIGRATION = re.compile(r"d[0-9]+", re.ASCII)
_waits: dict[str, Waits] = {}


def register_waiting(code: str, count: Waits) -> None:
    """Let a feature keep departments open: while `count` is above 0, ending one is refused with this error code.

    The sentence of the code is given `name` and `count`.
    """
    if code in _waits:
        raise ValueError(f"{code} is registered already")
    _waits[code] = count


def _active_people(session: Session, department_id: int) -> int:
    mine = (User.department_id == department_id, User.state == UserState.ACTIVE)
    return session.scalar(select(func.count(User.id)).where(*mine)) or 0


register_waiting("department_has_people", _active_people)


def add_department(session: Session, code: str, name: str, *, by: int | None) -> Department:
    """Register a responsible unit under a code that configuration may name; raises CrmError when either is taken."""
    if not _CODE.fullmatch(code):
        raise CrmError("department_code_unfit", mark=code)
    for one in queries.all_departments(session):
        if one.name == name:
            raise CrmError("department_known", name=name)
        if one.code == code:
            raise CrmError("department_code_known", mark=code, name=one.name)
    department = Department(code=code, name=name)
    session.add(department)
    session.flush()
    audit.record(session, by, "department.added", f"department:{department.id}", code=code)
    return department


def end_department(session: Session, department_id: int, *, named: Collection[str], by: int, on: date) -> Department:
    """Nothing goes to the department from `on`; refused while anything or anybody waits there.

    Refused as well while its code is among those `named` by the configuration, which would send things there.
    """
    serialise(session, f"department {department_id}")
    department = queries.get(session, department_id)
    if department.ended_on is not None:
        raise CrmError("department_already_ended", name=department.name, day=department.ended_on)
    if department.code in named:
        raise CrmError("department_is_named", name=department.name, mark=department.code)
    for code, count in _waits.items():
        waiting = count(session, department_id)
        if waiting:
            raise CrmError(code, name=department.name, count=waiting)
    department.ended_on = on
    audit.record(session, by, "department.ended", f"department:{department.id}", on=on)
    return department


def reopen_department(session: Session, department_id: int, *, by: int) -> Department:
    """Take the end back: the department can be chosen again."""
    department = queries.get(session, department_id)
    if department.ended_on is None:
        raise CrmError("department_not_ended", name=department.name)
    audit.record(session, by, "department.reopened", f"department:{department.id}", ended_on=department.ended_on)
    department.ended_on = None
    return department


def register_named(session: Session, named: Mapping[str, str], *, by: int | None) -> int:
    """Make sure that every code the configuration names is a department; returns how many were added or given a code.

    A department known by the name keeps its people and takes the code, if it has none but what the migration gave.
    """
    known = {one.name: one for one in queries.all_departments(session)}
    codes = {one.code for one in known.values()}
    changed = 0
    for code, name in named.items():
        department = known.get(name)
        if code in codes:
            continue
        if department is None:
            add_department(session, code, name, by=by)
        elif _GIVEN_BY_MIGRATION.fullmatch(department.code):
            department.code = code
            audit.record(session, by, "department.coded", f"department:{department.id}", code=code)
        else:
            raise CrmError("department_known", name=name)
        changed += 1
    session.flush()
    return changed
