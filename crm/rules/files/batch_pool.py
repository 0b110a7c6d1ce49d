"""Evaluates many lines of a dossier file at once, in columns; the output is that of one line after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crm.rules.columnar.judging import judge_pool_seen
from crm.rules.columnar.sight import PoolSight
from crm.rules.columnar.tables import fits, tables_of
from crm.rules.exact.sight import Sight
from crm.rules.files.batch import AnsweredLines, BatchQuestion, encode_line, judge_line, read_line, refusal
from crm.rules.files.json_lines import line_bytes
from crm.rules.files.pool_lines import PoolLines
from crm.rules.law.dossier import Dossier
from crm.rules.law.problems import DossierError


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line that was read: a dossier for the columns, or the answer where the columns have none."""

    dossier: Dossier | None
    answer: bytes = b""
    readable: bool = True


def together(lines: Sequence[bytes], asked: BatchQuestion, first_line: int = 1) -> AnsweredLines:
    """The answers to each line in order, numbers too large for the columns answered by the exact interpreter."""
    entries = [_entry(number, line, asked) for number, line in enumerate(lines, first_line) if line.strip()]
    answers = _in_columns([one.dossier for one in entries if one.dossier is not None], asked)
    return AnsweredLines(
        b"".join(one.answer if one.dossier is None else next(answers) for one in entries),
        read=sum(map(len, lines)),
        answered=len(entries),
        unreadable=sum(not one.readable for one in entries),
    )


def _entry(number: int, line: bytes, asked: BatchQuestion) -> _Entry:
    try:
        dossier = read_line(number, line)
    except DossierError as error:
        return _Entry(None, encode_line(refusal(number, error)), readable=False)
    if fits(dossier):
        return _Entry(dossier)
    return _Entry(None, b"".join(map(encode_line, judge_line(dossier, asked))))


def _in_columns(dossiers: list[Dossier], asked: BatchQuestion) -> Iterator[bytes]:
    if not dossiers:
        return
    pool = PoolSight(tables_of(dossiers), asked.as_of, asked.sizing)
    said = [judge_pool_seen(book, pool, asked.purpose) for book in asked.rulebooks]
    lines = PoolLines([Sight(one, asked.as_of, asked.sizing) for one in dossiers])
    for texts in zip(*(lines.of(one) for one in said), strict=True):
        yield b"".join(map(line_bytes, texts))
