"""Small files of every kind for tests, made in memory."""

import zipfile
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8 "


def archive(*members: str) -> bytes:
    """A zip with these members."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for member in members:
            file.writestr(member, "x")
    return content.getvalue()
