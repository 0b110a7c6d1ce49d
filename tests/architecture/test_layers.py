"""Who may lean on whom: the order of features, what each kind of file may import, who commits, who knows the time."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from tests.architecture.sources import (
    CLOCK_CALLS,
    CRM,
    EDGES,
    FEATURES,
    Source,
    application,
    calls_of,
    clock_reads,
    imports_of,
    is_of_the_engine,
    leans_on,
)

# Files of a feature that meet the outside; all others are plumbing that a test or a job calls as well as a page.
OUTWARD = ("views", "page", "forms", "form", "fields", "blueprint", "access", "scopes", "sessions", "cli")
# Pages tell of the last night; the table of runs belongs to the edge that runs them.
READ_BY_PAGES = {"crm.jobs.nights", "crm.jobs.nights.NightRun", "crm.jobs.nights.last_night"}
WRITES = (
    "session.add",
    "session.add_all",
    "session.delete",
    "session.flush",
    "session.merge",
    "insert",
    "update",
    "delete",
)


def is_outward(source: Source) -> bool:
    return source.stem.startswith(OUTWARD) or any(source.stem.endswith(f"_{word}") for word in OUTWARD)


def is_kind(source: Source, kind: str) -> bool:
    """`models.py`, but also `fact_models.py`: a file that grew was split by noun."""
    is_part = source.stem.endswith(f"_{kind}") and kind != "facts"  # a title of a thing here, not a kind of file
    return source.feature is not None and (source.stem == kind or is_part)


def plumbing() -> list[Source]:
    return [source for source in application() if source.feature and not is_outward(source)]


def of_kind(kind: str) -> list[Source]:
    return [source for source in application() if is_kind(source, kind)]


def later_features(feature: str, names: set[str]) -> list[str]:
    """The features after this one, and the edges, that are imported."""
    later = FEATURES[FEATURES.index(feature) + 1 :]
    known = names - READ_BY_PAGES
    return [word for word in (*later, *EDGES) if leans_on(known, f"crm.{word}")]


def commits(source: Source) -> list[str]:
    endings = (".commit", ".rollback")
    return [f"{source.name}:{line} {call}" for line, call in calls_of(source.tree) if call.endswith(endings)]


def writes(source: Source) -> list[str]:
    return [f"{source.name}:{line} {call}" for line, call in calls_of(source.tree) if call in WRITES]


def test_a_feature_leans_only_on_the_features_listed_before_it():
    found = {
        source.name: later_features(source.feature, imports_of(source.tree))
        for source in application()
        if source.feature and not (source.stem == "cli" or source.stem.endswith("_cli"))
    }

    assert {name: later for name, later in found.items() if later} == {}


def test_the_foundations_know_no_feature():
    foundations = [
        source
        for source in application()
        if source.path.parent.name in ("crm", "config")
        and source.stem in ("db", "settings", "errors", "clock", "money", "sealing", "service_rules")
    ]

    found = {
        source.name: [name for name in FEATURES if leans_on(imports_of(source.tree), f"crm.{name}")]
        for source in foundations
    }

    assert foundations
    assert {name: known for name, known in found.items() if known} == {}


# What each kind of file must not import. Labels and wordings may know gettext, so it is named only where it may not be.
FORBIDDEN = {
    "models": ("flask", "flask_babel", "crm.web", "crm.clock", "crm.rules"),
    "queries": ("flask", "flask_babel", "crm.web", "crm.clock"),
    "facts": ("flask", "flask_babel", "crm.web", "crm.clock"),
    "service": ("flask", "flask_babel", "crm.web", "crm.clock"),
    "jobs": ("flask", "flask_babel", "crm.web", "crm.clock", "apscheduler"),
    "forms": ("sqlalchemy", "crm.db", "crm.clock"),
    "views": ("sqlalchemy",),
}
A_TYPE_ONLY = {"sqlalchemy.orm", "sqlalchemy.orm.Session"}
# A column may hold the words in which the engine answers; a table calls nothing of it.
CODED_WORDS = {f"crm.rules.{word}" for word in ("FlagKind", "Purpose", "Verdict")}


def uses_of(source: Source) -> set[str]:
    """What a file imports, without names that stand there as a type or a word only."""
    names = imports_of(source.tree) - A_TYPE_ONLY
    if source.stem == "models" and names & CODED_WORDS:
        names -= CODED_WORDS | {"crm.rules"}
    return names


@pytest.mark.parametrize(("kind", "packages"), FORBIDDEN.items(), ids=list(FORBIDDEN))
def test_a_kind_of_file_keeps_to_what_it_may_import(kind: str, packages: tuple[str, ...]):
    found = [
        f"{source.name} imports {package}"
        for source in of_kind(kind)
        for package in packages
        if leans_on(uses_of(source), package)
    ]

    assert found == []


@pytest.mark.parametrize("text", ["from crm.rules import Purpose, judge\n", "from crm.rules.law import rulebook\n"])
def test_a_table_takes_words_of_the_engine_and_nothing_else(text: str):
    words = "from crm.rules import FlagKind, Purpose, Verdict\n"

    assert not leans_on(uses_of(Source(CRM / "cultivation/models.py", words)), "crm.rules")
    assert leans_on(uses_of(Source(CRM / "cultivation/models.py", text)), "crm.rules")


def test_plumbing_knows_neither_requests_nor_pages():
    found = [
        f"{source.name} imports {package}"
        for source in plumbing()
        for package in ("flask", "flask_wtf", "crm.web")
        if leans_on(imports_of(source.tree), package)
    ]

    assert found == []


def test_models_and_queries_know_no_service():
    found = [
        f"{source.name} imports {name}"
        for kind in ("models", "queries", "facts", "forms")
        for source in of_kind(kind)
        for name in imports_of(source.tree)
        if name.startswith("crm.") and name.split(".")[-1] in ("service", "transaction")
    ]

    assert found == []


def test_whoever_imports_a_part_of_the_house_loads_nothing_else():
    """Every import of a part runs the file of the package: a process that reads one workbook would load all pages."""
    package = ast.parse((CRM / "__init__.py").read_text(encoding="utf-8"))

    at_once = [node.module for node in package.body if isinstance(node, ast.ImportFrom)]

    assert at_once == ["__future__", "typing"]
    assert not any(isinstance(node, ast.Import) for node in package.body)


def test_only_edges_commit():
    inside = [source for source in application() if source.feature or is_of_the_engine(source)]

    assert [line for source in inside for line in commits(source)] == []


def test_plumbing_opens_no_transaction():
    found = [
        f"{source.name}:{line}"
        for source in plumbing()
        for line, call in calls_of(source.tree)
        if call.split(".")[-1] in ("transaction", "reading")
    ]

    assert found == []


def test_nothing_inside_a_feature_reads_the_clock():
    assert [line for source in plumbing() for line in clock_reads(source)] == []


def test_only_the_clock_itself_asks_what_time_it_is():
    own = CLOCK_CALLS[:-2]
    others = [source for source in application() if source.name != "crm/clock.py"]

    found = [
        f"{source.name}:{line} {call}"
        for source in others
        for line, call in calls_of(source.tree)
        if call.endswith(own)
    ]

    assert found == []


def test_queries_only_read():
    assert [line for source in of_kind("queries") for line in writes(source)] == []


def test_views_build_no_sql():
    found = [
        f"{source.name}:{line} {call}"
        for source in of_kind("views")
        for line, call in calls_of(source.tree)
        if call in ("session.execute", "session.scalar", "session.scalars", "session.add")
    ]

    assert found == []


def test_no_view_catches_a_refusal():
    found = [
        f"{source.name}:{node.lineno}"
        for source in of_kind("views")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and "CrmError" in ast.unparse(node.type or ast.Name("everything"))
    ]

    assert found == []


BAD_FILES: dict[str, tuple[Callable[[Source], object], str]] = {
    "a commit": (commits, "def save(session):\n    session.commit()\n"),
    "a clock": (clock_reads, "import datetime\n\nday = datetime.date.today()\n"),
    "a write": (writes, "def find(session, row):\n    session.add(row)\n"),
    "a later feature": (
        lambda source: later_features("people", imports_of(source.tree)),
        "import crm.awards.service\n",
    ),
    "an import in a function": (
        lambda source: later_features("people", imports_of(source.tree)),
        "def late():\n    from crm.desk import queries\n",
    ),
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_the_laws_bite(what: str):
    law, text = BAD_FILES[what]

    assert law(Source(application()[0].path, text))
