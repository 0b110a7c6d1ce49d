"""The staff of the demonstration, with a random password each, kept in a file only its owner can read."""

import os
import secrets
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from crm.config.service_rules import service_rules
from crm.people import service
from crm.people.departments.queries import all_departments
from crm.people.departments.service import register_named
from crm.people.models import Role, User
from crm.people.signing.passwords import hash_password

STEWARDS = ("曾晓东", "李秀英", "单立文", "解春梅", "赵敏", "孙悦", "周宁", "郑雅琴")
OTHERS = (
    ("M001", "陈主任", Role.MANAGER),
    ("M002", "刘主任", Role.MANAGER),
    ("H001", "查静", Role.HANDLER),
    ("H002", "钱望", Role.HANDLER),
    ("H005", "冯洁", Role.HANDLER),
    ("H006", "卫平", Role.HANDLER),
    ("H003", "何冰", Role.HANDLER),
    ("H004", "罗毅", Role.HANDLER),
    ("A001", "周管", Role.SYSTEM_ADMIN),
    ("A002", "吴安", Role.SECURITY_ADMIN),
    ("A003", "郑审", Role.AUDITOR),
)
HANDLE_FOR = {"H001": "jrb", "H002": "jrb", "H003": "kw", "H004": "kw", "H005": "jxj", "H006": "jxj"}
_WORDS = {
    Role.MANAGER: "主管",
    Role.STEWARD: "管家",
    Role.HANDLER: "经办",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDITOR: "审计员",
}


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the demonstration with its password, and the hash that is still being made."""

    number: str
    name: str
    role: Role
    user: User
    password: str
    hashed: Future[str]


@dataclass(frozen=True, slots=True)
class Staff:
    """Who acts in the made-up history, handlers by department, and the accounts of all."""

    manager: User
    other_manager: User
    stewards: tuple[User, ...]
    handlers: Mapping[int, User]
    accounts: tuple[Account, ...]


def hire(session: Session, beside: Executor, *, on: date) -> Staff:
    """Open the accounts; they keep their passwords, which only a demonstration may do.

    Hashing is slow on purpose and holds no lock, so it goes on beside the writing until `give_passwords`.
    """
    register_named(session, service_rules().departments, by=None)
    departments = {one.code: one.id for one in all_departments(session)}
    wanted = [*OTHERS, *((f"S{number:03d}", name, Role.STEWARD) for number, name in enumerate(STEWARDS, 1))]
    accounts = []
    for number, name, role in wanted:
        department = departments[HANDLE_FOR.get(number, "jxj")]
        user = service.add_user(session, number, name, by=None, on=on, department_id=department)
        service.grant(session, user, role, by=None, on=on)
        password = f"{secrets.token_urlsafe(9)}-Aa1"
        accounts.append(Account(number, name, role, user, password, beside.submit(hash_password, password)))
    users = {account.number: account.user for account in accounts}
    stewards = tuple(user for number, user in users.items() if number.startswith("S"))
    handlers = {user.department_id or 0: user for number, user in users.items() if number in HANDLE_FOR}
    return Staff(users["M001"], users["M002"], stewards, handlers, tuple(accounts))


def give_passwords(session: Session, accounts: Iterable[Account], *, at: datetime) -> None:
    """Let everybody sign in."""
    for account in accounts:
        service.set_hash(session, account.user, account.hashed.result(), by=None, at=at)


def keep(accounts: Iterable[Account], path: Path) -> None:
    """Write the accounts where only the owner of the server reads them."""
    lines = (f"{_WORDS[account.role]}\t{account.name}\t{account.number}\t{account.password}" for account in accounts)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("角色\t姓名\t工号\t密码\n" + "\n".join(lines) + "\n")
