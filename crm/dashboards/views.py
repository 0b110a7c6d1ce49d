"""Read-only pages over everything: the blueprint; each page stands in a module of its own."""

from flask import Blueprint

bp = Blueprint("dashboards", __name__)

from crm.dashboards import audit_views, overview_views  # noqa: E402,F401  (add their pages to the blueprint)
