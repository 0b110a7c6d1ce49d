"""The policy library of this installation, read once a process; the engine itself never looks for its files."""

from functools import cache
from pathlib import Path

from flask import current_app

from crm.rules import Library


@cache
def library_at(path: Path) -> Library:
    """The library in a folder; raises RulebookError naming file and line when a file is not understood."""
    return Library.load(path)


def library() -> Library:
    """The library the running application works with; called at the edges, services are handed it."""
    path: Path = current_app.config["SETTINGS"].policies
    return library_at(path)
