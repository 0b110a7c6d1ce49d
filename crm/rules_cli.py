"""The command `evaluate`: a dossier file in, judgements out; it needs no database and no secrets."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import click

from crm.rules.batch import Question, evaluate, question, written
from crm.rules.library import Library
from crm.rules.problems import RulesError
from crm.settings import ROOT

CHUNK = 500
"""Lines handed to a process at a time."""

ALONE = 2_000_000
"""Bytes of a file up to which one process is the quickest."""


@click.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", required=True, type=click.DateTime(["%Y-%m-%d"]), help="认定日期，YYYY-MM-DD")
@click.option("--purpose", type=click.Choice(["new", "review"]), default="new", help="新申报或复核")
@click.option("--rulebook", help="指定认定标准；缺省为该日对三个层级有效的标准")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="结果文件")
def evaluate_command(file: Path, as_of: datetime, purpose: str, rulebook: str | None, output: Path) -> None:
    """按认定标准评估企业档案文件（每行一家），不接触数据库。"""
    if output.exists() and output.samefile(file):
        raise click.UsageError("结果文件不能是档案文件本身，请另取一个名字。")
    try:
        asked = _asked(as_of.date(), purpose, rulebook)
    except RulesError as error:
        raise click.ClickException(str(error)) from error
    total, bad = _evaluate_file(file, output, asked, (as_of.date(), purpose, rulebook))
    click.echo(f"已评估 {total - bad} 行，无法读取 {bad} 行。", err=True)
    if bad:
        raise click.exceptions.Exit(1)


Asking = tuple[date, str, str | None]
"""The command's options as they travel to another process, which reads the policies itself."""


def _asked(as_of: date, purpose: str, rulebook: str | None) -> Question:
    policies = Path(os.environ.get("CRM_POLICIES") or ROOT / "config" / "policies")
    return question(Library.load(policies), as_of, purpose, rulebook)


def _evaluate_file(file: Path, output: Path, asked: Question, asking: Asking) -> tuple[int, int]:
    """Write the results beside the output and put them in its place when all are there."""
    size = file.stat().st_size
    unfinished = output.with_name(f"{output.name}.part")
    total = bad = 0
    with (
        file.open("rb") as lines,
        unfinished.open("wb") as results,
        click.progressbar(length=size, label="评估") as progress,
        _evaluator(size, asked, asking) as evaluator,
    ):
        for text, count, errors in evaluator(_chunks(lines)):
            results.write(text)
            total += count
            bad += errors
            progress.update(lines.tell() - progress.pos)
    unfinished.replace(output)
    return total, bad


Chunk = tuple[int, list[bytes]]
Result = tuple[bytes, int, int]
"""Written lines, how many lines of input they answer, how many of those could not be read."""


def _chunks(lines: BinaryIO) -> Iterator[Chunk]:
    first = 1
    while chunk := list(islice(lines, CHUNK)):
        yield first, chunk
        first += len(chunk)


def _result(chunk: Chunk, asked: Question) -> Result:
    first, lines = chunk
    answers = list(evaluate(lines, asked, first))
    text = b"".join(written(line) for line in chain.from_iterable(one.lines for one in answers))
    return text, len(answers), sum(not one.readable for one in answers)


Evaluator = Callable[[Iterator[Chunk]], Iterator[Result]]


@contextmanager
def _evaluator(size: int, asked: Question, asking: Asking) -> Iterator[Evaluator]:
    """One process for a small file, all processors for a large one; the order of the lines is kept."""
    if size <= ALONE:
        yield lambda chunks: (_result(chunk, asked) for chunk in chunks)
        return
    with ProcessPoolExecutor(initializer=_prepare, initargs=(asking,)) as pool:
        yield lambda chunks: _in_order(pool, chunks)


def _in_order(pool: ProcessPoolExecutor, chunks: Iterator[Chunk]) -> Iterator[Result]:
    """A few chunks are under way at a time, so that a file of any size fits into memory."""
    waiting = [pool.submit(_prepared_result, chunk) for chunk in islice(chunks, 2 * (os.cpu_count() or 1))]
    while waiting:
        yield waiting.pop(0).result()
        waiting.extend(pool.submit(_prepared_result, chunk) for chunk in islice(chunks, 1))


_PREPARED: list[Question] = []


def _prepare(asking: Asking) -> None:
    _PREPARED[:] = [_asked(*asking)]


def _prepared_result(chunk: Chunk) -> Result:
    return _result(chunk, _PREPARED[0])


if __name__ == "__main__":
    evaluate_command()
