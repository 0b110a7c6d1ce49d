"""The application: this module only wires the parts together."""

from importlib import import_module

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from crm import models  # noqa: F401  (tables must be known before the first query)
from crm.commands.table import init_cli
from crm.config.settings import ROOT, Settings
from crm.db import engine_options, init_db
from crm.jobs.running.claims import keep_night_out
from crm.people.access import init_access
from crm.people.signing.sessions import init_sessions, stamp_session
from crm.serving.logs import init_logs
from crm.site.errors import init_errors
from crm.site.letter_kinds import init_letters
from crm.site.navigation import home, init_navigation
from crm.site.notice_kinds import init_notices
from crm.site.scopes import init_scopes
from crm.site.transactions import init_transactions
from crm.site.wordings import WORDINGS
from crm.web.addresses import init_addresses, init_links, init_parameters
from crm.web.delivery import init_delivery
from crm.web.headers import init_headers
from crm.web.proxies import init_proxies
from crm.web.sizes import LARGEST_FILE, LARGEST_FORM, init_sizes
from crm.web.wiring import Site, hand_over
from crm.web.words import Languages, init_words

BLUEPRINTS = (
    "people",
    "notifications",
    "enterprises",
    "demands",
    "cultivation",
    "awards",
    "desk",
    "imports",
    "dashboards",
    "jobs",
)


def make_app(settings: Settings | None) -> Flask:
    """The application, ready to serve; raises SettingsError when it may not start."""
    settings = settings or Settings.load()
    app = Flask("crm", template_folder=str(ROOT / "templates"), instance_path=str(settings.instance))
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MIGRATIONS=str(ROOT / "migrations"),
        MAX_CONTENT_LENGTH=LARGEST_FILE,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=2000,
        BABEL_DEFAULT_LOCALE="zh_Hans_CN",
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
    )
    init_logs(app)
    init_addresses(app)
    init_db(app)
    init_transactions(app)
    Languages(app)
    _know_features(app)
    init_proxies(app)
    init_errors(app)
    init_sizes(app)
    init_parameters(app)
    init_sessions(app)
    init_access(app)
    CSRFProtect(app)
    init_delivery(app)
    init_headers(app)
    init_words(app)
    init_links(app)
    init_navigation(app)
    _register_blueprints(app)
    app.before_request(stamp_session)
    init_cli(app)
    return app


def _know_features(app: Flask) -> None:
    """What the toolkit and the earlier features are told of all features."""
    init_scopes(app)
    hand_over(app, Site(WORDINGS, home, keep_night_out))
    init_notices(app)
    init_letters(app)


def _register_blueprints(app: Flask) -> None:
    for feature in BLUEPRINTS:
        app.register_blueprint(import_module(f"crm.{feature}.blueprint").bp)
