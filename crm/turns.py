"""Turns of those who write to SQLite, which lets only one write and has no queue of its own."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

MILLISECONDS = 1000


class Turns:
    """A queue of the threads of a process: who came first writes first.

    SQLite lets everybody try again now and then, so that whoever is unlucky comes last again and again. Between
    processes that stays so, but each process tries with one thread only.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._mine = threading.local()

    @contextmanager
    def take(self, patience_ms: int) -> Iterator[int]:
        """Wait for the turn and hold it; gives the patience that is left. Raises OperationalError when it ran out.

        A thread that has its turn already goes on with it.
        """
        if getattr(self._mine, "held", False):
            yield patience_ms
            return
        began = time.monotonic()
        place = self._queue_up(patience_ms / MILLISECONDS)
        self._mine.held = True
        try:
            yield max(0, patience_ms - int((time.monotonic() - began) * MILLISECONDS))
        finally:
            self._mine.held = False
            self._leave(place)

    def _queue_up(self, seconds: float) -> threading.Event:
        place = threading.Event()
        with self._guard:
            self._waiting.append(place)
            if self._waiting[0] is place:
                place.set()
        if not place.wait(seconds):
            self._leave(place)
            raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("database is locked"))
        return place

    def _leave(self, place: threading.Event) -> None:
        with self._guard:
            self._waiting.remove(place)
            if self._waiting:
                self._waiting[0].set()
