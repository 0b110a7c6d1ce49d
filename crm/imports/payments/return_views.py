"""拨付回单: the bank's results of a batch, written whole or not at all."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.audit import service as audit
from crm.awards.batches import queries
from crm.awards.batches.service import record_returns
from crm.awards.claims.filing import ClaimGround
from crm.awards.installed_page import installed_measures
from crm.awards.payments.wholesale import ListResult
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.imports.payments.forms import PaymentListForm
from crm.imports.payments.returns import RETURN_HEADINGS, RETURN_NEEDED, read_returns
from crm.imports.payments.uploads_page import rows_of, word_faults
from crm.imports.workbook.child import TableRow
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.signing.limits import refuse_too_often
from crm.web.pages import form_page
from crm.web.sizes import LARGEST_FILE, accepts

READ = "batch.file_read"


@requires(Role.MANAGER)
@accepts(LARGEST_FILE)
def import_returns(payment_batch_id: int) -> ResponseReturnValue:
    """Upload the list with its results; where a row cannot be taken nothing is, and the page says why."""
    with reading() as session:
        batch = queries.batch_of(session, payment_batch_id)
    page = form_page(
        "imports/returns.html",
        PaymentListForm(),
        batch=batch,
        needed=[RETURN_HEADINGS[name][0] for name in RETURN_NEEDED],
        faults=[],
        fault_count=0,
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        refuse_too_often(session, me().id, READ, service_rules().limits.uploads, at=clock.now())
        audit.record(session, me().id, READ, f"batch:{payment_batch_id}")
    result = _record(payment_batch_id, rows_of(page.form.file.data.read()))
    if result.faults:
        page.values.update(faults=word_faults(result.faults), fault_count=len(result.faults))
        problem = _("有 %(count)s 行不能录入，整张表都没有写入。请改好后重新上传。", count=len(result.faults))
        return page.show(problem=problem)
    flash(_("已录入 %(written)s 件，%(known)s 件此前已录入。", written=result.written, known=result.known), "saved")
    return redirect(url_for("awards.payment_batch", payment_batch_id=payment_batch_id))


def _record(payment_batch_id: int, rows: list[TableRow]) -> ListResult:
    read = read_returns(rows)
    if read.faults:
        return ListResult(0, 0, read.faults)
    with transaction() as session:
        ground = ClaimGround(installed_measures(session), service_rules().claims)
        on, at = clock.today(), clock.now()
        return record_returns(session, payment_batch_id, read.returns, ground, by=me().id, on=on, at=at)
