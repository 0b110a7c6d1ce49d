"""The record's pages: this file has the identity; contacts, figures, facts and lists stand in the modules below."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.enterprises import queries, service
from crm.enterprises.forms import IdentityForm
from crm.enterprises.heading import heading
from crm.enterprises.history_page import changes
from crm.enterprises.identity.labels import FIELDS
from crm.enterprises.models import Enterprise
from crm.enterprises.service import Identity
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page


@requires(Role.STEWARD, Role.MANAGER)
def identity(enterprise_id: int) -> ResponseReturnValue:
    """Who the enterprise is, the names it had, and what was changed."""
    with reading() as session:
        enterprise = queries.get(session, enterprise_id, scope())
        former = queries.former_names(session, enterprise_id)
        history = changes(session, enterprise_id)
    facts = [(label, getattr(enterprise, field)) for field, label in FIELDS.items()]
    return render_template(
        "enterprises/identity.html", head=heading(enterprise), facts=facts, former=former, history=history
    )


@requires(Role.MANAGER)
def edit_identity(enterprise_id: int) -> ResponseReturnValue:
    """Correct who the enterprise is; what is there now stands beside the form."""
    with reading() as session:
        enterprise = queries.get(session, enterprise_id, scope())
        history = changes(session, enterprise_id)
    form = IdentityForm(obj=enterprise).offer(_streets(enterprise))
    facts = [(label, getattr(enterprise, field)) for field, label in FIELDS.items()]
    page = form_page(
        "enterprises/edit_identity.html",
        form,
        head=heading(enterprise),
        now=enterprise.version,
        facts=facts,
        history=history,
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprise = queries.get(session, enterprise_id, scope())
        changed = service.change_identity(
            session, enterprise, _identity(form), by=me().id, on=clock.today(), seen=form.version.data or 0
        )
    flash(_("已保存 %(count)s 处修改。", count=len(changed)) if changed else _("内容没有变化。"), "saved")
    return redirect(url_for("enterprises.identity", enterprise_id=enterprise_id))


def _identity(form: IdentityForm) -> Identity:
    return Identity(
        name=str(form.name.data),
        registered_on=form.registered_on.data,
        industry=form.industry.data,
        street=form.street.data or None,
        address=form.address.data,
        main_product=form.main_product.data,
        remark=form.remark.data,
        deregistered_on=form.deregistered_on.data,
    )


def _streets(enterprise: Enterprise) -> list[str]:
    """The district's streets, and the enterprise's own if it is another."""
    known = service_rules().streets
    return [*known, *([enterprise.street] if enterprise.street and enterprise.street not in known else [])]
