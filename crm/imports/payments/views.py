"""兑付清单: a workbook of payments, written whole or not at all."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.audit import service as audit
from crm.awards.installed_page import installed_measures
from crm.awards.payments.wholesale import ListResult, record_payments
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.imports.payments.forms import PaymentListForm
from crm.imports.payments.listing import HEADINGS, NEEDED, read_list
from crm.imports.payments.uploads_page import rows_of, word_faults
from crm.imports.workbook.child import TableRow
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.signing.limits import refuse_too_often
from crm.web.pages import form_page
from crm.web.sizes import LARGEST_FILE, accepts

READ = "payments.file_read"


@requires(Role.MANAGER)
@accepts(LARGEST_FILE)
def import_payments() -> ResponseReturnValue:
    """Upload a list; where a row cannot be written nothing is, and the page says why, row by row."""
    page = form_page(
        "imports/payments.html",
        PaymentListForm(),
        needed=[HEADINGS[name][0] for name in NEEDED],
        others=[words[0] for name, words in HEADINGS.items() if name not in NEEDED],
        faults=[],
        fault_count=0,
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        refuse_too_often(session, me().id, READ, service_rules().limits.uploads, at=clock.now())
        audit.record(session, me().id, READ, "payments")
    result = _record(rows_of(page.form.file.data.read()))
    if result.faults:
        page.values.update(faults=word_faults(result.faults), fault_count=len(result.faults))
        return page.show(
            problem=_("有 %(count)s 行不能登记，整张表都没有写入。请改好后重新上传。", count=len(result.faults))
        )
    flash(
        _("已登记 %(written)s 笔兑付，%(known)s 笔此前已登记。", written=result.written, known=result.known), "saved"
    )
    return redirect(url_for("imports.import_payments"))


def _record(rows: list[TableRow]) -> ListResult:
    with reading() as session:
        measures = installed_measures(session)
    read = read_list(rows, measures)
    if read.faults:
        return ListResult(0, 0, read.faults)
    with transaction() as session:
        return record_payments(session, read.listed, measures, by=me().id, on=clock.today())
