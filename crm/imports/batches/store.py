"""Where the sealed files of a batch lie while it is looked at: upload, staged rows, findings; no row of a table."""

import fcntl
import json
import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from pydantic import TypeAdapter

from crm.config.settings import Settings
from crm.errors import CrmError
from crm.imports.sheets.findings import RegisterFinding
from crm.imports.sheets.staged import SheetRead, StagedRegister
from crm.imports.tables.answers import RowAnswers
from crm.imports.workbook.excerpts import Excerpt
from crm.sealing import seal_bytes, unseal_bytes

FOLDER = "imports"
LOCK = ".lock"
EXCERPTS, ANSWERS = "excerpts.json", "answers.json"


@dataclass(frozen=True, slots=True)
class BatchFindings:
    """What stays to be looked at after the rows themselves are gone."""

    sheets: list[SheetRead]
    findings: list[RegisterFinding]
    are_readable: bool = True


@dataclass(frozen=True, slots=True)
class BatchStore:
    """The folder of one batch; names in it are ours, never the user's.

    Registers are full of numbers to reach people by, so every file is sealed under the field key.
    """

    folder: Path
    field_key: bytes

    @classmethod
    def of(cls, settings: Settings, batch_id: int) -> "BatchStore":
        return cls(settings.instance / FOLDER / str(batch_id), settings.field_key)

    @property
    def upload(self) -> Path:
        return self.folder / "upload.xlsx"

    def receive(self, content: bytes) -> None:
        """Keep the file that was sent, readable by the server's user only; where there is no room, nothing stays."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self.folder / ANSWERS).unlink(missing_ok=True)
            self._seal(self.upload, content)
        except OSError as error:
            self.drop()
            raise CrmError("import_no_room") from error

    @contextmanager
    def open_upload(self) -> Iterator[Path]:
        """The file that was sent, in memory only, under a path that also a child opens; gone with the block."""
        descriptor = os.memfd_create("upload", 0)
        try:
            with os.fdopen(os.dup(descriptor), "wb") as memory:
                memory.write(self._unseal(self.upload))
            yield Path(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)

    @contextmanager
    def take_hold(self) -> Iterator[int | None]:
        """Hold the batch by an open file, which a child may inherit; None when another process holds it.

        The batch is held until all who have the file closed it: being killed lets go of it.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            yield descriptor if _locked(descriptor) else None
        finally:
            os.close(descriptor)

    @contextmanager
    def at_work(self, hold: int | None = None) -> Iterator[bool]:
        """Hold the batch while it is worked on, by the open file that was inherited; False when another holds it."""
        if hold is not None:
            with os.fdopen(hold):
                yield True
            return
        with self.take_hold() as taken:
            yield taken is not None

    def is_worked_on(self) -> bool:
        """Whether a living process holds the batch."""
        if not (self.folder / LOCK).exists():
            return False
        with self.at_work() as ours:
            return not ours

    def keep_staged(self, staged: StagedRegister) -> None:
        """Keep the rows that wait for confirmation, and what was found."""
        self._seal(self.folder / "staged.json", staged.to_json().encode())
        self.keep_excerpts(staged.excerpts)
        self.keep_findings(staged)

    def read_staged(self) -> StagedRegister:
        return StagedRegister.from_json(self._unseal(self.folder / "staged.json"))

    def keep_excerpts(self, excerpts: Sequence[Excerpt]) -> None:
        """Keep the first rows of each sheet, by which a person says what the columns are."""
        self._seal(self.folder / EXCERPTS, _excerpts().dump_json(list(excerpts)))

    def excerpts(self) -> list[Excerpt]:
        """The first rows of each sheet; none when the file can not be read again."""
        path = self.folder / EXCERPTS
        try:
            return _excerpts().validate_json(self._unseal(path)) if path.exists() and self.upload.exists() else []
        except InvalidTag:
            return []

    def keep_answers(self, answers: RowAnswers) -> None:
        """Keep what a person said of rows without a code, for the next reading."""
        self._seal(self.folder / ANSWERS, json.dumps(answers.as_json()).encode())

    def answers(self) -> RowAnswers:
        path = self.folder / ANSWERS
        return RowAnswers.from_json(json.loads(self._unseal(path))) if path.exists() else RowAnswers()

    def keep_findings(self, staged: StagedRegister) -> None:
        """Keep only what was found."""
        self._seal(self.folder / "findings.json", _adapter().dump_json(BatchFindings(staged.sheets, staged.findings)))

    def read_findings(self) -> BatchFindings:
        """What was found; nothing when the files are gone, or were written before they were sealed."""
        path = self.folder / "findings.json"
        try:
            return _adapter().validate_json(self._unseal(path)) if path.exists() else BatchFindings([], [])
        except InvalidTag:
            return BatchFindings([], [], are_readable=False)

    def _seal(self, path: Path, content: bytes) -> None:
        _write(path, seal_bytes(content, key=self.field_key, place=self._place(path)))

    def _unseal(self, path: Path) -> bytes:
        return unseal_bytes(path.read_bytes(), key=self.field_key, place=self._place(path))

    def _place(self, path: Path) -> str:
        return f"{FOLDER}/{self.folder.name}/{path.name}"

    def keep_part(self, behind: int, findings: Sequence[RegisterFinding]) -> None:
        """Keep what was found while a part was written that follows so many enterprises; a second try replaces it."""
        self._seal(self.folder / f"part-{behind:09}.json", _adapter().dump_json(BatchFindings([], list(findings))))

    def with_parts(self, staged: StagedRegister) -> StagedRegister:
        """The register with all that was found in its parts."""
        parts = [_adapter().validate_json(self._unseal(file)) for file in sorted(self.folder.glob("part-*.json"))]
        return replace(staged, findings=[*staged.findings, *(each for part in parts for each in part.findings)])

    def drop_rows(self) -> None:
        """The rows are in the record now: the upload and the staged rows go, the findings stay."""
        names = (self.upload.name, "staged.json", EXCERPTS)
        for file in (*(self.folder / name for name in names), *self.folder.glob("part-*.json")):
            file.unlink(missing_ok=True)

    def drop(self) -> None:
        """Nothing of the batch stays."""
        shutil.rmtree(self.folder, ignore_errors=True)


def sweep(instance: Path, in_use: Collection[int]) -> int:
    """Take away folders of batches that are none, or that came to nothing: what a kill or a full disk left behind."""
    folders = [folder for folder in (instance / FOLDER).glob("*") if folder.name.isdigit()]
    left = [folder for folder in folders if int(folder.name) not in in_use]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all."""
    partial = path.with_suffix(".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


@cache
def _adapter() -> TypeAdapter[BatchFindings]:
    return TypeAdapter(BatchFindings)


@cache
def _excerpts() -> TypeAdapter[list[Excerpt]]:
    return TypeAdapter(list[Excerpt])
