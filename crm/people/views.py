"""Signing in and out, and one's own account. The administrators' pages are in `admin_views`."""

from typing import cast

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.errors import CrmError
from crm.people import queries, service
from crm.people.access import me, public, requires
from crm.people.forms import ChangePasswordForm, SignInForm
from crm.people.person import Person
from crm.people.signing import resets
from crm.people.signing import sign_in as signing
from crm.people.signing.device_sessions import known_device, remember_device
from crm.people.signing.sessions import client_address, confirm_identity, demands, load_person
from crm.people.signing.sign_in import SignInOrigin
from crm.web.keeping import LARGEST_KEPT, carried_here, own_path
from crm.web.pages import form_page
from crm.web.paging import may_ask
from crm.web.sizes import accepts
from crm.web.wiring import home

_LARGEST_SIGN_IN = LARGEST_KEPT + 16 * 1024


@requires()
def index_of_desk() -> ResponseReturnValue:
    """The first page of the person's role."""
    return redirect(home())


@public
@accepts(_LARGEST_SIGN_IN)
def sign_in() -> ResponseReturnValue:
    """Ask who it is; every try is counted before the password is looked at."""
    may_ask("next")
    kept = carried_here()
    page = form_page("people/sign_in.html", SignInForm(), kept=kept)
    form = page.form
    if current_user.is_authenticated:
        return redirect(home())
    if not page.is_submitted():
        return page.show()
    token = _signed_in(form.staff_number.data, form.password.data)
    cookie.clear()
    person = load_person(token)
    login_user(person)
    _announce_reset(person)
    answer = make_response(render_template("errors/resend.html", kept=kept) if kept else _onward(form.next.data))
    remember_device(answer, form.staff_number.data)
    return answer


def _onward(target: str | None) -> Response:
    return cast(Response, redirect(own_path(target) or home()))


@requires()
def sign_out() -> ResponseReturnValue:
    """End this session; the cookie is worthless from here on."""
    with transaction() as session:
        signing.close_session(session, me().session_id, by=me().id, at=clock.now())
    cookie.clear()
    response = redirect(url_for("people.sign_in"))
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@requires()
def account() -> ResponseReturnValue:
    """One's own account; whose password two administrators have reset reads who and when."""
    with reading() as session:
        reset = resets.latest_used(session, me().id)
        names = queries.names(session, {reset.asked_by, reset.agreed_by or 0}) if reset else {}
    return render_template("people/account.html", reset=reset, names=names)


@requires()
def change_password() -> ResponseReturnValue:
    """Set a new password; all sessions end, and this one begins anew."""
    page = form_page("people/change_password.html", ChangePasswordForm(), rules=demands())
    if not page.is_submitted():
        return page.show()
    form, rules = page.form, demands()
    confirm_identity(form.present.data)
    with transaction() as session:
        user = queries.get(session, me().id)
        service.change_password(
            session, user, form.present.data, form.new.data, by=me().id, at=clock.now(), rules=rules
        )
    cookie.clear()
    flash(_("密码已修改，请用新密码登录。"), "saved")
    return redirect(url_for("people.sign_in"))


def _announce_reset(person: Person | None) -> None:
    """Whoever comes in with a password that others have reset is told by whom."""
    if person is None or not person.must_change_password:
        return
    with reading() as session:
        reset = resets.latest_used(session, person.id)
        names = queries.names(session, {reset.asked_by, reset.agreed_by or 0}) if reset else {}
    if reset:
        asker, second = names[reset.asked_by], names.get(reset.agreed_by or 0, "")
        flash(
            _(
                "您的密码已由 %(asker)s 申请、%(second)s 同意重置。如非您所托，请立即联系审计员。",
                asker=asker,
                second=second,
            )
        )


def _signed_in(staff_number: str, password: str) -> str:
    """The token of a fresh session; raises CrmError after recording the refusal."""
    address, at, rules = client_address(), clock.now(), service_rules().sign_in
    place = SignInOrigin(address, known_device(staff_number))
    with transaction() as session:
        attempt = signing.claim_attempt(session, staff_number, place, at=at, rules=rules)
        user = queries.find(session, staff_number)
    if not signing.check(user, password, at=at):
        with transaction() as session:
            signing.refuse(session, user, address)
        raise CrmError("sign_in_failed")
    assert user is not None  # `check` refuses nobody
    with transaction() as session:
        return signing.open_session(session, user, attempt, address, at=at)
