"""The policy library of this installation, read once a process; the engine itself never looks for its files."""

from functools import cache
from hashlib import sha256
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


def rulebook_texts() -> dict[str, tuple[str, str]]:
    """Digest and text of every rulebook with all it rests on, to be kept with what was said by it."""
    path: Path = current_app.config["SETTINGS"].policies
    return _texts_at(path)


@cache
def _texts_at(path: Path) -> dict[str, tuple[str, str]]:
    shared = "".join(_headed(file) for file in (path / "gate.yaml", path / "sizing.yaml"))
    texts = {book: _headed(path / "rulebooks" / f"{book}.yaml") + shared for book in library_at(path).rulebooks}
    return {book: (sha256(text.encode()).hexdigest(), text) for book, text in texts.items()}


def _headed(file: Path) -> str:
    return f"--- # {file.name}\n{file.read_text(encoding='utf-8')}"
