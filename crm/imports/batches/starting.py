"""Starts the work on a batch in a child of the web process; the work itself is in `work_cli`."""

import os
import subprocess  # nosec B404  # the command is fixed, no shell is involved
import sys

from crm.settings import ROOT, Settings

_children: list[subprocess.Popen[bytes]] = []


def start(settings: Settings, batch_id: int) -> None:
    """Start reading or writing the batch, whichever its state asks for, and do not wait for it."""
    command = [sys.executable, "-m", "flask", "--app", "crm", "import-work", str(batch_id)]
    address = {"CRM_INSTANCE": str(settings.instance), "CRM_DATABASE_URL": settings.database_url}
    quiet = subprocess.DEVNULL
    # Children that have ended are collected when the next one starts, so that none stays behind as a zombie.
    _children[:] = [child for child in _children if child.poll() is None]
    child = subprocess.Popen(  # nosec B603  # a fixed program; the batch is a number
        command, cwd=ROOT, env={**os.environ, **address}, stdin=quiet, stdout=quiet, start_new_session=True
    )
    _children.append(child)
