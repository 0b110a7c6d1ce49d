"""Who may call what: every view carries a rule, and the guard refuses what has none."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from crm.errors import CrmError
from crm.people.models import Role
from crm.people.person import Person

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
ANYONE: frozenset[Role] = frozenset()
SIGNED_IN = frozenset(Role)
_RULE = "access_rule"
_WITH_ONE_TIME_PASSWORD = {"people.change_password", "people.sign_out", "static"}


def public(view: View) -> View:
    """Mark a view that anyone may call without signing in."""
    setattr(view, _RULE, ANYONE)
    return view


def requires(*roles: Role) -> Callable[[View], View]:
    """Mark a view for people who hold one of the roles; without roles, for everybody who is signed in."""

    def mark(view: View) -> View:
        setattr(view, _RULE, frozenset(roles) or SIGNED_IN)
        return view

    return mark


def rule_of(view: Callable[..., Any]) -> frozenset[Role] | None:
    """The roles a view is for (empty: anyone), or None when it carries no rule."""
    return cast("frozenset[Role] | None", getattr(view, _RULE, None))


def me() -> Person:
    """The person who is signed in; only to be called behind the guard."""
    return cast(Person, current_user._get_current_object())  # noqa: SLF001  (flask-login's proxy has no other way)


def init_access(app: Flask) -> None:
    """Put the guard before every request."""
    app.before_request(guard)
    public(cast(Any, app.view_functions["static"]))


def guard() -> ResponseReturnValue | None:
    """Deny by default: no rule, no entry."""
    if request.endpoint is None:
        return None
    rule = rule_of(current_app.view_functions[request.endpoint])
    if rule is None:
        raise CrmError("forbidden")
    if rule == ANYONE:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    person = me()
    if person.must_change_password and request.endpoint not in _WITH_ONE_TIME_PASSWORD:
        return redirect(url_for("people.change_password"))
    if rule != SIGNED_IN and not person.has(*rule):
        raise CrmError("forbidden")
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
    raise CrmError("signed_out")
