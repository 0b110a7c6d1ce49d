"""Writers of one process write in the order in which they came, and nobody waits longer than their patience."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy.exc import OperationalError

from crm.db import db, transaction
from crm.turns import Turns

PATIENT = 20_000


def wait_for(condition) -> None:
    while not condition():
        time.sleep(0.001)


def test_who_came_first_writes_first():
    turns, order = Turns(), []

    def write(number: int) -> None:
        with turns.take(PATIENT):
            order.append(number)

    with turns.take(PATIENT):
        threads = []
        for number in range(6):
            threads.append(threading.Thread(target=write, args=(number,)))
            threads[-1].start()
            wait_for(lambda waiting=number + 2: len(turns._waiting) == waiting)
    for thread in threads:
        thread.join()

    assert order == list(range(6))


def test_who_runs_out_of_patience_leaves_the_queue_to_the_others():
    turns, refused, order = Turns(), [], []

    def give_up() -> None:
        try:
            with turns.take(0):
                order.append("impatient")
        except OperationalError as error:
            refused.append(str(error.orig))

    with turns.take(PATIENT):
        impatient = threading.Thread(target=give_up)
        impatient.start()
        impatient.join()
    with turns.take(0):
        order.append("next")

    assert refused == ["database is locked"]
    assert order == ["next"]


def test_a_thread_that_has_its_turn_goes_on_with_it():
    turns = Turns()

    with turns.take(PATIENT), turns.take(0) as left:
        assert left == 0
    with turns.take(0):
        assert len(turns._waiting) == 1


def test_an_error_gives_the_turn_back():
    turns = Turns()

    with pytest.raises(ValueError, match="torn"), turns.take(PATIENT):
        raise ValueError("torn")

    with turns.take(0) as left:
        assert left == 0


def test_transactions_take_turns_on_sqlite_and_readers_never_do(app, context):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has many writers")
    answers = []

    def look() -> None:
        with app.app_context():
            with transaction(writing=False):
                answers.append("read")
            try:
                with transaction(patience_ms=0):
                    answers.append("written")
            except OperationalError:
                answers.append("busy")

    with transaction():
        other = threading.Thread(target=look)
        other.start()
        other.join()

    assert answers == ["read", "busy"]
