"""Noting what came of a letter that was mailed."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from crm.config.service_rules import ChannelRules
from crm.enterprises.letters.models import EnterpriseLetter, LetterMailing, LetterWay
from crm.enterprises.letters.service import note_told
from crm.notifications.channels.models import DeliveryState
from crm.notifications.channels.receipts import Receipt


def note_mailing(session: Session, letter_id: int, receipt: Receipt, rules: ChannelRules, *, at: datetime) -> None:
    """What came of a letter that was mailed: the contact is told, or it is tried again later, or given up.

    Gaps grow as for notices; a letter that is given up waits for somebody to pass it on.
    """
    mailing = session.get(LetterMailing, letter_id, populate_existing=True)
    if mailing is None:
        mailing = LetterMailing(letter_id=letter_id, state=DeliveryState.WAITING, tries=0, due_at=at)
        session.add(mailing)
    mailing.tries += 1
    mailing.trouble, mailing.detail = receipt.trouble, receipt.detail or None
    if receipt.is_sent:
        mailing.state, mailing.sent_at = DeliveryState.SENT, at
        letter = session.get_one(EnterpriseLetter, letter_id)
        note_told(session, letter.enterprise_id, letter_id, LetterWay.MAIL, by=None, at=at)
    elif mailing.tries > len(rules.retry_minutes):
        mailing.state = DeliveryState.FAILED
    else:
        mailing.due_at = at + timedelta(minutes=rules.retry_minutes[mailing.tries - 1])
