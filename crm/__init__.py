"""管家台 (Steward Desk): one enterprise, one steward.

Whoever imports a part of the house passes here, so nothing is loaded before it is asked for: a process that reads one
workbook, or judges one file, needs no pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from crm.config.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve; raises SettingsError when it may not start."""
    from crm.commands.table import app_without_secrets, asks_for_evaluate_alone

    if settings is None and asks_for_evaluate_alone():
        return app_without_secrets()
    from crm.site.application import make_app

    return make_app(settings)
