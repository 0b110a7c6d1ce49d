"""Who may see what: the scopes of all features registered in one place; a later one widens an earlier one's."""

from flask import Flask

from crm.awards.claims import scopes as claims
from crm.demands import scopes as demands
from crm.interactions.support import scopes as promises
from crm.people.departments import queries as departments
from crm.people.scopes import DEPARTMENTS, ENTERPRISES, IDENTITIES, register_care, register_scope, widen_scope
from crm.stewards.queries import enterprises_in_care, visible_to


def init_scopes(app: Flask) -> None:
    """Register them."""
    register_scope(app, ENTERPRISES, visible_to)
    register_scope(app, IDENTITIES, visible_to)
    register_scope(app, DEPARTMENTS, departments.visible_to)
    register_scope(app, demands.DEMANDS, demands.visible_to)
    widen_scope(app, IDENTITIES, demands.identities_visible_to)
    widen_scope(app, IDENTITIES, promises.identities_visible_to)
    register_scope(app, claims.CLAIMS, claims.visible_to)
    widen_scope(app, IDENTITIES, claims.identities_visible_to)
    register_care(app, enterprises_in_care)
