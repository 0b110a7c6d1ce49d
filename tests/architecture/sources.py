"""Reading the project's own files: which there are, what they import, call and define; no law stands here."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CRM = ROOT / "crm"
TEMPLATES = ROOT / "templates"

# A feature imports only itself and those before it.
FEATURES = (
    "audit",
    "people",
    "notifications",
    "attachments",
    "enterprises",
    "stewards",
    "interactions",
    "demands",
    "cultivation",
    "standings",
    "awards",
    "desk",
    "imports",
    "dashboards",
)
# The outside of the house: requests, commands, scheduled runs and the wiring of all of them.
EDGES = ("api", "site", "jobs", "commands", "serving", "demo")

CLOCK_CALLS = (
    "date.today",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "time.time",
    "time.localtime",
    "func.now",
    "func.current_date",
    "func.current_timestamp",
    "clock.today",
    "clock.now",
)

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file of the project."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def feature(self) -> str | None:
        parts = self.path.relative_to(ROOT).parts
        return parts[1] if len(parts) > 2 and parts[1] in FEATURES else None

    @property
    def tree(self) -> ast.Module:
        return parsed(self.text)

    @property
    def stem(self) -> str:
        return self.path.stem


@cache
def parsed(text: str) -> ast.Module:
    """The syntax tree; every law looks at the same one."""
    return ast.parse(text)


def python_files(*folders: str) -> list[Source]:
    """The Python files of these folders, migrations' generated steps left out."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    kept = [path for path in paths if "versions" not in path.parts and "node_modules" not in path.parts]
    return [Source(path, path.read_text(encoding="utf-8")) for path in kept]


def application() -> list[Source]:
    """The files of the application itself."""
    return python_files("crm")


def imports_of(tree: ast.AST) -> set[str]:
    """Every module named by an import, also inside functions; `from a import b` names `a` and `a.b`."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


def leans_on(names: set[str], package: str) -> bool:
    """Whether one of the imported names is this package or lies in it."""
    return any(name == package or name.startswith(f"{package}.") for name in names)


def calls_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted text of every call, such as (12, "session.commit")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def definitions_of(tree: ast.AST) -> Iterator[Definition]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, Definition):
            yield node


def length_of(node: Definition) -> int:
    """Lines from `def` to the end; decorators are not counted."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


@cache
def tracked_files() -> tuple[Path, ...]:
    """What is or would be committed; where there is no repository, every file but the ignored folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
        return tuple(path for path in (ROOT / name for name in names) if path.is_file())
    ignored = {".git", ".venv", "node_modules", "vendor", "instance", "__pycache__"}
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not ignored & set(path.parts))


def clock_reads(source: Source) -> list[str]:
    return [f"{source.name}:{line} {call}" for line, call in calls_of(source.tree) if call.endswith(CLOCK_CALLS)]


def is_of_the_engine(source: Source) -> bool:
    return source.path.is_relative_to(CRM / "rules")
