"""The pages of scheduled jobs and the answer to strangers: every address on one page."""

from crm.jobs import views
from crm.web.routes import blueprint, route

bp = blueprint(
    "jobs",
    route("/healthz", views.health),
    route("/jobs", views.index),
    route("/jobs/<int:run_id>", views.run),
    route("/reports", views.reports),
    route("/reports/start", views.start_night, methods=("POST",)),
)
