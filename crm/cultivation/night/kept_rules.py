"""Rulebooks as they were kept with what was said by them, read again by the strict loader; none of today's files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from crm.rules import Rulebook
from crm.rules.law.problems import RulebookError
from crm.rules.reading.rulebooks import load_rulebook
from crm.rules.reading.sizing import Sizing, load_sizing

_HEADING = re.compile(r"^--- # ([a-z0-9-]+\.yaml)\n", re.MULTILINE)
SIZING = "sizing.yaml"


@dataclass(frozen=True, slots=True)
class KeptRules:
    """A rulebook with the table of sizes it rested on."""

    rulebook: Rulebook
    sizing: Sizing


@lru_cache(maxsize=64)
def kept_rules(text: str) -> KeptRules:
    """The rulebook of a kept text; raises RulebookError where the loader no longer understands it."""
    files = dict(_files(text))
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in files.items():
            (folder / file).write_text(content, encoding="utf-8")
        first = next(iter(files), "")
        if not first or SIZING not in files:
            raise RulebookError(first or "text", "is no kept rulebook")
        return KeptRules(load_rulebook(folder / first, folder), load_sizing(folder / SIZING))


def _files(text: str) -> Iterator[tuple[str, str]]:
    """The rulebook first, then what it rests on, each under its heading."""
    headings = list(_HEADING.finditer(text))
    bounds = [*(one.start() for one in headings), len(text)]
    for heading, end in zip(headings, bounds[1:], strict=True):
        yield heading[1], text[heading.end() : end]
