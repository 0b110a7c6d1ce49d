"""Demands: every address on one page."""

from crm.attachments.views import file_routes
from crm.demands import views
from crm.demands.file_views import FILES
from crm.demands.supervision import views as supervision_views
from crm.web.routes import blueprint, route

bp = blueprint(
    "demands",
    route("/demands", views.demands),
    route("/enterprises/<int:enterprise_id>/demands/new", views.raise_demand, methods=("GET", "POST")),
    route("/demands/<int:demand_id>", views.demand),
    route("/demands/<int:demand_id>/steps/<demand_act>", views.step, methods=("GET", "POST")),
    route("/supervision", supervision_views.supervision),
    *file_routes("/demands/<int:demand_id>/files", FILES),
)
