"""Makes payments of awards, for tests of what rests on them."""

from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from crm.awards.measures import measures_at
from crm.awards.models import Payment
from crm.awards.payments.service import PaymentEntry, record_payment
from crm.config.settings import ROOT
from crm.enterprises.models import Enterprise
from crm.money import FEN_IN_WAN
from tests.cast import make_person
from tests.makers import TODAY

MEASURES = measures_at(ROOT / "config" / "policies")
REPEALED, IN_FORCE = "石经信局〔2022〕8号", "石经信局〔2023〕24号"
_vouchers = count(1)


def make_award_payment(session: Session, enterprise: Enterprise, tier: str, wan: int) -> Payment:
    """An award of a title, paid under the repealed measure, in 万元."""
    voucher = f"样例-{next(_vouchers)}"
    entry = PaymentEntry("title_award", REPEALED, date(2022, 12, 1), voucher, wan * FEN_IN_WAN, subject=tier)
    return record_payment(session, enterprise.id, entry, MEASURES, by=make_person(session, "maria").id, on=TODAY)
