"""The log: one JSON line an event, UTC with offset, tracebacks in parts without local values, no forged lines."""

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from io import TextIOBase
from typing import Any, TextIO, cast

import structlog
from flask import Flask
from structlog.processors import ExceptionRenderer, TimeStamper
from structlog.tracebacks import ExceptionDictTransformer

# What ends a line or turns its direction for some reader, though not for JSON.
_TREACHEROUS = re.compile(r"[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_FRAMES = 20
_BEFORE_RENDERING: tuple[Any, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    TimeStamper(fmt="iso", utc=True),
    ExceptionRenderer(ExceptionDictTransformer(show_locals=False, max_frames=_FRAMES)),
)


class StandardError(TextIOBase):
    """Standard error as it is at the moment of writing, whoever has put another in its place."""

    def write(self, text: str) -> int:
        """Every line at once."""
        written = sys.stderr.write(text)
        sys.stderr.flush()
        return written


def init_logs(app: Flask) -> None:
    """Lines to standard error; values of variables never appear, because they may be figures or passwords."""
    structlog.configure(
        processors=[*_BEFORE_RENDERING, render],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if app.debug else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", StandardError())),
    )
    app.logger.handlers[:] = [handler()]
    app.logger.propagate = False


def render(_logger: object, _name: str, event: MutableMapping[str, Any]) -> str:
    """One line of JSON that no content can break in two."""
    line = json.dumps(event, ensure_ascii=False, default=repr)
    return _TREACHEROUS.sub(lambda mark: f"\\u{ord(mark[0]):04x}", line)


def handler() -> logging.Handler:
    """For loggers of libraries: the same lines as ours."""
    lines = logging.StreamHandler(StandardError())
    renderers: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render]
    lines.setFormatter(structlog.stdlib.ProcessorFormatter(processors=renderers, foreign_pre_chain=_BEFORE_RENDERING))
    return lines
