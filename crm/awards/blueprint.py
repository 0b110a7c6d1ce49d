"""The pages of awards: every address on one page."""

from crm.attachments.views import file_routes
from crm.awards.batches import views as batch_views
from crm.awards.beneficiaries import views as beneficiary_views
from crm.awards.benefits import views as benefit_views
from crm.awards.budget import views as budget_views
from crm.awards.calculators import views as calculator_views
from crm.awards.claims import views as claim_views
from crm.awards.claims.file_views import FILES
from crm.awards.ledger import views as ledger_views
from crm.awards.payments import views as payment_views
from crm.awards.successors import views as successor_views
from crm.web.routes import blueprint, route

bp = blueprint(
    "awards",
    route("/enterprises/<int:enterprise_id>/benefits", benefit_views.benefits),
    route("/enterprises/<int:enterprise_id>/benefits/export.<any(xlsx, csv):kind>", benefit_views.export_benefits),
    route("/enterprises/<int:enterprise_id>/payments/new", payment_views.add_payment, methods=("GET", "POST")),
    route(
        "/enterprises/<int:enterprise_id>/payments/<int:payment_id>/remove",
        payment_views.remove_payment,
        methods=("POST",),
    ),
    route(
        "/enterprises/<int:enterprise_id>/payments/complete", payment_views.declare_payments, methods=("GET", "POST")
    ),
    route("/enterprises/<int:enterprise_id>/payments/open", payment_views.withdraw_payments, methods=("POST",)),
    route("/measures", successor_views.measures),
    route("/measures/new", successor_views.new_measure, methods=("GET", "POST")),
    route("/measures/<digest>", successor_views.measure),
    route("/measures/<digest>/approve", successor_views.approve_measure, methods=("POST",)),
    route("/measures/<digest>/withdraw", successor_views.withdraw_measure, methods=("POST",)),
    route("/claims", claim_views.claims),
    route("/claims/export.<any(xlsx, csv):kind>", claim_views.export_claims),
    route("/enterprises/<int:enterprise_id>/claims/new", claim_views.new_claim, methods=("GET", "POST")),
    route("/claims/<int:claim_id>", claim_views.claim),
    route("/claims/<int:claim_id>/evidence", claim_views.prepare_claim, methods=("GET", "POST")),
    route("/claims/<int:claim_id>/telling", claim_views.tell_contact, methods=("POST",)),
    route("/claims/<int:claim_id>/steps/<claim_act>", claim_views.claim_step, methods=("GET", "POST")),
    *file_routes("/claims/<int:claim_id>/files", FILES),
    route("/claims/public-notice", batch_views.public_notice),
    route("/payment-batches", batch_views.payment_batches),
    route("/payment-batches/new", batch_views.make_batch, methods=("POST",)),
    route("/payment-batches/<int:payment_batch_id>", batch_views.payment_batch),
    route("/payment-batches/<int:payment_batch_id>/export.<any(xlsx, csv):kind>", batch_views.export_batch),
    route(
        "/payment-batches/<int:payment_batch_id>/claims/<int:claim_id>/take-out",
        batch_views.take_out_claim,
        methods=("POST",),
    ),
    route("/beneficiaries", beneficiary_views.beneficiaries),
    route("/beneficiaries/new", beneficiary_views.new_beneficiary, methods=("GET", "POST")),
    route("/beneficiaries/<int:beneficiary_id>", beneficiary_views.beneficiary),
    route("/beneficiaries/<int:beneficiary_id>/claims/new", beneficiary_views.claim_for, methods=("GET", "POST")),
    route("/beneficiaries/<int:beneficiary_id>/payments/new", beneficiary_views.pay, methods=("GET", "POST")),
    route(
        "/beneficiaries/<int:beneficiary_id>/payments/<int:paid_id>/remove",
        beneficiary_views.remove_payment_of,
        methods=("POST",),
    ),
    route(
        "/beneficiaries/<int:beneficiary_id>/referrals/new", beneficiary_views.new_referral, methods=("GET", "POST")
    ),
    route(
        "/beneficiaries/<int:beneficiary_id>/referrals/<int:referral_id>/remove",
        beneficiary_views.remove_referral,
        methods=("POST",),
    ),
    route("/budget", budget_views.budget),
    route("/budget/export.<any(xlsx, csv):kind>", budget_views.export_budget),
    route("/budget/payments", budget_views.budget_payments),
    route("/budget/ledger", ledger_views.ledger),
    route("/budget/ledger/export.<any(xlsx, csv):kind>", ledger_views.export_ledger),
    route("/budget/set", budget_views.set_budget, methods=("GET", "POST")),
    route("/calculators/<clause>", calculator_views.calculator, methods=("GET", "POST")),
)
