"""Which files are taken, told by their content: a name is only believed when the content agrees with it."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: the endings of its names, its media type, and where it is recognised.

    `head` stands at an offset in the file; a kind with `member` is an archive that holds this file.
    """

    name: str
    endings: tuple[str, ...]
    media_type: str
    head: bytes
    offset: int = 0
    member: str = ""

    def fits(self, content: bytes) -> bool:
        """Whether the content is of this kind."""
        if content[self.offset : self.offset + len(self.head)] != self.head:
            return False
        return not self.member or self.member in _members(content)


PDF = FileKind("PDF", ("pdf",), "application/pdf", b"%PDF-")
JPEG = FileKind("JPEG", ("jpg", "jpeg"), "image/jpeg", b"\xff\xd8\xff")
PNG = FileKind("PNG", ("png",), "image/png", b"\x89PNG\r\n\x1a\n")
WEBP = FileKind("WebP", ("webp",), "image/webp", b"WEBP", offset=8)
WORD = FileKind("Word", ("docx",), f"{_OFFICE}.wordprocessingml.document", b"PK\x03\x04", member="word/document.xml")
EXCEL = FileKind("Excel", ("xlsx",), f"{_OFFICE}.spreadsheetml.sheet", b"PK\x03\x04", member="xl/workbook.xml")
OFD = FileKind("OFD", ("ofd",), "application/ofd", b"PK\x03\x04", member="OFD.xml")

PHOTOS = (JPEG, PNG, WEBP)
DOCUMENTS = (PDF, OFD, WORD, EXCEL, *PHOTOS)


def kind_of(name: str, content: bytes, kinds: tuple[FileKind, ...]) -> FileKind | None:
    """The kind that both the ending of the name and the content tell; None when there is none."""
    ending = name.rpartition(".")[2].lower()
    return next((kind for kind in kinds if ending in kind.endings and kind.fits(content)), None)


def _members(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return []
