"""The notices of the person who is signed in: every address on one page."""

from crm.notifications import views
from crm.web.routes import blueprint, route

bp = blueprint(
    "notifications",
    route("/notices", views.notices),
    route("/notices/<int:notice_id>/read", views.read, methods=("POST",)),
    route("/notices/read", views.read_all, methods=("POST",)),
    route("/notices/choices", views.choices, methods=("GET", "POST")),
)
