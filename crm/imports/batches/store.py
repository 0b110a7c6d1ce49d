"""Where the files of a batch lie while it is looked at: upload, staged rows, findings; no row of a table."""

import os
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from crm.imports.sheets.findings import Finding
from crm.imports.sheets.staged import SheetRead, Staged

FOLDER = "imports"


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays to be looked at after the rows themselves are gone."""

    sheets: list[SheetRead]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of one batch; names in it are ours, never the user's."""

    folder: Path

    @classmethod
    def of(cls, instance: Path, batch_id: int) -> "Store":
        return cls(instance / FOLDER / str(batch_id))

    @property
    def upload(self) -> Path:
        return self.folder / "upload.xlsx"

    def receive(self, content: bytes) -> None:
        """Keep the file that was sent, readable by the server's user only."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self.upload, content)

    def keep_staged(self, staged: Staged) -> None:
        """Keep the rows that wait for confirmation, and what was found."""
        _write(self.folder / "staged.json", staged.to_json().encode())
        self.keep_findings(staged)

    def staged(self) -> Staged:
        return Staged.from_json((self.folder / "staged.json").read_bytes())

    def keep_findings(self, staged: Staged) -> None:
        """Keep only what was found."""
        _write(self.folder / "findings.json", _adapter().dump_json(Kept(staged.sheets, staged.findings)))

    def kept(self) -> Kept:
        """What was found; nothing when the files are gone."""
        path = self.folder / "findings.json"
        return _adapter().validate_json(path.read_bytes()) if path.exists() else Kept([], [])

    def drop_rows(self) -> None:
        """The rows are in the record now: the upload and the staged rows go, the findings stay."""
        for name in ("upload.xlsx", "staged.json"):
            (self.folder / name).unlink(missing_ok=True)

    def drop(self) -> None:
        """Nothing of the batch stays."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all."""
    partial = path.with_suffix(".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)


@cache
def _adapter() -> TypeAdapter[Kept]:
    return TypeAdapter(Kept)
