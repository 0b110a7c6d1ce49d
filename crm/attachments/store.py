"""The folder of contents: each file is named after its SHA-256, written whole or not at all, and checked when read."""

import os
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

_ASIDE = "aside"


def digest_of(content: bytes) -> str:
    """The name of a content."""
    return sha256(content).hexdigest()


class AttachmentStore:
    """Contents by digest, below a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, digest: str, content: bytes) -> None:
        """Keep the content; a file that is already sound stays as it is."""
        if self.read(digest) is not None:
            return
        path = self._path(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)

    def read(self, digest: str) -> bytes | None:
        """The content; None when it is not there or no longer what its name says."""
        try:
            content = self._path(digest).read_bytes()
        except OSError:
            return None
        return content if digest_of(content) == digest else None

    def delete(self, digest: str) -> None:
        """Take the content away; it need not be there."""
        self._path(digest).unlink(missing_ok=True)

    def set_aside(self, digest: str) -> None:
        """Put the content where nobody finds it, until `settle` decides; it need not be there."""
        if self._path(digest).exists():
            self._aside(digest).parent.mkdir(exist_ok=True)
            self._path(digest).replace(self._aside(digest))

    def list_aside(self) -> list[str]:
        """Digests of what was put aside and not settled yet."""
        return sorted(path.name for path in self.root.glob(f"{_ASIDE}/*"))

    def settle(self, digest: str, *, is_wanted: bool) -> None:
        """Bring back what was put aside, or delete it."""
        if is_wanted and self.read(digest) is None:
            self._aside(digest).replace(self._path(digest))
        else:
            self._aside(digest).unlink(missing_ok=True)

    def files(self) -> Iterator[tuple[str, float]]:
        """The name of every file and when it was written, in seconds of the epoch; unfinished ones too."""
        for path in sorted(self.root.glob("??/*")) + sorted(self.root.glob("??/.new-*")):
            yield path.name, path.stat().st_mtime

    def _aside(self, digest: str) -> Path:
        return self.root / _ASIDE / digest

    def _path(self, digest: str) -> Path:
        return self.root / digest[:2] / digest
