"""Work that a page starts and does not wait for: a command of the desk in a process of its own."""

import os
import subprocess  # nosec B404  # the commands are fixed, no shell is involved
import sys
from collections.abc import Collection

from crm.config.settings import ROOT, Settings

_children: list[subprocess.Popen[bytes]] = []


def start_beside(settings: Settings, *arguments: str, inheriting: Collection[int] = ()) -> None:
    """Start a command of this desk on the same instance and database; it inherits these open files."""
    command = [sys.executable, "-m", "flask", "--app", "crm", *arguments]
    address = {"CRM_INSTANCE": str(settings.instance), "CRM_DATABASE_URL": settings.database_url}
    quiet = subprocess.DEVNULL
    # Children that have ended are collected when the next one starts, so that none stays behind as a zombie.
    _children[:] = [child for child in _children if child.poll() is None]
    child = subprocess.Popen(  # nosec B603  # a fixed program; what varies is a number or a name from a registry
        command,
        cwd=ROOT,
        env={**os.environ, **address},
        stdin=quiet,
        stdout=quiet,
        start_new_session=True,
        pass_fds=tuple(inheriting),
    )
    _children.append(child)
