"""The engine knows neither web nor database nor clock, in whatever room a file of it stands."""

from __future__ import annotations

import pytest

from tests.architecture.sources import CRM, Source, application, clock_reads, imports_of, is_of_the_engine, leans_on


def impurities(source: Source) -> list[str]:
    """What a file of the engine knows of the outside, also deep inside a room: imports and looks at the clock."""
    outside = [
        name
        for name in imports_of(source.tree)
        if name.startswith(("crm", "flask", "sqlalchemy", "."))
        and name != "crm"
        and not leans_on({name}, "crm.rules")
    ]
    return sorted(outside) + clock_reads(source)


def test_the_engine_is_pure():
    engine = [source for source in application() if is_of_the_engine(source)]

    found = {source.name: impurities(source) for source in engine}

    assert {source.path.parent.name for source in engine} == {
        "rules",
        "law",
        "days",
        "reading",
        "exact",
        "columnar",
        "ways",
        "files",
    }
    assert {name: outside for name, outside in found.items() if outside} == {}


@pytest.mark.parametrize(
    "text", ["import sqlalchemy\n", "from crm import clock\n\nday = clock.today()\n", "import crm.db\n"]
)
@pytest.mark.parametrize("room", ["", "ways/", "columnar/deeper/"])
def test_the_purity_of_the_engine_bites_in_every_room(room: str, text: str):
    broken = Source(CRM / f"rules/{room}broken.py", text)

    assert is_of_the_engine(broken)
    assert impurities(broken)
