"""Registers that are being written part by part, for the pages to say so; read without the database."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from crm.imports.batches.store import FOLDER


@dataclass(frozen=True, slots=True)
class Announcement:
    """A register of which so many of all its enterprises are written."""

    file_name: str
    done: int
    total: int


def announce(instance: Path, batch_id: int, announcement: Announcement) -> None:
    """Say how far the writing of a batch has come; that stays said until it is withdrawn, also after a kill."""
    file = _file(instance, batch_id)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = file.with_suffix(".partial")
    partial.write_text(json.dumps(asdict(announcement)), encoding="utf-8")
    partial.replace(file)


def withdraw(instance: Path, batch_id: int) -> None:
    """The register is written, or will not be."""
    _file(instance, batch_id).unlink(missing_ok=True)


def announcements(instance: Path) -> list[Announcement]:
    """What is being written now; what cannot be read is not said."""
    found = []
    for file in sorted((instance / FOLDER).glob("writing-*.json")):
        try:
            found.append(Announcement(**json.loads(file.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError):  # withdrawn at this very moment, or damaged
            continue
    return found


def _file(instance: Path, batch_id: int) -> Path:
    return instance / FOLDER / f"writing-{batch_id}.json"
