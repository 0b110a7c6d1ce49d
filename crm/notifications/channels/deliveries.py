"""Planning the deliveries of notices, and noting what came of them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, select, update
from sqlalchemy.orm import Session

from crm.config.service_rules import ChannelRules
from crm.notifications import queries as notices
from crm.notifications.channels.models import Delivery, DeliveryState, Pace, PersonalChannel
from crm.notifications.channels.receipts import Receipt
from crm.notifications.models import Notice, NoticeChannel
from crm.sql.claiming import execute_counting, insert_all_once


def plan_deliveries(session: Session, notice_ids: Collection[int], *, at: datetime, morning: datetime) -> int:
    """A delivery for each of the notices in each channel of its person who wants the kind outside the desk.

    `morning` is the next one: what is told once a day is due then.
    """
    wanted = (
        select(Notice.id, Notice.kind, Notice.user_id, PersonalChannel.id.label("channel_id"), PersonalChannel.pace)
        .join(PersonalChannel, and_(PersonalChannel.user_id == Notice.user_id, PersonalChannel.ended_at.is_(None)))
        .where(Notice.id.in_(notice_ids), Notice.withdrawn_at.is_(None))
    )
    found = session.execute(wanted).all()
    unwanted = notices.read_unwanted(session, NoticeChannel.OUTSIDE) if found else set()
    rows = [
        {
            "notice_id": row.id,
            "channel_id": row.channel_id,
            "state": DeliveryState.WAITING,
            "tries": 0,
            "due_at": at if row.pace is Pace.AT_ONCE else morning,
        }
        for row in found
        if (row.user_id, row.kind) not in unwanted
    ]
    return insert_all_once(session, Delivery, ["notice_id", "channel_id"], rows)


def note_receipt(
    session: Session, channel_id: int, sent: Sequence[int], receipt: Receipt, rules: ChannelRules, *, at: datetime
) -> int:
    """What came of a message that told these notices: sent, to be tried again later, or given up; returns how many.

    Gaps grow as the rules say; after the last of them a notice is given up in this channel.
    """
    number = 0
    for delivery in session.scalars(_waiting(channel_id, sent).execution_options(populate_existing=True)):
        delivery.tries += 1
        number += 1
        delivery.trouble, delivery.detail = receipt.trouble, receipt.detail or None
        if receipt.is_sent:
            delivery.state, delivery.sent_at = DeliveryState.SENT, at
        elif delivery.tries > len(rules.retry_minutes):
            delivery.state = DeliveryState.FAILED
        else:
            delivery.due_at = at + timedelta(minutes=rules.retry_minutes[delivery.tries - 1])
    return number


def drop_deliveries(session: Session, channel_id: int, dropped: Sequence[int]) -> int:
    """There is nothing to tell of these any more; returns how many waited still."""
    waiting = update(Delivery).where(
        Delivery.channel_id == channel_id, Delivery.notice_id.in_(dropped), Delivery.state == DeliveryState.WAITING
    )
    return execute_counting(session, waiting.values(state=DeliveryState.DROPPED))


def _waiting(channel_id: int, notice_ids: Sequence[int]) -> Select[tuple[Delivery]]:
    ours = Delivery.channel_id == channel_id, Delivery.notice_id.in_(notice_ids)
    return select(Delivery).where(*ours, Delivery.state == DeliveryState.WAITING).order_by(Delivery.notice_id)
