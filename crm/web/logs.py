"""The log: one JSON line an event, UTC with offset, tracebacks without local values, no forged lines."""

import logging

import structlog
from flask import Flask


def init_logs(app: Flask) -> None:
    """Lines to standard error; values of variables never appear, because they may be figures or passwords."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if app.debug else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(),
    )
