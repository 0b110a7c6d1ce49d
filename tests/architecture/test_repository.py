"""What is committed: nothing that only one machine has, no test that never runs, no package nobody imports."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.sources import ROOT, Source, application, imports_of, python_files, tracked_files

# Written in halves, so that this file does not contain what it looks for.
PRIVATE = tuple(
    a + b
    for a, b in (
        ("../sha", "red"),
        ("/wor", "k/"),
        ("/tm", "p/"),
        ("/hom", "e/"),
        ("/roo", "t/"),
        ("pyp", "i.org"),
        ("pythonhos", "ted"),
        ("npm", "js.org"),
        ("deb.deb", "ian.org"),
    )
)
# Libraries that are asked for by name instead of being imported.
BY_NAME = {"gunicorn", "psycopg"}


def opened_by_pytest() -> list[Source]:
    return [source for source in python_files("tests") if source.path.name.startswith("test_")]


def functions_of(tree: ast.Module) -> list[str]:
    """Functions at the top or in a Test class: what pytest would run."""
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
    return [node.name for body in bodies for node in body if isinstance(node, ast.FunctionDef)]


def test_nothing_committed_names_a_machine_or_a_registry():
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {word}" for word in PRIVATE if word in text]

    assert found == []


def test_every_test_function_is_collected():
    strangers = [
        f"{source.name}: {name}"
        for source in opened_by_pytest()
        for name in functions_of(source.tree)
        if re.match(r"(tests?[A-Z]|check_|should_|when_|it_)", name)
    ]
    twice = [
        f"{source.name}: {name}"
        for source in opened_by_pytest()
        for names in [functions_of(source.tree)]
        for name in sorted(set(names))
        if name.startswith("test_") and names.count(name) > 1
    ]

    assert strangers + twice == []


def test_tests_live_in_files_that_pytest_opens():
    hidden = [
        source.name
        for source in python_files("tests")
        if not source.path.name.startswith("test_")
        and any(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in source.tree.body)
    ]

    assert hidden == []


def test_every_test_can_fail():
    """A test asserts something itself, expects an error, or hands the claim to a function that does."""
    claims = ("assert", "raises", "expect", "check", "warns")
    silent = [
        f"{source.name}: {node.name}"
        for source in opened_by_pytest()
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if not any(word in ast.unparse(node) for word in claims)
    ]

    assert silent == []


@pytest.fixture(scope="module")
def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = (re.split(r"[\s\[<>=;]", requirement, maxsplit=1)[0] for requirement in project["dependencies"])
    return {canonical(name) for name in names}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """The distributions the application and its migrations import."""
    owners = packages_distributions()
    files = [*application(), *python_files("migrations")]
    tops = {name.split(".")[0] for source in files for name in imports_of(source.tree)}
    return {canonical(owner) for top in tops for owner in owners.get(top, ())}


def test_every_declared_package_is_used(declared: set[str]):
    assert declared - imported() - BY_NAME == set()


def test_every_package_used_is_declared(declared: set[str]):
    assert imported() - declared - {"steward-desk"} == set()


def test_the_locks_hold_hashes_and_no_address():
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][^\s=]*==\S+", text, re.MULTILINE)
        hashed = re.findall(r"^[a-z0-9][^\n]*\\\n\s+--hash=sha256:", text, re.MULTILINE)

        assert len(pins) == len(hashed) > 0, path.name
        assert "://" not in text, path.name
