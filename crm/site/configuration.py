"""What is checked before the desk serves: files that are read strictly, and that what they name is there."""

from sqlalchemy.orm import Session

from crm.awards.measures import measures_at
from crm.config import working_days
from crm.config.service_rules import service_rules
from crm.config.settings import Settings, SettingsError
from crm.people.departments import queries


def check_files(settings: Settings) -> None:
    """Calendars, service rules and measures are understood, and measures name departments the rules know."""
    working_days.calendars(working_days.CALENDARS)
    known = service_rules().departments
    for measure in measures_at(settings.policies).all:
        for code in sorted(measure.departments - set(known)):
            raise SettingsError(
                f"measures/{measure.id}.yaml: department {code!r} is none of those in"
                f" config/service.yaml: {', '.join(sorted(known))}."
            )


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
