"""The pages of titles and of the cultivation pool: every address on one page."""

from crm.attachments.views import file_routes
from crm.cultivation.pool import views as pool_views
from crm.cultivation.titles import views as titles_views
from crm.cultivation.titles.document_views import DOCUMENTS
from crm.web.routes import blueprint, route

bp = blueprint(
    "cultivation",
    route("/pool/new", pool_views.admit, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/pool/admit", pool_views.admit_known, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/pool/leave", pool_views.leave_pool, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/titles", titles_views.enterprise_titles, endpoint="titles"),
    route("/enterprises/<int:enterprise_id>/titles/new", titles_views.add_title, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/titles/<int:title_id>", titles_views.edit_title, methods=("GET", "POST")),
    route(
        "/enterprises/<int:enterprise_id>/titles/<int:title_id>/event",
        titles_views.title_event,
        methods=("GET", "POST"),
    ),
    *file_routes("/enterprises/<int:enterprise_id>/titles/<int:title_id>/files", DOCUMENTS),
    route("/enterprises/<int:enterprise_id>/titles/complete", titles_views.complete_titles, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/titles/open", titles_views.reopen_titles, methods=("POST",)),
)
