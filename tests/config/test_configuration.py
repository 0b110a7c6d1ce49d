"""What is checked before the desk serves: the files, and that the departments they name are there."""

import shutil
from dataclasses import replace

import pytest

from crm.awards.measures import measures_at
from crm.config.service_rules import service_rules
from crm.config.settings import ROOT, SettingsError
from crm.db import reading, transaction
from crm.people.departments.service import register_named
from crm.site.configuration import check_categories, check_departments, check_files, missing_departments
from tests.cast import make_department


def test_an_empty_desk_misses_nothing(session):
    assert missing_departments(session) == []


def test_a_named_department_that_is_not_there_stops_the_server(app, fresh_database):
    with app.app_context():
        with transaction() as session:
            make_department(session, "jxj", "区经济和信息化局")

        with (
            reading() as session,
            pytest.raises(SettingsError, match=r"czj, jrb.*flask --app crm people departments"),
        ):
            check_departments(session)


def test_registering_the_named_ones_lets_it_start(app, fresh_database):
    with app.app_context():
        with transaction() as session:
            make_department(session, "old", "区档案馆")
            register_named(session, service_rules().departments, by=None)

        with reading() as session:
            check_departments(session)


def test_a_measure_that_names_an_unknown_department_is_refused(app, tmp_path):
    settings = app.config["SETTINGS"]
    shutil.copytree(settings.policies, tmp_path / "policies")
    measure = tmp_path / "policies" / "measures" / "shijingshan-2023-24.yaml"
    measure.write_text(
        measure.read_text(encoding="utf-8").replace("departments: [jxj]", "departments: [nobody]"), "utf-8"
    )

    with pytest.raises(SettingsError, match=r"shijingshan-2023-24.yaml: department 'nobody'"):
        check_files(replace(settings, policies=tmp_path / "policies"))


def changed(**values):
    """The rules of demands with another word in the category of loans."""
    rules = service_rules().demands
    finance = rules.categories["finance"].model_copy(update=values)
    return rules.model_copy(update={"categories": {**rules.categories, "finance": finance}})


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"clauses": ["第十条"]}, "finance: no measure has a 第十条"),
        ({"clauses": ["第六条", "第二条"]}, "finance: 'jrb' is no department of 第二条"),
        ({"lead": "kw"}, "finance: 'kw' is no department of 第六条"),
    ],
)
def test_a_category_of_demands_beside_the_measure_stops_the_server(values, complaint):
    with pytest.raises(SettingsError, match=complaint):
        check_categories(changed(**values), measures_at(ROOT / "config" / "policies"))


def test_a_clause_of_all_departments_lets_anybody_lead():
    check_categories(changed(clauses=["第九条"], lead="kw"), measures_at(ROOT / "config" / "policies"))
