"""The pages of imports: every address on one page."""

from crm.imports.batches import views as batches_views
from crm.imports.columns import views as columns_views
from crm.imports.outcome import views as template_views
from crm.imports.payments import return_views
from crm.imports.payments import views as payments_views
from crm.imports.published import views as published_views
from crm.imports.rows import views as rows_views
from crm.imports.undo import views as undo_views
from crm.web.routes import blueprint, route

bp = blueprint(
    "imports",
    route("/imports", batches_views.index, methods=("GET", "POST")),
    route("/imports/template", template_views.template),
    route("/imports/<int:batch_id>", batches_views.show),
    route("/imports/<int:batch_id>/progress", batches_views.progress),
    route("/imports/<int:batch_id>/columns", columns_views.columns, methods=("GET", "POST")),
    route("/imports/<int:batch_id>/rows", rows_views.rows, methods=("GET", "POST")),
    route("/imports/<int:batch_id>/apply", batches_views.apply, methods=("POST",)),
    route("/imports/<int:batch_id>/discard", batches_views.discard, methods=("POST",)),
    route("/imports/<int:batch_id>/restart", batches_views.restart, methods=("POST",)),
    route("/imports/<int:batch_id>/undo", undo_views.undo, methods=("GET", "POST")),
    route("/imports/<int:batch_id>/rejects", batches_views.download),
    route("/payments/import", payments_views.import_payments, methods=("GET", "POST")),
    route("/payment-batches/<int:payment_batch_id>/returns", return_views.import_returns, methods=("GET", "POST")),
    route("/recognitions/import", published_views.receive_workbook, methods=("GET", "POST")),
    words=batches_views.vocabulary,
)
