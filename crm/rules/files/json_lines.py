"""How a line of the evaluate command's output is written as JSON; what it says is decided elsewhere."""

from __future__ import annotations

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": "))


def json_text(value: Any) -> str:
    """A value, or a part of a line, in the one way in which all lines are written."""
    return _ENCODER.encode(value)


def line_bytes(text: str) -> bytes:
    """What is no proper text is escaped, so that the line stays valid JSON."""
    return text.encode("utf-8", "backslashreplace") + b"\n"
