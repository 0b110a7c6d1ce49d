"""A few child processes that live and die together; what they run is decided by whoever starts them."""

import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm.jobs.running.runner import Stop

SECONDS_TO_STOP = 30
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_BETWEEN_STARTS = 10.0


@dataclass(frozen=True, slots=True)
class Lodger:
    """A child that the house does without for a while."""

    command: Sequence[str]
    child: subprocess.Popen[bytes]
    began: float


class Household:
    """Children in sessions of their own: Ctrl-C reaches only the parent, which asks them to go."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._children: list[subprocess.Popen[bytes]] = []
        self._lodgers: list[Lodger] = []
        self.stopping = Stop()

    def start(self, command: Sequence[str]) -> None:
        """Start one more child."""
        child = subprocess.Popen(command, env=self._environment, start_new_session=True)
        self._children.append(child)

    def lodge(self, command: Sequence[str]) -> None:
        """Start a child whose end is not the end of the house: it is started again, at most once in some seconds."""
        child = subprocess.Popen(command, env=self._environment, start_new_session=True)
        self._lodgers.append(Lodger(command, child, time.monotonic()))

    def answer_signals(self) -> None:
        """From now on SIGINT and SIGTERM end `watch` instead of the program."""
        signal.signal(signal.SIGINT, self.stopping.ask)
        signal.signal(signal.SIGTERM, self.stopping.ask)

    def is_whole(self) -> bool:
        """True while every child runs and nobody has asked to stop."""
        self._wake_lodgers()
        return not self.stopping.asked and all(child.poll() is None for child in self._children)

    def _wake_lodgers(self) -> None:
        for lodger in list(self._lodgers):
            rested = time.monotonic() >= lodger.began + SECONDS_BETWEEN_STARTS
            if lodger.child.poll() is not None and rested and not self.stopping.asked:
                self._lodgers.remove(lodger)
                self.lodge(lodger.command)

    def watch(self) -> int:
        """Wait until a signal arrives or a child ends; 0 when it was a signal."""
        while self.is_whole():
            time.sleep(SECONDS_BETWEEN_LOOKS)
        return 0 if self.stopping.asked else 1

    def stop(self) -> None:
        """Ask every child to finish what it is doing, and end those that do not within the time they have."""
        children = [*self._children, *(lodger.child for lodger in self._lodgers)]
        for child in children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in children:
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
