"""The pages of the desk, over several features: every address on one page."""

from crm.attachments.views import file_routes
from crm.desk.applications import letter_views, material_views
from crm.desk.applications import list_views as application_lists
from crm.desk.applications import views as application_views
from crm.desk.assigning import cover_views, load_views, split_views
from crm.desk.assigning import views as assigning_views
from crm.desk.calendar import views as calendar_views
from crm.desk.department import views as pledge_views
from crm.desk.duties import views as duty_views
from crm.desk.enterprise import evaluation_views, flag_views, log_views, record_views, timeline_views
from crm.desk.enterprise import views as enterprise_views
from crm.desk.enterprise.photo_views import PHOTOS
from crm.desk.handover import views as handover_views
from crm.desk.leaving import views as leaving_views
from crm.desk.lists import search_views
from crm.desk.lists import views as lists_views
from crm.desk.offline import views as offline_views
from crm.desk.plans import briefing_views, month_views, plan_views, quiet_views
from crm.desk.policies import views as policies_views
from crm.desk.prospects import gap_views, near_views, ways_views
from crm.desk.prospects.what_if import views as what_if_views
from crm.desk.support import list_views as promise_views
from crm.desk.support import views as support_views
from crm.desk.today import views as today_views
from crm.desk.visits import views as visits_views
from crm.desk.windows import entry_views as window_entries
from crm.desk.windows import views as window_views
from crm.web.routes import blueprint, route

bp = blueprint(
    "desk",
    route("/load", load_views.load),
    route("/stewards/<int:user_id>/enterprises", load_views.of_steward),
    route("/enterprises/<int:enterprise_id>/stewards", load_views.stewards_of, endpoint="stewards"),
    route("/covers", cover_views.covers, methods=("GET", "POST")),
    route("/covers/<int:cover_id>/<any(call_off, end_early):act>", cover_views.step_cover, methods=("GET", "POST")),
    route("/queue", assigning_views.queue),
    route("/assign", assigning_views.assign, methods=("GET", "POST")),
    route("/assign/suggestions", split_views.suggestions),
    route("/assign/split", split_views.split, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/release", assigning_views.release, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/evaluations", evaluation_views.evaluations),
    route("/enterprises/<int:enterprise_id>/evaluations/<int:evaluation_id>", evaluation_views.evaluation),
    route("/enterprises/<int:enterprise_id>/flags/<int:flag_id>/seen", flag_views.see_flag, methods=("POST",)),
    route(
        "/enterprises/<int:enterprise_id>/flags/<int:flag_id>/snooze", flag_views.snooze_flag, methods=("GET", "POST")
    ),
    route("/enterprises/<int:enterprise_id>/flags", flag_views.flags),
    route(
        "/enterprises/<int:enterprise_id>/flags/<int:flag_id>/act", flag_views.act_on_flag, methods=("GET", "POST")
    ),
    route(
        "/enterprises/<int:enterprise_id>/flags/<int:flag_id>/dismiss",
        flag_views.dismiss_flag,
        methods=("GET", "POST"),
    ),
    route("/log", log_views.choose),
    route("/offline", offline_views.offline),
    route("/offline/names", offline_views.offline_names),
    route("/enterprises/<int:enterprise_id>/log", log_views.log, methods=("GET", "POST")),
    route(
        "/enterprises/<int:enterprise_id>/services/<int:interaction_id>/correct",
        record_views.correct_service,
        methods=("GET", "POST"),
    ),
    route(
        "/enterprises/<int:enterprise_id>/services/<int:interaction_id>/withdraw",
        record_views.withdraw_service,
        methods=("GET", "POST"),
    ),
    route(
        "/enterprises/<int:enterprise_id>/services/<int:interaction_id>/restore",
        record_views.restore_service,
        methods=("POST",),
    ),
    route("/enterprises/<int:enterprise_id>/plan", plan_views.plan, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/plans/<int:plan_id>/drop", plan_views.drop_plan, methods=("GET", "POST")),
    route("/plans", month_views.plans),
    route("/calendar", calendar_views.calendar, methods=("GET", "POST")),
    route("/calendar/end", calendar_views.end_calendar, methods=("POST",)),
    route("/calendar/<token>.ics", calendar_views.calendar_feed),
    route("/enterprises/<int:enterprise_id>/quiet", quiet_views.quiet, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/quiet/end", quiet_views.end_quiet, methods=("POST",)),
    route("/people/<int:user_id>/disable", leaving_views.disable_account, methods=("GET", "POST")),
    route("/rights/<int:user_id>/steward/end", leaving_views.end_stewardship, methods=("GET", "POST")),
    route("/handovers", handover_views.handovers),
    route("/handovers/<int:handover_id>", handover_views.handover),
    route("/handovers/<int:handover_id>/accept", handover_views.accept_items, methods=("POST",)),
    route("/handovers/<int:handover_id>/object", handover_views.object_to_item, methods=("GET", "POST")),
    route("/handovers/<int:handover_id>/withdraw", handover_views.withdraw_handover, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/team", support_views.team),
    route("/enterprises/<int:enterprise_id>/team/new", support_views.name_member, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/team/<int:member_id>/end", support_views.end_member, methods=("POST",)),
    route("/enterprises/<int:enterprise_id>/promises/new", support_views.promise, methods=("GET", "POST")),
    route(
        "/enterprises/<int:enterprise_id>/promises/<int:promise_id>/<any(fulfil, give_up, take_up):promise_act>",
        support_views.step_item,
        methods=("GET", "POST"),
    ),
    route("/service-plans", promise_views.service_plans),
    route("/service-plans/export.<any(xlsx, csv):kind>", promise_views.export_service_plans),
    route("/department/pledges", pledge_views.own_pledges),
    route("/departments/<int:department_id>/pledges", pledge_views.pledges),
    route("/visits", visits_views.visits),
    route("/visits/export.<any(xlsx, csv):kind>", visits_views.export_visits),
    route("/briefings", briefing_views.briefings),
    route("/briefings/new", briefing_views.new_briefing, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/timeline", timeline_views.timeline),
    *file_routes("/enterprises/<int:enterprise_id>/services/<int:interaction_id>/photos", PHOTOS),
    route("/enterprises/<int:enterprise_id>", enterprise_views.enterprise),
    route("/search", search_views.search),
    route("/enterprises", lists_views.enterprises),
    route("/enterprises/export.<any(xlsx, csv):kind>", lists_views.export_enterprises),
    route("/policies", policies_views.policies),
    route("/policies/preview", policies_views.preview_rules, methods=("GET", "POST")),
    route("/enterprises/<int:enterprise_id>/gap", gap_views.gap),
    route("/near", near_views.near),
    route("/near/export.<any(xlsx, csv):kind>", near_views.export_near),
    route("/enterprises/<int:enterprise_id>/ways", ways_views.ways),
    route("/enterprises/<int:enterprise_id>/what-if", what_if_views.what_if, methods=("GET", "POST")),
    route("/windows", window_views.windows),
    route("/windows/new", window_entries.new_window, methods=("GET", "POST")),
    route("/windows/entered/<digest>", window_entries.entered_window),
    route("/windows/entered/<digest>/approve", window_entries.approve_window, methods=("POST",)),
    route("/windows/entered/<digest>/withdraw", window_entries.withdraw_window, methods=("POST",)),
    route("/windows/<window_id>", window_views.window),
    route("/windows/<window_id>/summary.xlsx", letter_views.export_summary),
    route("/applications/<int:application_id>/letter", letter_views.recommendation_letter),
    route("/applications", application_lists.applications),
    route("/applications/export.<any(xlsx, csv):kind>", application_lists.export_applications),
    route(
        "/enterprises/<int:enterprise_id>/applications/new",
        application_views.open_application,
        methods=("GET", "POST"),
    ),
    route("/applications/<int:application_id>", application_views.application),
    route("/applications/<int:application_id>/submit", application_views.submit_application, methods=("GET", "POST")),
    route(
        "/applications/<int:application_id>/steps/<application_act>",
        application_views.step_application,
        methods=("GET", "POST"),
    ),
    route(
        "/applications/<int:application_id>/materials/<int:material_id>/ask",
        material_views.ask_material,
        methods=("GET", "POST"),
    ),
    route(
        "/applications/<int:application_id>/materials/<int:material_id>/take-down",
        material_views.take_down_material,
        methods=("GET", "POST"),
    ),
    route(
        "/applications/<int:application_id>/materials/<int:material_id>/waive",
        material_views.waive_material,
        methods=("GET", "POST"),
    ),
    route(
        "/applications/<int:application_id>/materials/<int:material_id>/reopen",
        material_views.reopen_material,
        methods=("POST",),
    ),
    *file_routes(
        "/applications/<int:application_id>/materials/<int:material_id>/files", material_views.MATERIAL_FILES
    ),
    route(
        "/applications/<int:application_id>/judgements/<int:judgement_number>",
        application_views.application_judgement,
    ),
    route("/duties", duty_views.duties),
    route("/duties/export.<any(xlsx, csv):kind>", duty_views.export_duties),
    route(
        "/enterprises/<int:enterprise_id>/duties/<int:duty_id>/done", duty_views.fulfil_duty, methods=("GET", "POST")
    ),
    route(
        "/enterprises/<int:enterprise_id>/duties/<int:duty_id>/aside",
        duty_views.set_aside_duty,
        methods=("GET", "POST"),
    ),
    route("/enterprises/<int:enterprise_id>/changes/new", duty_views.announce_change, methods=("GET", "POST")),
    route("/today", today_views.today),
    route("/flags/seen", flag_views.see_flags, methods=("POST",)),
    route("/mine", today_views.mine),
)
