"""The container of files before 2007 (OLE compound file): one stream by its name, out of sectors that form chains."""

import struct
from collections.abc import Sequence

_SECTORS_IN_HEADER = 109
_LAST = 0xFFFFFFFA  # from here on a sector's number is none
_ENTRY = 128
_ROOT = 5


def stream_of(content: bytes, name: str) -> bytes:
    """The stream with this name. Raises ValueError, IndexError or struct.error where the container is damaged."""
    size = 1 << _shift(content, 30)
    table = _table(content, size)
    entries = _chain(content, size, size, table, _number(content, 48))
    root = b""
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        entry = entries[at : at + _ENTRY]
        root = root or (entry if entry[66] == _ROOT else b"")
        length = struct.unpack_from("<H", entry, 64)[0]
        if entry[: max(0, length - 2)].decode("utf-16-le", "replace") == name:
            return _stream(content, size, table, entry, root)
    raise ValueError("no such stream")


def _stream(content: bytes, size: int, table: Sequence[int], entry: bytes, root: bytes) -> bytes:
    first, length = struct.unpack_from("<II", entry, 116)
    if length >= _number(content, 56):
        return _chain(content, size, size, table, first)[:length]
    small = 1 << _shift(content, 32)
    held_in = _chain(content, size, size, table, _number(root, 116))
    small_table = _numbers(_chain(content, size, size, table, _number(content, 60)))
    return _chain(held_in, small, 0, small_table, first)[:length]


def _table(content: bytes, size: int) -> Sequence[int]:
    """Which sector follows which; the table lies in sectors that the header and its continuations list."""
    listed = [*struct.unpack_from(f"<{_SECTORS_IN_HEADER}I", content, 76)]
    following, most = _number(content, 68), len(content) // size
    for _ in range(most):
        if following >= _LAST:
            break
        *more, following = _numbers(_sector(content, size, size, following))
        listed += more
    sectors = [number for number in listed if number < _LAST][:most]
    return _numbers(b"".join(_sector(content, size, size, number) for number in sectors))


def _chain(content: bytes, size: int, start: int, table: Sequence[int], first: int) -> bytes:
    parts: list[bytes] = []
    number = first
    while number < _LAST:
        if len(parts) > len(content) // size:
            raise ValueError("a chain of sectors without an end")
        parts.append(_sector(content, size, start, number))
        number = table[number]
    return b"".join(parts)


def _sector(content: bytes, size: int, start: int, number: int) -> bytes:
    return content[start + number * size : start + (number + 1) * size]


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def _number(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _shift(content: bytes, at: int) -> int:
    """By how much 1 is shifted to give the size of a sector: 512 or 4096 bytes, 64 for small ones."""
    shift = int(struct.unpack_from("<H", content, at)[0])
    if shift not in (6, 9, 12):
        raise ValueError("sectors of an unknown size")
    return shift
