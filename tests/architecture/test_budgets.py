"""How long functions and files may be, and which names say nothing."""

from __future__ import annotations

import ast
from collections import Counter
from statistics import median, quantiles

import pytest

from tests.architecture.sources import ROOT, definitions_of, length_of, python_files, tracked_files

LONGEST_FUNCTION = 40
LONGEST_FILE = 300
USUAL_FILE = 200
USUAL_FUNCTION = 8
FULL_ROOM = 14  # about a dozen, with the file that says what the room is for
EMPTY_WORDS = ("utils", "util", "helpers", "helper", "manager", "misc", "common", "info")


def everything():
    return python_files("crm", "tests", "benchmarks", "migrations")


def test_no_function_is_long():
    found = [
        f"{source.name}:{node.lineno} {node.name}: {length_of(node)}"
        for source in everything()
        for node in definitions_of(source.tree)
        if length_of(node) > LONGEST_FUNCTION
    ]

    assert found == []


def test_functions_are_usually_short():
    lengths = [length_of(node) for source in python_files("crm") for node in definitions_of(source.tree)]

    assert median(lengths) <= USUAL_FUNCTION
    assert quantiles(lengths, n=10)[-1] <= LONGEST_FUNCTION // 2


OWN_SUFFIXES = (".py", ".js", ".html", ".css")


def test_no_file_is_long():
    own = [path for path in tracked_files() if path.suffix in OWN_SUFFIXES and path.parent.name != "versions"]

    lengths = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").count("\n") for path in own}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize("kind", ["css", "js"])
def test_style_sheets_and_scripts_are_usually_short(kind: str):
    lengths = [path.read_text(encoding="utf-8").count("\n") for path in (ROOT / "crm/static" / kind).rglob("*")]

    assert quantiles(lengths, n=10)[-1] <= USUAL_FILE


def test_every_style_sheet_is_asked_for_once():
    on_screen = sorted(path.stem for path in (ROOT / "crm/static/css").glob("*.css") if path.stem != "print")
    head = (ROOT / "templates/layouts/_head.html").read_text(encoding="utf-8")

    assert [sheet for sheet in on_screen if head.count(f'"{sheet}"') != 1] == []


def test_no_file_hides_behind_an_empty_word():
    names = [source.name for source in python_files("crm", "tests") if source.stem in EMPTY_WORDS]

    assert names == []


def test_every_file_of_the_application_says_what_lives_in_it():
    silent = [source.name for source in python_files("crm") if not ast.get_docstring(source.tree)]

    assert silent == []


def test_no_room_is_crowded():
    files = Counter(source.path.parent.relative_to(ROOT).as_posix() for source in python_files("crm"))

    assert {room: count for room, count in files.items() if count > FULL_ROOM} == {}
