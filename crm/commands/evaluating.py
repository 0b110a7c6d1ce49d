"""Evaluates the chunks of a large dossier file on all processors; it reads and writes no file."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from crm.rules.files.batch import AnsweredLines, BatchQuestion

Chunk = tuple[int, list[bytes]]
"""The number of the first line, and the lines."""

AHEAD = 2
"""Chunks that wait for a free process, so that none is idle and a file of any size fits into memory."""

_ASKED: list[BatchQuestion] = []


def evaluate_chunks(chunks: Iterator[Chunk], ask: Callable[[], BatchQuestion]) -> Iterator[AnsweredLines]:
    """The output of each chunk in their order; every process asks for itself what the lines are asked."""
    processes = os.cpu_count() or 1
    # Started afresh: the threads of polars do not survive a fork.
    afresh = get_context("spawn")
    with ProcessPoolExecutor(processes, afresh, initializer=_prepare, initargs=(ask,)) as pool:
        waiting = [pool.submit(_evaluate, chunk) for chunk in islice(chunks, processes + AHEAD)]
        while waiting:
            yield waiting.pop(0).result()
            waiting.extend(pool.submit(_evaluate, chunk) for chunk in islice(chunks, 1))


def _prepare(ask: Callable[[], BatchQuestion]) -> None:
    """One thread to each process, for there is a process to each processor.

    Lost cycles are looked for after each chunk only, and not among what stays: while it is worked on nothing is lost.
    """
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    import crm.rules.files.batch_pool  # noqa: F401 - Not before the threads are counted.

    _ASKED[:] = [ask()]
    gc.freeze()
    gc.disable()


def _evaluate(chunk: Chunk) -> AnsweredLines:
    from crm.rules.files.batch_pool import together

    first, lines = chunk
    written = together(lines, _ASKED[0], first)
    gc.collect()
    return written
