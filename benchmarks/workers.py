"""Work shared out to processes that may die: the machine may be short of memory, or somebody stops one of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

THREADS = {"POLARS_MAX_THREADS": "1"}
"""Several processes with a thread a processor each would only stand in each other's way."""


def finish_all(work: Sequence[Chunk], act: Callable[[Chunk], Result], workers: int) -> Iterator[Result]:
    """Every result once, in no order; what a dead process leaves behind is done again by new ones.

    Raises BrokenProcessPool when new processes die as well before any of them has finished anything.
    """
    os.environ.update(THREADS)
    left = list(work)
    while left:
        finished: set[int] = set()
        try:
            # Processes are started afresh: the threads of polars do not survive a fork.
            with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
                places = {pool.submit(act, chunk): place for place, chunk in enumerate(left)}
                for future in as_completed(places):
                    result = future.result()
                    finished.add(places[future])
                    yield result
        except BrokenProcessPool:
            if not finished:
                raise
        left = [chunk for place, chunk in enumerate(left) if place not in finished]
