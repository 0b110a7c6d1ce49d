"""The notices of the person who is signed in: every address on one page."""

from crm.notifications import views
from crm.notifications.channels import views as channel_views
from crm.web.routes import blueprint, route

bp = blueprint(
    "notifications",
    route("/notices", views.notices),
    route("/notices/<int:notice_id>/read", views.read, methods=("POST",)),
    route("/notices/read", views.read_all, methods=("POST",)),
    route("/notices/choices", views.choices, methods=("GET", "POST")),
    route("/notices/channels", channel_views.channels),
    route("/notices/channels/new", channel_views.add_channel, methods=("GET", "POST")),
    route("/notices/channels/<int:channel_id>/test", channel_views.try_channel, methods=("POST",)),
    route("/notices/channels/<int:channel_id>/end", channel_views.end_channel, methods=("POST",)),
    route("/notices/channels/failures", channel_views.channel_failures),
)
