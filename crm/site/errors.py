"""One handler turns every refusal and failure into a page, a fragment or JSON; nothing else catches."""

import uuid
from typing import Any

import structlog
from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadHost, HTTPException

from crm.errors import CrmError
from crm.people.forms import SignInForm
from crm.site.constraints import code_of, constraint_of
from crm.site.passed_on import name_successor
from crm.site.refusals import record_refusal
from crm.site.wordings import TITLES, WORDINGS
from crm.web.keeping import SentForm, sent_here
from crm.web.pages import is_fragment, remembered_page
from crm.web.words import word

log = structlog.get_logger()
_RETRY_AFTER_SECONDS = "30"
_PG_DISK_FULL, _SQLITE_FULL = "53100", "database or disk is full"
_WITH_PASSWORDS = {"people.sign_in", "people.change_password"}
_BY_STATUS = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "bad_request",
    429: "too_many_requests",
}


def init_errors(app: Flask) -> None:
    """Register the handlers and give every request a number."""
    app.before_request(number_request)
    app.register_error_handler(CrmError, on_refusal)
    app.register_error_handler(CSRFError, on_forged_form)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(StaleDataError, on_stale)
    app.register_error_handler(IntegrityError, on_conflict)
    for unanswered in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(unanswered, on_busy)
    app.register_error_handler(Exception, on_failure)


def number_request() -> None:
    """A number that stands on error pages and in the log."""
    g.request_number = uuid.uuid4().hex[:12]


def on_refusal(error: CrmError) -> ResponseReturnValue:
    """Say what was refused and what to do next; a form is shown again as it was typed."""
    error = name_successor(error)
    wording = WORDINGS[error.code]
    sentence = wording.say(error.values, word)
    record_refusal(error.code, wording.status)
    if error.code == "signed_out" and (kept := _to_be_sent_again()):
        return _ask_who_it_is(kept)
    page = remembered_page()
    if page is not None and request.method == "POST" and wording.status in (400, 409, 422, 429):
        return page.show(problem=sentence, status=wording.status, code=error.code)
    return _answer(wording.status, sentence, kept=_to_be_sent_again())


def on_forged_form(_: CSRFError) -> ResponseReturnValue:
    """The form's token is missing or of another session: show what was typed, to be sent again."""
    record_refusal("token_forged", 400)
    kept = _to_be_sent_again()
    if kept is None:
        return on_refusal(CrmError("form_expired"))
    if not current_user.is_authenticated:
        return _ask_who_it_is(kept)
    return render_template("errors/resend.html", kept=kept), 400


def _to_be_sent_again() -> SentForm | None:
    if request.endpoint in _WITH_PASSWORDS or is_fragment():
        return None
    return sent_here(is_known=bool(current_user and current_user.is_authenticated))


def _ask_who_it_is(kept: SentForm) -> ResponseReturnValue:
    """Signing in on the spot, with the form that was sent behind it."""
    return render_template("people/sign_in.html", form=SignInForm(formdata=None), kept=kept, problem=None), 401


def on_http_error(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug's own refusals, in our words."""
    status = error.code or 500
    if status < 400:
        return error
    code = _BY_STATUS.get(status, "bad_request" if status < 500 else "failure")
    wording = WORDINGS[code]
    if isinstance(error, BadHost):  # without a host there are no addresses, and so no page with links
        return Response(str(wording.sentence), status, mimetype="text/plain")
    return _answer(status, str(wording.sentence), allow=getattr(error, "valid_methods", None))


def on_stale(_: StaleDataError) -> ResponseReturnValue:
    """Somebody else saved the same row first."""
    return on_refusal(CrmError("changed_meanwhile"))


def on_conflict(error: IntegrityError) -> ResponseReturnValue:
    """A unique index or check said no: somebody else was faster, or the value is not allowed."""
    log.warning("integrity", request=g.get("request_number"), constraint=constraint_of(error))
    return on_refusal(CrmError(code_of(error) or "changed_meanwhile"))


def on_busy(error: SQLAlchemyError) -> ResponseReturnValue:
    """The database did not answer; nothing was written. The answer asks it nothing, not even who is signed in."""
    log.error("database", request=g.get("request_number"), error=str(getattr(error, "orig", error))[:200])
    if "_login_user" not in g:
        g._login_user = AnonymousUserMixin()  # noqa: SLF001  (where flask-login keeps whom it has loaded)
    wait = "busy" if request.method == "POST" else "busy_reading"
    return _answer(503, str(WORDINGS["full" if _is_full(error) else wait].sentence))


def _is_full(error: SQLAlchemyError) -> bool:
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", None) == _PG_DISK_FULL or _SQLITE_FULL in str(cause)


def _nameless_path() -> str:
    """The path for the log; an address that carries a token is named by its rule."""
    rule = request.url_rule
    return rule.rule if rule is not None and "token" in rule.arguments else request.path


def on_failure(error: Exception) -> ResponseReturnValue:
    """The last resort: a number to quote, and nothing else."""
    log.error("failure", request=g.get("request_number"), path=_nameless_path(), exc_info=error)
    return _answer(500, str(WORDINGS["failure"].sentence))


def _answer(status: int, sentence: str, *, allow: Any = None, kept: SentForm | None = None) -> ResponseReturnValue:
    headers = {}
    if status in (429, 503):
        headers["Retry-After"] = _RETRY_AFTER_SECONDS
    if allow:
        headers["Allow"] = ", ".join(allow)
    log.info("answered", request=g.get("request_number"), status=status, route=request.endpoint)
    template = "errors/_error.html" if is_fragment() else "errors/error.html"
    title = TITLES.get(status, TITLES[400] if status < 500 else TITLES[500])
    told = {"status": status, "title": title, "sentence": sentence, "request_id": g.get("request_number", "")}
    told["texts"] = kept.texts if kept else ()
    try:
        return render_template(template, **told), status, headers
    except Exception as error:  # the page itself is what fails: its words still reach whoever asked
        log.error("error page", request=told["request_id"], exc_info=error)
        return Response(f"{sentence}\n{told['request_id']}\n", status, headers, mimetype="text/plain")
