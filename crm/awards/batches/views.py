"""拨付批次: the lists for the finance bureau, making one, its page and its file; and the public notice to print."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.batches import queries, service
from crm.awards.batches.batches_page import batch_cells, batch_heads, batch_rows
from crm.awards.benefits.benefits_page import benefit_names
from crm.awards.claims import queries as claims
from crm.awards.claims.page import claim_rows
from crm.awards.installed_page import installed_measures
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.enterprises.heading import names_of
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.signing.exports import record_export
from crm.web.downloads.answer import file_answer
from crm.web.paging import refuse_unread, sent_numbers


@requires(Role.MANAGER)
def payment_batches() -> ResponseReturnValue:
    """Every list, and what could go on the next one."""
    with reading() as session:
        named = benefit_names(installed_measures(session))
        batches = queries.list_batches(session)
        waiting = queries.claims_to_list(session)
    rows = list(zip(waiting, claim_rows(waiting, named), strict=True))
    return render_template("awards/batches/list.html", batches=batches, waiting=rows)


@requires(Role.MANAGER)
def make_batch() -> ResponseReturnValue:
    """Put the ticked claims on a list."""
    with transaction() as session:
        batch = service.make_batch(session, sent_numbers("claim"), by=me().id, on=clock.today())
    flash(_("已生成批次 %(number)s，请导出清单送区财政局。", number=batch.number), "saved")
    return redirect(url_for("awards.payment_batch", payment_batch_id=batch.id))


@requires(Role.MANAGER)
def payment_batch(payment_batch_id: int) -> ResponseReturnValue:
    """One list with what became of each of its claims."""
    with reading() as session:
        batch = queries.batch_of(session, payment_batch_id)
        lines = queries.claims_in(session, payment_batch_id)
        named = benefit_names(installed_measures(session))
        names = names_of(session, [batch.made_by])
    return render_template(
        "awards/batches/batch.html",
        batch=batch,
        rows=batch_rows(lines, named),
        total=sum(each.line.amount for each in lines),
        maker=names[batch.made_by],
    )


@requires(Role.MANAGER)
def export_batch(payment_batch_id: int, kind: str) -> ResponseReturnValue:
    """The list for the finance bureau; it is filled in and comes back as the bank's returns."""
    with reading() as session:
        batch = queries.batch_of(session, payment_batch_id)
        rows = batch_rows(queries.claims_in(session, payment_batch_id), benefit_names(installed_measures(session)))
    cells = batch_cells(rows)
    refuse_unread()
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        record_export(session, me().id, f"batch:{batch.id}", kind, len(cells), at=clock.now())
    return file_answer(kind, "batch", _("拨付清单-%(number)s", number=batch.number), batch_heads(), cells)


@requires(Role.MANAGER)
def take_out_claim(payment_batch_id: int, claim_id: int) -> ResponseReturnValue:
    """Take a claim off the list before it is paid."""
    with transaction() as session:
        queries.batch_of(session, payment_batch_id)
        service.take_out(session, payment_batch_id, claim_id, by=me().id, on=clock.today())
    flash(_("已移出这件申请，可以另列批次或撤回。"), "saved")
    return redirect(url_for("awards.payment_batch", payment_batch_id=payment_batch_id))


@requires(Role.MANAGER)
def public_notice() -> ResponseReturnValue:
    """公示: the claims that stand in public today, as a document to print."""
    today = clock.today()
    with reading() as session:
        lines = claims.claims_in_public(session, today)
        measures = installed_measures(session)
        offers = [claims.offer_of_claim(session, measures, line.claim) for line in lines]
    return render_template(
        "awards/batches/notice.html",
        rows=list(zip(lines, claim_rows(lines, benefit_names(measures)), strict=True)),
        documents=list(dict.fromkeys(offer.measure.document for offer in offers)),
        last_days={line.claim.public_to for line in lines},
        today=today,
    )
