"""Signing in, one's own account and the administrators' pages: every address on one page."""

from crm.people import views
from crm.people.accounts import views as admin_views
from crm.people.departments import views as department_views
from crm.web.routes import blueprint, route

bp = blueprint(
    "people",
    route("/people", admin_views.index),
    route("/rights", admin_views.rights),
    route("/people/new", admin_views.add, methods=("GET", "POST")),
    route("/people/<int:user_id>", admin_views.edit, methods=("GET", "POST")),
    route("/people/<int:user_id>/activate", admin_views.activate, methods=("POST",)),
    route("/people/<int:user_id>/reinstate", admin_views.reinstate, methods=("POST",)),
    route("/people/<int:user_id>/password", admin_views.reset_password, methods=("POST",)),
    route("/people/<int:user_id>/password/ask", admin_views.ask_reset, methods=("POST",)),
    route("/people/resets/<int:reset_id>/agree", admin_views.agree_reset, methods=("POST",)),
    route("/people/<int:user_id>/sessions/end", admin_views.end_sessions, methods=("POST",)),
    route("/departments", department_views.departments, methods=("GET", "POST")),
    route("/departments/<int:department_id>", department_views.department),
    route("/departments/<int:department_id>/end", department_views.end_department, methods=("POST",)),
    route("/departments/<int:department_id>/reopen", department_views.reopen_department, methods=("POST",)),
    route("/department", department_views.own_department),
    route("/rights/<int:user_id>", admin_views.grants, methods=("GET", "POST")),
    route(
        "/rights/<int:user_id>/<any(manager, handler, system_admin, security_admin, auditor):role>/end",
        admin_views.end_grant,
        methods=("POST",),
    ),
    route("/", views.index_of_desk),
    route("/sign-in", views.sign_in, methods=("GET", "POST"), endpoint="sign_in"),
    route("/sign-out", views.sign_out, methods=("POST",)),
    route("/account", views.account),
    route("/account/password", views.change_password, methods=("GET", "POST")),
)
