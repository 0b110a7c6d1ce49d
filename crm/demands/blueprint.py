"""Demands: every address on one page."""

from crm.attachments.views import file_routes
from crm.demands import views
from crm.demands.file_views import FILES
from crm.demands.identities import views as identity_views
from crm.demands.joint import resolution_views
from crm.demands.joint import views as joint_views
from crm.demands.rechecks import views as recheck_views
from crm.demands.supervision import views as supervision_views
from crm.web.routes import blueprint, route

bp = blueprint(
    "demands",
    route("/demands", views.demands),
    route("/enterprises/<int:enterprise_id>/demands/new", views.raise_demand, methods=("GET", "POST")),
    route("/demands/<int:demand_id>", views.demand),
    route("/demands/<int:demand_id>/steps/<demand_act>", views.step, methods=("GET", "POST")),
    route("/find", identity_views.find),
    route("/supervision", supervision_views.supervision),
    route("/rechecks", recheck_views.rechecks),
    route("/demands/<int:demand_id>/recheck", recheck_views.recheck, methods=("GET", "POST")),
    route("/joint-matters", joint_views.joint_matters),
    route("/joint-matters/<int:matter_id>", joint_views.joint_matter, methods=("GET", "POST")),
    route("/joint-matters/<int:matter_id>/take-up", joint_views.take_up_matter, methods=("POST",)),
    route("/joint-meetings/new", joint_views.call_meeting, methods=("GET", "POST")),
    route("/joint-meetings/<int:meeting_id>", joint_views.joint_meeting),
    route("/joint-meetings/items/<int:agenda_item_id>", resolution_views.resolve, methods=("GET", "POST")),
    route("/resolutions", resolution_views.resolutions),
    route("/resolutions/<int:resolution_id>", resolution_views.report_resolution, methods=("GET", "POST")),
    *file_routes("/demands/<int:demand_id>/files", FILES),
)
