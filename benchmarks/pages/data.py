"""A district of made-up enterprises, written set-wise into an empty, migrated PostgreSQL database."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
from flask import Flask

from crm import clock
from crm.db import transaction
from crm.enterprises.facts.columns import IdSpan
from crm.enterprises.identity.names import syllables
from crm.standings import upkeep

FILL = Path(__file__).with_name("district.sql")
HEADS = (
    "华创",
    "中智",
    "天和",
    "博远",
    "启明",
    "瑞丰",
    "恒达",
    "金石",
    "云海",
    "德润",
    "安泰",
    "宏图",
    "新锐",
    "联讯",
    "科锐",
)
FIELDS = ("智能装备", "生物医药", "新材料", "航空电子", "软件", "精密仪器", "环保", "机器人", "传感器", "能源")
STREETS = ("八角", "古城", "苹果园", "金顶街", "鲁谷")
CODE_PLACES = (0, 2, *range(8, 15))
AT_ONCE = 10_000
MANAGER, FIRST_STEWARD, STEWARDS = 1, 2, 50


def name_of(number: int) -> tuple[str, ...]:
    """The parts of a name; a number in the middle makes it the only one."""
    return "北京", HEADS[number % len(HEADS)], f"{number:05d}", FIELDS[number // 7 % len(FIELDS)], "科技有限公司"


def token_of(user: int) -> str:
    """The session of a user, known to who measures."""
    return f"bench-{user}"


def write(url: str, enterprises: int, services: int, hot: int, today: date) -> None:
    """Everything but the judgements and the standings, which the application makes itself."""
    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://")) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET session_replication_role = replica")  # the rows are known to fit each other
        _people(connection, today)
        _enterprises(connection, enterprises, today)
        for statement in FILL.read_text(encoding="utf-8").split(";\n")[:-1]:
            connection.execute(statement, {"all": enterprises, "services": services, "hot": hot, "today": today})
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def derive_standings(app: Flask, enterprises: int) -> None:
    """A part at a time: no statement may take a minute."""
    with app.app_context():
        for first in range(1, enterprises + 1, AT_ONCE):
            with transaction() as session:
                upkeep.refresh_span(session, IdSpan(first, first + AT_ONCE - 1), on=clock.today())


def _people(connection: psycopg.Connection, today: date) -> None:
    now = datetime.now(UTC)
    for user in range(MANAGER, FIRST_STEWARD + STEWARDS):
        role = "manager" if user == MANAGER else "steward"
        connection.execute(
            "INSERT INTO users (id, staff_number, staff_key, name, state, side, must_change_password, created_on)"
            " VALUES (%s, %s, %s, %s, 'active', 'business', false, %s)",
            (user, f"B{user:03d}", f"b{user:03d}", f"员工{user:02d}", today),
        )
        connection.execute("INSERT INTO roles (user_id, role, granted_on) VALUES (%s, %s, %s)", (user, role, today))
        connection.execute(
            "INSERT INTO sessions (token_hash, user_id, started_at, seen_at, address) VALUES (%s, %s, %s, %s, 'bench')",
            (hashlib.sha256(token_of(user).encode()).digest(), user, now, now),
        )
    connection.execute("SELECT setval(pg_get_serial_sequence('users', 'id'), 1000)")


def _enterprises(connection: psycopg.Connection, number: int, today: date) -> None:
    spoken = {part: syllables(part) for part in {"北京", "科技有限公司", *HEADS, *FIELDS}}
    cursor = connection.cursor()
    with cursor.copy(
        "COPY enterprises (id, credit_code, name, industry, street, created_on, version, registered_on) FROM STDIN"
    ) as rows:
        for key in range(1, number + 1):
            name = "".join(name_of(key))
            founded = date(2005 + key % 15, 1 + key % 12, 1)
            rows.write_row((key, code_of(key), name, "C3563", STREETS[key % 5], today, 1, founded))
    with cursor.copy("COPY search_terms (enterprise_id, text, initials, pinyin) FROM STDIN") as rows:
        for key in range(1, number + 1):
            for term in _terms(key, spoken):
                rows.write_row((key, *term))


def _terms(key: int, spoken: dict[str, list[str]]) -> list[tuple[str | None, ...]]:
    parts = name_of(key)
    text = "".join(parts)
    sounds = [sound for part in parts for sound in spoken.get(part, list(part))]
    code = code_of(key).lower()
    return [
        *((code[place:], None, None) for place in CODE_PLACES),
        *((text[at:], "".join(one[:1] for one in sounds[at:]), "".join(sounds[at:])) for at in range(len(text))),
    ]


def code_of(key: int) -> str:
    """A code in the shape of a credit code."""
    return f"91110107MA{key % 1_000_000:06d}XX"
