"""What is checked before the desk serves: files that are read strictly, and that what they name is there."""

from sqlalchemy.orm import Session

from crm.awards.law.measure import MeasureClause
from crm.awards.measures import Measures, measures_at
from crm.config import working_days
from crm.config.materials import MATERIALS, read_materials, read_sources
from crm.config.service_rules import DemandRules, service_rules
from crm.config.settings import Settings, SettingsError
from crm.people.departments import queries


def check_files(settings: Settings) -> None:
    """Calendars, papers, service rules and measures are understood, and name departments and clauses of each other."""
    working_days.calendars(working_days.CALENDARS)
    read_materials(MATERIALS)
    read_sources(MATERIALS)
    known, measures = service_rules().departments, measures_at(settings.policies)
    for measure in measures.all:
        for code in sorted(measure.departments - set(known)):
            raise SettingsError(
                f"measures/{measure.id}.yaml: department {code!r} is none of those in"
                f" config/service.yaml: {', '.join(sorted(known))}."
            )

    check_categories(service_rules().demands, measures)


def check_categories(rules: DemandRules, measures: Measures) -> None:
    """A category of demands is about clauses that a measure has, and led by a department named in each of them.

    A clause that names 各相关单位 leaves open who leads.
    """
    for name, category in rules.categories.items():
        for number in category.clauses:
            clauses = _clauses_numbered(measures, number)
            if not clauses:
                raise SettingsError(f"service.yaml: demands.categories.{name}: no measure has a {number}.")
            if not any(not clause.departments or category.lead in clause.departments for clause in clauses):
                raise SettingsError(
                    f"service.yaml: demands.categories.{name}: {category.lead!r} is no department of {number}."
                )


def _clauses_numbered(measures: Measures, number: str) -> list[MeasureClause]:
    every = (clause for measure in measures.all for clause in measure.clauses.values())
    return [clause for clause in every if clause.number == number]


def check_departments(session: Session) -> None:
    """Every code that configuration names is a department which has not ended; a desk without any is still empty."""
    missing = missing_departments(session)
    if missing:
        raise SettingsError(
            f"config/service.yaml names departments that are not there or have ended: {', '.join(missing)}."
            " Register them with `flask --app crm people departments`."
        )


def missing_departments(session: Session) -> list[str]:
    """Named codes without an open department; none while no department at all is registered."""
    if not queries.all_departments(session):
        return []
    return sorted(set(service_rules().departments) - queries.open_codes(session))
