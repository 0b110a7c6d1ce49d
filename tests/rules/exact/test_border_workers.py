"""A count over many rows survives the death of a process: what it left is done again, and nothing twice."""

from __future__ import annotations

import os
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from benchmarks.workers import finish_all


def die_once(work: tuple[int, str]) -> int:
    """Its number, but for the third: there the process is gone, the first time it is asked."""
    number, marker = work
    if number == 3 and not Path(marker).exists():
        Path(marker).touch()
        os._exit(9)
    return number


def die(_work: int) -> int:
    os._exit(9)


def test_what_a_dead_process_left_is_done_again_and_nothing_twice(tmp_path):
    work = [(number, str(tmp_path / "died")) for number in range(8)]

    assert sorted(finish_all(work, die_once, workers=1)) == list(range(8))
    assert (tmp_path / "died").exists()


def test_work_that_always_kills_ends_the_count():
    with pytest.raises(BrokenProcessPool):
        list(finish_all([1], die, workers=1))
