"""The measures this installation works with, for the edges: those of its files and those approved on its pages."""

from flask import current_app

from crm.awards.measures import Measures
from crm.awards.successors.queries import current_measures
from crm.db import Session


def installed_measures(session: Session) -> Measures:
    """Read within the transaction of a page, so that a measure counts from the moment of its approval."""
    return current_measures(session, current_app.config["SETTINGS"].policies)
