"""Pages of coming into the cultivation pool and leaving it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm import clock
from crm.config.service_rules import service_rules
from crm.cultivation.forms import LeaveForm
from crm.cultivation.models import Leaving
from crm.cultivation.pool import proposals
from crm.cultivation.pool import service as pool
from crm.cultivation.pool.forms import AdmitForm, NewcomerForm
from crm.cultivation.titles import queries as title_queries
from crm.db import reading, transaction
from crm.enterprises import queries
from crm.enterprises.heading import heading
from crm.enterprises.identity.credit_codes import read_code
from crm.enterprises.service import Identity, register
from crm.people.access import me, requires
from crm.people.departments import queries as departments
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page

_NOBODY = _l("没有推荐单位")


@requires(Role.MANAGER)
def admit() -> ResponseReturnValue:
    """Take an enterprise into the pool; a code that is known already shows whose it is."""
    streets = service_rules().streets
    with reading() as session:
        units = departments.open_departments(session)
    form = NewcomerForm().offer_streets(streets).offer_proposers(units, streets, _NOBODY)
    page = form_page("cultivation/admit.html", form, known=None)
    if not page.is_submitted():
        return page.show()
    code = read_code(str(form.credit_code.data))
    with reading() as session:
        page.values["known"] = queries.by_code(session, code)
    with transaction() as session:
        by, on = me().id, clock.today()
        enterprise = register(session, code, _identity(form), by=by, on=on)
        proposals.admit(session, enterprise, form.find_proposer(), reason=str(form.reason.data), by=by, on=on)
    flash(_("“%(name)s”已纳入培育库，等待分派管家。", name=enterprise.name), "saved")
    return redirect(url_for("enterprises.identity", enterprise_id=enterprise.id))


@requires(Role.MANAGER)
def admit_known(enterprise_id: int) -> ResponseReturnValue:
    """Take a known enterprise into the pool, for the first time or again."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        entries = title_queries.entries(session, enterprise_id)
        waiting = proposals.open_proposal(session, enterprise_id)
        units = departments.open_departments(session)
    form = AdmitForm().offer_proposers(units, service_rules().streets, _NOBODY)
    page = form_page("cultivation/admit_known.html", form, head=head, entries=entries, waiting=waiting)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprise = queries.get(session, enterprise_id, scope())
        reason = str(form.reason.data)
        proposals.admit(session, enterprise, form.find_proposer(), reason=reason, by=me().id, on=clock.today())
    flash(_("“%(name)s”已纳入培育库。", name=head.name), "saved")
    return redirect(url_for("cultivation.titles", enterprise_id=enterprise_id))


@requires(Role.MANAGER)
def leave_pool(enterprise_id: int) -> ResponseReturnValue:
    """Let an enterprise go out of the pool; its record stays."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
    page = form_page("cultivation/leave_pool.html", LeaveForm(), head=head)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprise = queries.get(session, enterprise_id, scope())
        pool.leave(
            session,
            enterprise,
            Leaving(page.form.why.data),
            note=page.form.note.data,
            by=me().id,
            on=clock.today(),
            deregistered_on=page.form.deregistered_on.data,
        )
    flash(_("“%(name)s”已出库，档案仍保留。", name=head.name), "saved")
    return redirect(url_for("cultivation.titles", enterprise_id=enterprise_id))


def _identity(form: NewcomerForm) -> Identity:
    return Identity(
        name=str(form.name.data),
        registered_on=form.registered_on.data,
        industry=form.industry.data,
        street=form.street.data or None,
        main_product=form.main_product.data,
    )
