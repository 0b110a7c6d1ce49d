"""The pages of titles and of the cultivation pool: every address on one page."""

from crm.attachments.views import file_routes
from crm.cultivation.pool import balance_views, proposal_views
from crm.cultivation.pool import views as pool_views
from crm.cultivation.recognitions import views as recognition_views
from crm.cultivation.titles import views as titles_views
from crm.cultivation.titles.document_views import DOCUMENTS
from crm.web.routes import blueprint, route

bp = blueprint(
    "cultivation",
    route("/recognitions", recognition_views.recognitions),
    route("/recognitions/new", recognition_views.receive_list, methods=("GET", "POST")),
    route("/recognitions/<int:list_id>", recognition_views.recognition),
    route("/recognitions/<int:list_id>/decide", recognition_views.decide_lines, methods=("POST",)),
    route("/recognitions/<int:list_id>/apply", recognition_views.apply_list, methods=("POST",)),
    route("/recognitions/<int:list_id>/certificates", recognition_views.decide_certificates, methods=("POST",)),
    route(
        "/recognitions/<int:list_id>/lines/<int:line_number>", recognition_views.match_line, methods=("GET", "POST")
    ),
    route("/pool", balance_views.pool_balance),
    route("/pool/moves", balance_views.pool_moves),
    route("/pool/proposals", proposal_views.pool_proposals),
    route("/pool/proposals/<int:proposal_id>/decide", proposal_views.decide_proposal, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/pool/propose", proposal_views.propose, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/pool/term", proposal_views.set_term, methods=("GET", "POST")),
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
