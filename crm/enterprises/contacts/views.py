"""Pages of the people at an enterprise: masked, corrected, revealed one at a time."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.enterprises import queries
from crm.enterprises.contacts import service
from crm.enterprises.contacts.service import Card, mask_number, masked_line
from crm.enterprises.forms import ContactForm
from crm.enterprises.heading import heading
from crm.enterprises.history_page import changes
from crm.enterprises.models import Contact
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.signing.limits import refuse_too_often
from crm.web.pages import form_page, is_fragment

_REVEALED = "revealed"


@requires(Role.STEWARD, Role.MANAGER)
def contacts(enterprise_id: int) -> ResponseReturnValue:
    """Who can be reached, and who could once; numbers are masked, but for one that was revealed just now."""
    on, shown = clock.today(), cookie.pop(_REVEALED, 0)
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        present = queries.contacts(session, enterprise_id, on)
        former = queries.former_contacts(session, enterprise_id, on)
    return render_template(
        "enterprises/contacts.html",
        head=head,
        contacts=[line(one) for one in present],
        former=[line(one) for one in former],
        revealed={one.id: service.read_revealed_number(one, key=_key()) for one in present if one.id == shown},
    )


@requires(Role.STEWARD, Role.MANAGER)
def add_contact(enterprise_id: int) -> ResponseReturnValue:
    """Write down somebody at the enterprise."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
    page = form_page("enterprises/contact.html", ContactForm(), head=head, contact=None, history=[])
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        service.add_contact(session, enterprise_id, _card(page.form), by=me().id, on=clock.today(), key=_key())
    flash(_("已添加联系人 %(name)s。", name=page.form.name.data), "saved")
    return redirect(url_for("enterprises.contacts", enterprise_id=enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def edit_contact(enterprise_id: int, contact_id: int) -> ResponseReturnValue:
    """Correct a card; what is on it now stands beside the form."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        contact = queries.contact(session, enterprise_id, contact_id)
        history = changes(session, enterprise_id, contact_id)
    names = ("name", "position", "telephone", "email", "preference", "mail_agreed_on")
    lines = {name: getattr(contact, name) for name in names}
    form = ContactForm(**lines, is_primary=contact.is_primary)
    page = form_page(
        "enterprises/contact.html", form, head=head, contact=line(contact), now=service.mark(contact), history=history
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        _corrected(session, enterprise_id, contact_id, form)
    flash(_("已保存 %(name)s 的联系方式。", name=form.name.data), "saved")
    return redirect(url_for("enterprises.contacts", enterprise_id=enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def reveal_contact(enterprise_id: int, contact_id: int) -> ResponseReturnValue:
    """Show one full mobile number, once: in place, or on the page that follows; reloading that shows none.

    That it was looked at is recorded here and nowhere else.
    """
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        contact = queries.contact(session, enterprise_id, contact_id)
        refuse_too_often(session, me().id, "contact.revealed", service_rules().limits.reveals, at=clock.now())
        mobile = service.reveal(session, contact, by=me().id, key=_key())
    if is_fragment():
        return render_template("enterprises/_number.html", mobile=mobile, enterprise_id=enterprise_id)
    cookie[_REVEALED] = contact_id
    return redirect(url_for("enterprises.contacts", enterprise_id=enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def contact_left(enterprise_id: int, contact_id: int) -> ResponseReturnValue:
    """The person no longer works there."""
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        contact = queries.contact(session, enterprise_id, contact_id)
        service.leave(session, contact, by=me().id, on=clock.today())
    flash(_("%(name)s 已登记为离职，列在名单下方，可以恢复。", name=contact.name), "saved")
    return redirect(url_for("enterprises.contacts", enterprise_id=enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def contact_came_back(enterprise_id: int, contact_id: int) -> ResponseReturnValue:
    """The person works there after all."""
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        contact = queries.contact(session, enterprise_id, contact_id)
        service.come_back(session, contact, by=me().id)
    flash(_("%(name)s 已恢复为联系人。", name=contact.name), "saved")
    return redirect(url_for("enterprises.contacts", enterprise_id=enterprise_id))


def line(contact: Contact) -> dict[str, Any]:
    """A contact as pages show it."""
    return {
        "id": contact.id,
        "name": contact.name,
        "position": contact.position,
        "mobile": mask_number(contact.mobile_last4),
        "telephone": masked_line(contact.telephone),
        "email": contact.email,
        "preference": contact.preference,
        "mail_agreed_on": contact.mail_agreed_on,
        "is_primary": contact.is_primary,
        "recorded_on": contact.recorded_on,
        "left_on": contact.left_on,
    }


def _corrected(session: Session, enterprise_id: int, contact_id: int, form: ContactForm) -> None:
    queries.get(session, enterprise_id, scope())
    contact = queries.contact(session, enterprise_id, contact_id)
    service.correct_contact(
        session, contact, _card(form), by=me().id, on=clock.today(), key=_key(), seen=form.seen.data or ""
    )


def _card(form: Any) -> Card:
    return Card(
        name=form.name.data,
        position=form.position.data,
        mobile=form.mobile.data,
        telephone=form.telephone.data,
        email=form.email.data,
        preference=form.preference.data,
        mail_agreed_on=form.mail_agreed_on.data,
        is_primary=form.is_primary.data,
    )


def _key() -> bytes:
    key: bytes = current_app.config["SETTINGS"].field_key
    return key
