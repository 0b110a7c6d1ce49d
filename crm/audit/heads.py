"""Heads of the audit chain kept outside the database, sealed: without them a cut tail or a wipe leaves no trace."""

import fcntl
import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crm.config.settings import Settings

NEWEST = "newest"
FORGED = -1


@dataclass(frozen=True, slots=True)
class Head:
    """Number and code of a row that was the newest one."""

    number: int
    code: str

    def __str__(self) -> str:
        return f"{self.number}:{self.code}"


@dataclass(frozen=True, slots=True)
class Heads:
    """A folder with the newest head and one for each day; whoever keeps a copy elsewhere needs to trust nobody."""

    folder: Path
    key: bytes

    @classmethod
    def of(cls, settings: Settings) -> "Heads":
        """Those of an installation."""
        return cls(settings.audit_heads, settings.audit_key)

    def keep(self, head: Head, after: Head) -> None:
        """Keep the newest head, which was written behind another; one that comes late changes nothing.

        Raises ValueError where a forged one stands, or one that the chain no longer has: neither is covered up.
        """
        with self._alone():
            kept = self._read(self.folder / NEWEST) or Head(0, after.code if after.number == 0 else "")
            follows = kept.number < after.number or kept == after
            if kept.number == FORGED or (head.number > kept.number and not follows):
                raise ValueError(NEWEST)
            if head.number > kept.number:
                self._write(NEWEST, head)

    def accept(self, head: Head) -> None:
        """Begin anew from a head, as after a restore; the operator answers for it."""
        with self._alone():
            for file in self._files():
                file.unlink()
            self._write(NEWEST, head)

    def export(self, head: Head, on: date) -> None:
        """The head of a day, to be carried away."""
        with self._alone():
            self._write(on.isoformat(), head)

    def read_all(self) -> list[Head]:
        """Every head that was kept, the newest and those of the days; a forged one has the number FORGED."""
        heads = [self._read(file) for file in self._files()]
        return [head for head in heads if head is not None]

    def _files(self) -> list[Path]:
        return sorted(file for file in self.folder.glob("*") if not file.name.startswith("."))

    def _read(self, file: Path) -> Head | None:
        if not file.exists():
            return None
        number, _, rest = file.read_text(encoding="ascii", errors="replace").strip().partition(":")
        code, _, seal = rest.partition(":")
        if not number.isdigit() or not hmac.compare_digest(seal.encode(), self._seal(f"{number}:{code}").encode()):
            return Head(FORGED, file.name)
        return Head(int(number), code)

    def _write(self, name: str, head: Head) -> None:
        partial = self.folder / f".{name}.{os.getpid()}"
        partial.write_text(f"{head}:{self._seal(str(head))}\n", encoding="ascii")
        partial.replace(self.folder / name)

    def _seal(self, text: str) -> str:
        return hmac.new(self.key, f"head {text}".encode(), hashlib.sha256).hexdigest()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
