"""Read-only pages over everything: every address on one page."""

from crm.dashboards import audit_views, overview_views
from crm.web.routes import blueprint, route

bp = blueprint(
    "dashboards",
    route("/audit", audit_views.trail),
    route("/audit/export.csv", audit_views.export_trail),
    route("/audit/verify", audit_views.verify_trail, methods=("POST",)),
    route("/overview", overview_views.overview_page),
    route("/overview/rows", overview_views.rows),
)
