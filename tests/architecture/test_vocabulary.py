"""One vocabulary of facts: tables, dossiers, forms, pages and registers say the same figures under the same names.

A new yearly figure is written in four places, which CONTRIBUTING.md names; everything else here follows from them.
"""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from flask import Flask

from crm.cultivation.models import Tier
from crm.enterprises.facts.current import COLUMNS as CURRENT
from crm.enterprises.facts.fields import input_for
from crm.enterprises.facts.forms import NEEDED, item_form
from crm.enterprises.facts.lists.listings import LISTINGS
from crm.enterprises.facts.models import CurrentFacts
from crm.enterprises.facts.values import single_facts
from crm.enterprises.forms import FiguresForm
from crm.enterprises.models import AMOUNTS, FigureName, YearlyFigures
from crm.imports.cells.words.code_words import PRODUCT_FIELDS, RD_LEVELS, read_word
from crm.imports.cells.words.title_words import TitleWord, read_title
from crm.imports.sheets.staged import COUNT_FIELDS, MONEY_FIELDS
from crm.imports.tables.layout import ENTERPRISE_FACTS, LAYOUTS, SheetKind
from crm.registry import each_of
from crm.rules import FlagKind
from crm.rules.columnar.tables import COLUMN_NAMES, FIGURE_FIELDS, UNREAD
from crm.rules.columnar.tables import ENTERPRISES as COLUMNS_OF_ENTERPRISES
from crm.rules.columnar.tables import LISTS as COLUMNS_OF_LISTS
from crm.rules.files.dossier_json import FIGURES as DOSSIER_FIGURES
from crm.rules.files.dossier_json import OPTIONAL, REQUIRED
from crm.rules.law.dossier import Compliance, Dossier, Market
from crm.rules.law.fields import FIELDS, FIGURES, ITEMS, LISTS, QUALITIES, SINGLES, FactKind, larger_parts, leaps
from crm.standings.models import Standing
from crm.web.words import VOCABULARY
from tests.architecture.sources import ROOT, application

NAMES = [figure.id for figure in FIGURES]
TITLES = [tier.value for tier in Tier if tier is not Tier.SEED]
# Where a figure nobody computes with may be named: the word, the dossier, the table, and its migration.
PLACES = {"crm/rules/law/fields.py", "crm/rules/law/dossier.py", "crm/enterprises/models.py"}
# Rooms that may name single figures because they compute with them or make them up.
COMPUTING = ("crm/rules/law/metrics.py", "crm/rules/ways/", "crm/rules/exact/", "crm/rules/reading/", "crm/demo/")


def test_tables_dossiers_and_registers_have_the_same_figures():
    columns = {column.key for column in YearlyFigures.__table__.columns}

    assert [name.value for name in FigureName] == NAMES
    assert {*NAMES, *(f"{name}_grade" for name in NAMES)} == columns - {"enterprise_id", "year", "version"}
    assert {figure.id for figure in FIGURES if figure.kind is FactKind.MONEY} == set(AMOUNTS) == set(MONEY_FIELDS)
    assert set(COUNT_FIELDS) == set(NAMES) - set(AMOUNTS)
    assert list(FIGURE_FIELDS) == NAMES
    written = {figure.id: 7 if figure.kind is FactKind.COUNT else "7.00" for figure in FIGURES}
    read = DOSSIER_FIGURES("figures[0]", {"year": 2025, **written})
    assert {getattr(read, figure.id) for figure in FIGURES} == {7, 700}


def test_every_one_valued_fact_is_the_same_in_dossier_columns_record_and_forms():
    singles = [field.id for field in SINGLES]
    parts = {"market": Market, "compliance": Compliance}
    said = (
        {field.name for field in fields(Dossier)} - {field.id for field in LISTS} - {*parts, "incomplete", "sources"}
    )
    said |= {f"{part}.{field.name}" for part, kind in parts.items() for field in fields(kind)}
    columns = {name.removesuffix(".more") for name in COLUMNS_OF_ENTERPRISES} - {"row"}

    assert said == set(singles)
    assert set(OPTIONAL) | set(REQUIRED) == (said | {field.id for field in LISTS}) - {
        name for name in said if "." in name
    } - {"figures", "platform_scores"}
    assert {name for name in columns if not name.startswith(("known.", "quality."))} == said - UNREAD
    assert {name for name in columns if name.startswith("quality.")} == {field.id for field in QUALITIES}
    assert set(CURRENT) == {field.id for field in single_facts()}
    assert {*CURRENT.values(), "enterprise_id"} == {column.key for column in CurrentFacts.__table__.columns}
    assert {FIELDS[name].zh for name in ENTERPRISE_FACTS} <= {
        column.label for column in LAYOUTS[SheetKind.ENTERPRISES]
    }
    assert all(input_for(field) is not None for field in single_facts())


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
def test_every_list_is_the_same_in_dossier_columns_record_and_forms(app: Flask, listing):
    known = [field.id.removeprefix(f"{listing.id}.") for field in ITEMS if field.group == listing.id]
    yearly = ["year"] if listing.id == "platform_scores" else []
    schema = [name for name in COLUMNS_OF_LISTS[listing.id] if name != "row" and not name.endswith(".more")]
    table = {column.key for column in listing.table.__table__.columns}

    assert list(listing.fields) == yearly + known
    assert schema == [COLUMN_NAMES.get(f"{listing.id}.{name}", name) for name in listing.fields]
    assert {listing.column(name) for name in (*listing.fields, *listing.extras)} <= table
    with app.test_request_context():
        assert {f"f_{name}" for name in listing.fields} <= set(item_form(listing)._fields)
    assert NEEDED[listing.id] <= set(listing.fields)


@pytest.mark.parametrize(
    ("read", "fact"), [(PRODUCT_FIELDS, "product_field"), (RD_LEVELS, "rd_institution")], ids=["product", "rd"]
)
def test_a_register_is_read_in_the_words_our_own_pages_use(read, fact):
    for choice in FIELDS[fact].choices:
        assert read_word(choice.zh, read) == choice.value


def test_pages_and_headings_call_a_figure_by_its_word(app: Flask):
    headings = {column.field: column.label for column in LAYOUTS[SheetKind.FIGURES]}
    with app.test_request_context():
        labels = {name: FiguresForm()[name].label.text for name in NAMES}

    assert labels == {figure.id: figure.zh for figure in FIGURES}
    assert {name: headings[name] for name in NAMES} == labels
    assert VOCABULARY["figure"] == labels


def test_a_kind_of_flag_is_named_in_four_places():
    """Its word and the verdict it stands for, what pages say of it, its number in standings, and a migration."""
    naming = re.compile(r"""\bFlagKind\.ASK\b|["']ask["']|\b(?:[Ss]tanding|counts|numbers)\.ask\b|\bask: Mapped""")
    named = {
        path.relative_to(ROOT).as_posix()
        for folder, suffix in (("crm", "py"), ("templates", "html"))
        for path in (ROOT / folder).rglob(f"*.{suffix}")
        if naming.search(path.read_text("utf-8"))
    }

    assert named == {"crm/rules/exact/findings.py", "crm/web/flag_words.py", "crm/standings/models.py"}
    assert {kind.value for kind in FlagKind} <= {column.key for column in Standing.__table__.columns}


def test_a_kind_of_flag_without_words_is_named():
    words = {kind: kind.value for kind in FlagKind if kind is not FlagKind.ASK}

    with pytest.raises(ValueError, match=r"without an entry: ask; unknown: maybe"):
        each_of(FlagKind, {**words, "maybe": "?"})


def test_the_tiers_are_named_once():
    assert set(VOCABULARY["tier"]) == set(VOCABULARY["short_tier"]) == set(VOCABULARY["seal"]) == set(Tier)


def test_registers_are_read_in_the_words_pages_use_for_titles():
    """科技型 alone stays unread: a 科技型企业 may be anything."""
    for tier in TITLES:
        assert read_title(str(VOCABULARY["tier"][tier])) == TitleWord(tier)
    for tier in set(TITLES) - {Tier.TECH_SME.value}:
        assert read_title(str(VOCABULARY["short_tier"][tier])) == TitleWord(tier)


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ({"revenue": 10, "main_revenue": 10}, []),
        ({"revenue": 10, "main_revenue": 11}, [("main_revenue", "revenue")]),
        ({"revenue": None, "main_revenue": 11}, []),
        ({"main_revenue": 11}, []),
        ({"employees": 0, "rd_staff": 1}, [("rd_staff", "employees")]),
    ],
)
def test_a_part_is_not_larger_than_its_whole(figures, found):
    assert larger_parts(figures) == found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [(100, 1, True), (99, 1, False), (-1, 100, True), (0, 100, False), (None, 100, False), (1, 101, True)],
)
def test_a_figure_leaps_from_the_factor_on(one, other, found):
    assert leaps(one, other, 100) is found


def test_a_figure_nobody_computes_with_is_named_in_four_places():
    named = {
        source.name
        for source in application()
        if re.search(r"\brd_staff\b", source.text) and not source.name.startswith(COMPUTING)
    }

    assert named == PLACES
    assert list((ROOT / "migrations" / "versions").glob("*.py"))
