"""A desk that runs for the browser: its own instance, its own port, the launcher people use."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from crm.config.settings import ensure_secrets
from tests.architecture.sources import ROOT

SECONDS_TO_START = 240  # the first start fills the desk and runs a night
STARTED = "管家台已启动"  # said when that night is over


@dataclass(frozen=True, slots=True)
class Account:
    """Staff number and password of somebody who can sign in."""

    staff_number: str
    password: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Where it answers and who may come in, by role."""

    url: str
    instance: Path
    accounts: dict[str, Account]
    served: ExitStack

    def stop(self) -> None:
        """End its process."""
        self.served.close()

    def start(self) -> None:
        """Begin another process at the same address."""
        self.served.enter_context(running(self.instance, int(self.url.rpartition(":")[2])))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def environment(instance: Path, port: int) -> dict[str, str]:
    """That of this process, without any setting of ours but the two that keep desks apart."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CRM_")}
    return {**kept, "CRM_INSTANCE": str(instance), "CRM_PORT": str(port), "CRM_HOST": "127.0.0.1"}


@contextmanager
def running(instance: Path, port: int | None = None) -> Iterator[str]:
    """`flask up` on this instance until the block ends; yields the address."""
    port = port or free_port()
    ensure_secrets(instance)
    with (instance / "server.log").open("w", encoding="utf-8") as log:
        command = [sys.executable, "-m", "flask", "--app", "crm", "up"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment(instance, port), stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(url, server, instance)
            yield url
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def wait_for(url: str, server: subprocess.Popen[bytes], instance: Path) -> None:
    """Return when the desk has started and its sign-in page is there; fail with the server's own words otherwise."""
    log = instance / "server.log"
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/sign-in", timeout=5) as answer:
                assert answer.status == 200
            if STARTED in log.read_text(encoding="utf-8"):
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8")[-4000:])
