"""The command `evaluate`: a dossier file in, judgements out; it needs no database and no secrets."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import click

from crm.commands.evaluating import Chunk, evaluate_chunks
from crm.config.settings import ROOT
from crm.rules.files.batch import AnsweredLines, BatchQuestion, one_by_one, question
from crm.rules.files.json_shapes import EARLIEST_DATE, LATEST_DATE
from crm.rules.law.problems import RulesError
from crm.rules.reading.library import Library

CHUNK = 2_000
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
    if not EARLIEST_DATE <= as_of.date() <= LATEST_DATE:
        raise click.BadParameter(f"认定日期须在 {EARLIEST_DATE} 至 {LATEST_DATE} 之间。", param_hint="--as-of")
    ask = partial(_asked, as_of.date(), purpose, rulebook)
    try:
        ask()
    except RulesError as error:
        raise click.ClickException(str(error)) from error
    total, bad = _evaluate_file(file, output, ask)
    click.echo(f"已评估 {total - bad} 行，无法读取 {bad} 行。", err=True)
    if bad:
        raise click.exceptions.Exit(1)


def _asked(as_of: date, purpose: str, rulebook: str | None) -> BatchQuestion:
    policies = Path(os.environ.get("CRM_POLICIES") or ROOT / "config" / "policies")
    return question(Library.load(policies), as_of, purpose, rulebook)


def _evaluate_file(file: Path, output: Path, ask: Callable[[], BatchQuestion]) -> tuple[int, int]:
    size = file.stat().st_size
    answered = unreadable = 0
    with (
        file.open("rb") as lines,
        _in_place_when_done(output) as results,
        click.progressbar(length=size, label="评估", file=sys.stderr, hidden=not sys.stderr.isatty()) as progress,
    ):
        for one in _evaluated(_chunks(lines), size, ask):
            results.write(one.text)
            answered += one.answered
            unreadable += one.unreadable
            progress.update(one.read)
    return answered, unreadable


@contextmanager
def _in_place_when_done(output: Path) -> Iterator[BinaryIO]:
    """A file beside the output that takes its place when all is written, and is gone when that fails."""
    unfinished = output.with_name(f"{output.name}.part")
    try:
        with unfinished.open("wb") as results:
            yield results
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(output)


def _chunks(lines: BinaryIO) -> Iterator[Chunk]:
    first = 1
    while chunk := list(islice(lines, CHUNK)):
        yield first, chunk
        first += len(chunk)


def _evaluated(chunks: Iterator[Chunk], size: int, ask: Callable[[], BatchQuestion]) -> Iterator[AnsweredLines]:
    """A small file line by line in this process, a large one in columns on all processors."""
    if size > ALONE:
        return evaluate_chunks(chunks, ask)
    asked = ask()
    return (one_by_one(lines, asked, first) for first, lines in chunks)


if __name__ == "__main__":
    evaluate_command()
