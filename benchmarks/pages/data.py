"""A district of made-up enterprises, written set-wise into an empty, migrated PostgreSQL database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
from flask import Flask

from crm import clock
from crm.db import transaction
from crm.enterprises.facts.columns import IdSpan
from crm.enterprises.identity.names import syllables
from crm.standings import counts, upkeep

FILLS = [Path(__file__).with_name(name) for name in ("district.sql", "search_terms.sql")]
SERVER = "-c shared_buffers=1GB -c max_wal_size=8GB -c checkpoint_timeout=30min"
"""What a server of a large district would be given."""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE relnamespace = 'public'::regnamespace AND relname LIKE %s
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
FIRST, LAST = "北京", "科技有限公司"
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
NAMES = {
    "first": FIRST,
    "heads": list(HEADS),
    "fields": list(FIELDS),
    "last": LAST,
    "streets": list(STREETS),
    "code_places": [0, 2, *range(8, 15)],
}
AT_ONCE = 10_000
MANAGER, FIRST_STEWARD, STEWARDS = 1, 2, 50


def token_of(user: int) -> str:
    """The session of a user, known to who measures."""
    return f"bench-{user}"


def write(url: str, enterprises: int, services: int, hot: int, today: date, *, is_searched: bool = True) -> None:
    """Everything but the judgements and the standings, which the application makes itself."""
    values = {"all": enterprises, "services": services, "hot": hot, "today": today, **NAMES}
    with _connected(url) as connection:
        connection.execute("SET session_replication_role = replica")  # the rows are known to fit each other
        with _without_indexes(connection, "%"):
            _people(connection, today)
            _name_parts(connection)
            for file in FILLS if is_searched else FILLS[:1]:
                for statement in file.read_text(encoding="utf-8").split(";\n")[:-1]:
                    connection.execute(statement, values)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def derive_standings(app: Flask, url: str, enterprises: int) -> None:
    """A part at a time: no statement may take a minute."""
    with _connected(url) as connection, _without_indexes(connection, "standings"):
        connection.commit()
        with app.app_context():
            for first in range(1, enterprises + 1, AT_ONCE):
                with transaction() as session:
                    upkeep.refresh_span(session, IdSpan(first, first + AT_ONCE - 1), on=clock.today())
                    counts.fold(session)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url) as connection:
        for habit in ("synchronous_commit = off", "work_mem = '256MB'", "maintenance_work_mem = '512MB'"):
            connection.execute(f"SET {habit}")
        yield connection


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


def _name_parts(connection: psycopg.Connection) -> None:
    """How the beginning and the end of names sound, from each of their places on, for the search terms."""
    connection.execute(
        "CREATE TEMP TABLE name_parts (side text, of integer, place integer, text text, initials text, pinyin text)"
    )
    before, after = ((FIRST, head) for head in HEADS), ((field, LAST) for field in FIELDS)
    for side, names in (("before", before), ("after", after)):
        for of, parts in enumerate(names):
            text, sounds = "".join(parts), [sound for part in parts for sound in syllables(part)]
            for at in range(len(text)):
                row = text[at:], "".join(sound[:1] for sound in sounds[at:]), "".join(sounds[at:])
                connection.execute("INSERT INTO name_parts VALUES (%s, %s, %s, %s, %s, %s)", (side, of, at, *row))


@contextmanager
def _without_indexes(connection: psycopg.Connection, tables: str) -> Iterator[None]:
    """Rows are written faster before the indexes are there, as many times as there are rows; keys stay."""
    found = connection.execute(INDEXES, (tables,)).fetchall()
    for name, _definition in found:
        connection.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in found:
        connection.execute(definition)
