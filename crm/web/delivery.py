"""How answers travel: packed where the browser accepts it, and own files under addresses that name their version."""

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

_PACKED_TYPES = {
    "text/html",
    "text/css",
    "text/javascript",
    "text/plain",
    "application/javascript",
    "application/json",
    "image/svg+xml",
}
_SMALLEST = 1000
_YEAR = 365 * 24 * 3600
_LEVEL = 6


def init_delivery(app: Flask) -> None:
    """Pack answers and version the addresses of static files."""
    static = Path(app.static_folder or "")

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values and "v" not in values:
            version = version_of(static / values["filename"])
            if version:
                values["v"] = version

    app.after_request(keep_versioned)
    app.after_request(pack)


def version_of(path: Path) -> str | None:
    """A short mark of the file's content; None where there is no such file."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    return _mark(path, changed)


@lru_cache(maxsize=256)
def _mark(path: Path, changed: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:10]


def keep_versioned(response: Response) -> Response:
    """A file asked for by its version never changes and need not be asked for again."""
    if request.endpoint == "static" and response.status_code == 200 and "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


def pack(response: Response) -> Response:
    """Gzip texts of some length; the entity tag turns weak, so that a browser's question still gets its 304."""
    if not _is_worth_packing(response):
        return response
    tag, _ = response.get_etag()
    response.direct_passthrough = False
    content = response.get_data()
    packed = _packed_file(tag, content) if request.endpoint == "static" and tag else gzip.compress(content, _LEVEL)
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    if tag:
        response.set_etag(tag, weak=True)
    return response


def _is_worth_packing(response: Response) -> bool:
    return (
        response.status_code not in (204, 206, 304)
        and response.mimetype in _PACKED_TYPES
        and "Content-Encoding" not in response.headers
        and request.accept_encodings.quality("gzip") > 0
        and not (response.is_streamed and request.endpoint != "static")
        and (response.content_length or _SMALLEST) >= _SMALLEST
    )


@lru_cache(maxsize=64)
def _packed_file(tag: str, content: bytes) -> bytes:
    return gzip.compress(content, 9)
