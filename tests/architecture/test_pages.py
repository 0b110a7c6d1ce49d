"""Views lean on no views, addresses stand in tables, and the toolkit of pages knows no feature."""

from __future__ import annotations

from tests.architecture.sources import EDGES, FEATURES, Source, application, calls_of, imports_of, leans_on


def test_the_toolkit_of_pages_knows_no_feature():
    toolkit = [source for source in application() if source.path.parent.name == "web"]

    found = {
        source.name: [word for word in (*FEATURES, *EDGES) if leans_on(imports_of(source.tree), f"crm.{word}")]
        for source in toolkit
    }

    assert toolkit
    assert {name: known for name, known in found.items() if known} == {}


def test_no_view_leans_on_another_view():
    found = {
        source.name: sorted(name for name in imports_of(source.tree) if is_a_view(name))
        for source in application()
        if source.stem != "blueprint"
    }

    assert {name: views for name, views in found.items() if views} == {}


def is_a_view(name: str) -> bool:
    return name.startswith("crm.") and any(part == "views" or part.endswith("_views") for part in name.split("."))


def routes_in(source: Source) -> list[str]:
    calls = [f"{line} {call}" for line, call in calls_of(source.tree) if call.endswith((".route", ".add_url_rule"))]
    return calls if source.name != "crm/web/routes.py" else []


def test_every_address_stands_in_a_table():
    assert [f"{source.name}:{call}" for source in application() for call in routes_in(source)] == []
