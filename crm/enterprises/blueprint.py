"""The pages of the record: every address on one page."""

from crm.attachments.views import file_routes
from crm.enterprises import views
from crm.enterprises.contacts import views as contacts_views
from crm.enterprises.facts import views as facts_views
from crm.enterprises.facts.evidence_views import EVIDENCE
from crm.enterprises.facts.lists import views as listing_views
from crm.enterprises.figures import views as figures_views
from crm.enterprises.letters import views as letters_views
from crm.web.routes import blueprint, route

bp = blueprint(
    "enterprises",
    route("/enterprises/<int:enterprise_id>/contacts", contacts_views.contacts),
    route("/enterprises/<int:enterprise_id>/contacts/new", contacts_views.add_contact, methods=("GET", "POST")),
    route(
        "/enterprises/<int:enterprise_id>/contacts/<int:contact_id>",
        contacts_views.edit_contact,
        methods=("GET", "POST"),
    ),
    route(
        "/enterprises/<int:enterprise_id>/contacts/<int:contact_id>/reveal",
        contacts_views.reveal_contact,
        methods=("POST",),
    ),
    route(
        "/enterprises/<int:enterprise_id>/contacts/<int:contact_id>/left",
        contacts_views.contact_left,
        methods=("POST",),
    ),
    route(
        "/enterprises/<int:enterprise_id>/contacts/<int:contact_id>/back",
        contacts_views.contact_came_back,
        methods=("POST",),
    ),
    route("/letters", letters_views.letters),
    route("/letters/export.<any(xlsx, csv):kind>", letters_views.export_letters),
    route("/enterprises/<int:enterprise_id>/letters", letters_views.letters_of),
    route(
        "/enterprises/<int:enterprise_id>/letters/<int:letter_id>/passed-on",
        letters_views.pass_on_letter,
        methods=("POST",),
    ),
    route("/enterprises/<int:enterprise_id>/lists", listing_views.lists),
    route("/enterprises/<int:enterprise_id>/lists/<listing>", listing_views.one_list, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/lists/<listing>/open", listing_views.reopen_list, methods=("POST",)),
    route("/enterprises/<int:enterprise_id>/lists/<listing>/new", listing_views.add_item, methods=("GET", "POST")),
    route(
        "/enterprises/<int:enterprise_id>/lists/<listing>/<int:item_id>",
        listing_views.edit_item,
        methods=("GET", "POST"),
    ),
    route(
        "/enterprises/<int:enterprise_id>/lists/<listing>/<int:item_id>/remove",
        listing_views.remove_item,
        methods=("POST",),
    ),
    route(
        "/enterprises/<int:enterprise_id>/lists/<listing>/<int:item_id>/restore",
        listing_views.restore_item,
        methods=("POST",),
    ),
    route("/enterprises/<int:enterprise_id>/facts", facts_views.facts),
    route("/enterprises/<int:enterprise_id>/facts/<fact>", facts_views.edit_fact, methods=("GET", "POST")),
    *file_routes("/enterprises/<int:enterprise_id>/facts/<fact>/files", EVIDENCE),
    route("/enterprises/<int:enterprise_id>/figures", figures_views.figures),
    route("/enterprises/<int:enterprise_id>/figures/<int:year>", figures_views.edit_figures, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/identity", views.identity),
    route("/enterprises/<int:enterprise_id>/identity/edit", views.edit_identity, methods=("GET", "POST")),
)
