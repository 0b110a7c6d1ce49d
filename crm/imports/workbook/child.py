"""Reads a workbook in a process of its own, under limits of memory and time, so that no file can harm the server."""

import gc
import json
import os
import resource
import signal
import subprocess  # nosec B404  # the command is fixed, no shell is involved
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from crm.imports.published.rows import PublishedRow, read_published
from crm.imports.sheets.register import read_register
from crm.imports.sheets.staged import StagedRegister
from crm.imports.tables.answers import NO_ANSWERS, RowAnswers
from crm.imports.tables.choices import NO_MAPS, ColumnChoice, ColumnMaps
from crm.imports.tables.table import returned_cell
from crm.imports.workbook.excerpts import Excerpt, take_excerpts
from crm.imports.workbook.files import read_file
from crm.imports.workbook.refusals import Refusal

ROOT = Path(__file__).resolve().parents[3]
# The files this process holds open: a path in it stands for one in memory, which the child inherits.
OPEN_FILES = Path("/proc/self/fd")
# On a busy machine the same work takes more of it than on a quiet one.
CPU_SECONDS = 60
# Only for a child that stands still: on a busy machine an ordinary register waits long for its turn.
STILL_SECONDS = 60
# On top of what the interpreter and its libraries take before the file is opened.
MEMORY_BYTES = 640 << 20
# Of a list that is read whole: one of payments has a few hundred.
MOST_ROWS = 5_000

TableRow = tuple[int, list[str | int | float]]


def read_apart(
    path: Path, terms: Mapping[str, int], maps: ColumnMaps = NO_MAPS, name: str = "", answers: RowAnswers = NO_ANSWERS
) -> StagedRegister:
    """The staged register of a file, read in a child process; raises Refusal when there is none.

    The child gets no secrets with its environment, and is asked and answers through pipes, so that no file is left
    behind when one of the two is killed.
    """
    chosen = {key: [asdict(each) for each in maps[key]] for key in maps}
    asked = {"terms": dict(terms), "name": name, "maps": chosen, "answers": answers.as_json()}
    return understood(_run(path, json.dumps(asked)))


def read_rows_apart(
    path: Path, wanted: Mapping[str, Sequence[int]], name: str = ""
) -> dict[str, dict[int, list[Any]]]:
    """The cells of some rows of a file by sheet and number, to be given back; read in a child, as the file was."""
    answer = json.loads(
        _run(path, json.dumps({"name": name, "rows": {sheet: list(wanted[sheet]) for sheet in wanted}}))
    )
    if "refused" in answer:
        raise Refusal(answer["refused"], **answer["values"])
    return {sheet: {int(number): cells for number, cells in rows.items()} for sheet, rows in answer.items()}


def read_table_apart(path: Path) -> list[TableRow]:
    """The rows of the first visible sheet with their numbers, as far as there are; read in a child, as the file was."""
    answer = json.loads(_run(path, json.dumps({"table": True})))
    if isinstance(answer, dict):
        raise Refusal(answer["refused"], **answer["values"])
    return [(int(number), cells) for number, cells in answer]


def read_published_apart(path: Path, sheet: str = "") -> list[PublishedRow]:
    """The rows of a published list with what they say; read in a child, as the file was."""
    answer = json.loads(_run(path, json.dumps({"published": sheet})))
    if isinstance(answer, dict):
        raise Refusal(answer["refused"], **answer["values"])
    return [PublishedRow(**row) for row in answer]


def understood(text: str) -> StagedRegister:
    """What the child answered: the staged register, or its Refusal raised here."""
    if text.startswith('{"refused"'):
        refused = json.loads(text)
        refusal = Refusal(refused["refused"], **refused["values"])
        refusal.excerpts = TypeAdapter(list[Excerpt]).validate_python(refused["excerpts"])
        raise refusal
    return StagedRegister.from_json(text)


def _run(path: Path, asked: str) -> str:
    inherited = [int(path.name)] if path.parent == OPEN_FILES else []
    file = path if inherited else path.resolve()
    command = [sys.executable, "-m", "crm.imports.workbook.child", str(file)]
    quiet, pipe = subprocess.DEVNULL, subprocess.PIPE
    process = subprocess.Popen(  # nosec B603  # a fixed program; the file's name is an argument, never code
        command,
        cwd=ROOT,
        env=_environment(),
        stdin=pipe,
        stdout=pipe,
        stderr=quiet,
        start_new_session=True,
        pass_fds=inherited,
    )
    answer = _wait(process, asked.encode())
    if process.returncode != 0 or not answer:
        raise Refusal("file_too_heavy")
    return answer.decode()


def _wait(process: "subprocess.Popen[bytes]", asked: bytes) -> bytes:
    """What the child answers, however long it takes while it makes headway; one that stands still is stopped."""
    begun, spent = False, _ticks(process.pid)
    while True:
        try:
            return process.communicate(None if begun else asked, timeout=STILL_SECONDS)[0]
        except subprocess.TimeoutExpired:
            begun, before, spent = True, spent, _ticks(process.pid)
            if spent == before:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                raise Refusal("file_too_heavy") from None


def _ticks(pid: int) -> int:
    """The time a child has had on a processor, in ticks of the system; 0 where the system does not tell."""
    try:
        values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(values[11]) + int(values[12])


def _environment() -> dict[str, str]:
    kept = ("PATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT")
    return {name: os.environ[name] for name in kept if name in os.environ}


def main(path: Path) -> None:
    """Read `path` and print either the staged register or the refusal, and nothing a library may print."""
    asked = json.load(sys.stdin)
    gc.disable()  # a process that answers once and ends has nothing to collect
    maps = {key: [ColumnChoice(**each) for each in choices] for key, choices in asked.get("maps", {}).items()}
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answer:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        _limit()
        answer.write(_answer(path, asked, maps))


def _answer(path: Path, asked: Mapping[str, Any], maps: ColumnMaps) -> str:
    if "table" in asked:
        return first_table(path)
    if "published" in asked:
        return published_rows(path, asked["published"])
    if "rows" in asked:
        return pick_rows(path, asked["rows"], asked["name"])
    return read_or_refuse(path, asked["terms"], maps, asked["name"], RowAnswers.from_json(asked["answers"]))


def read_or_refuse(
    path: Path, terms: Mapping[str, int], maps: ColumnMaps = NO_MAPS, name: str = "", answers: RowAnswers = NO_ANSWERS
) -> str:
    """The staged register as JSON, or the refusal."""
    excerpts: list[Excerpt] = []

    def read() -> str:
        workbook = read_file(path, name)
        excerpts.extend(take_excerpts(workbook.sheets))
        return replace(read_register(workbook, terms, maps, answers), excerpts=excerpts).to_json()

    return _or_refusal(read, excerpts)


def pick_rows(path: Path, wanted: Mapping[str, Sequence[int]], name: str = "") -> str:
    """The cells of these rows as JSON, by sheet and number; or the refusal."""
    numbers = {sheet: set(rows) for sheet, rows in wanted.items()}

    def pick() -> str:
        rows = {
            sheet.name: {row.number: list(map(returned_cell, row.cells)) for row in sheet.rows if row.number in asked}
            for sheet in read_file(path, name).sheets
            if (asked := numbers.get(sheet.name))
        }
        return json.dumps(rows, ensure_ascii=False)

    return _or_refusal(pick)


def first_table(path: Path) -> str:
    """The rows of the first visible sheet as JSON; or the refusal."""

    def read() -> str:
        rows = [row for sheet in read_file(path).sheets[:1] for row in sheet.rows if not row.is_blank]
        if len(rows) > MOST_ROWS:
            raise Refusal("payment_list_too_long", most=MOST_ROWS)
        return json.dumps([[row.number, list(map(returned_cell, row.cells))] for row in rows], ensure_ascii=False)

    return _or_refusal(read)


def published_rows(path: Path, sheet: str) -> str:
    """The rows of the published list on the sheet of this name, or on the only one, as JSON; or the refusal."""

    def read() -> str:
        return json.dumps([asdict(row) for row in read_published(read_file(path), sheet)], ensure_ascii=False)

    return _or_refusal(read)


def _or_refusal(answer: Callable[[], str], excerpts: Sequence[Excerpt] = ()) -> str:
    """The answer, or the refusal as JSON; whatever a library raises becomes our own."""
    try:
        return answer()
    except Refusal as refusal:
        return _refused(refusal, excerpts)
    except MemoryError:
        return _refused(Refusal("file_too_heavy"))
    except BaseException:
        # Parsers fail in their own ways, panics of native code among them; their words are not for people.
        return _refused(Refusal("file_damaged"))


def _refused(refusal: Refusal, excerpts: Sequence[Excerpt] = ()) -> str:
    shown = [asdict(each) for each in excerpts]
    return json.dumps({"refused": refusal.code, "values": refusal.values, "excerpts": shown}, ensure_ascii=False)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory = _virtual_bytes() + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _virtual_bytes() -> int:
    """What this process has mapped already; 0 where the system does not tell."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[0]) * resource.getpagesize() if status.exists() else 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
