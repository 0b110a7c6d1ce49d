"""The blueprint of cultivation; its views stand in the modules imported at the end."""

from flask import Blueprint

bp = Blueprint("cultivation", __name__)

from crm.cultivation import pool_views, title_views  # noqa: E402, F401  (they attach their views to `bp`)
