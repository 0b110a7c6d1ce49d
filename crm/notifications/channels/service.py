"""Adding and ending the channels of a person; their addresses are sealed."""

from datetime import datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.errors import CrmError
from crm.notifications.channels import queries
from crm.notifications.channels.addresses import ChannelAddress
from crm.notifications.channels.models import ChannelKind, Delivery, DeliveryState, Pace, PersonalChannel
from crm.sealing import seal, unseal
from crm.sql.claiming import execute_counting

PLACE = "notice_channels.address"


def add_channel(
    session: Session, kind: ChannelKind, address: ChannelAddress, pace: Pace, *, by: int, at: datetime, key: bytes
) -> PersonalChannel:
    """Tell the person there from now on; the channel of the same kind they had ends."""
    serialise(session, f"channels of {by}")
    for known in queries.open_channels(session, by):
        if known.kind is kind:
            _end(session, known, at)
    session.flush()
    sealed = seal(address.text, key=key, place=PLACE)
    channel = PersonalChannel(
        user_id=by, kind=kind, pace=pace, address_sealed=sealed, shown=address.shown, added_at=at
    )
    session.add(channel)
    session.flush()
    audit.record(session, by, "channel.added", f"user:{by}", kind=kind.value, pace=pace.value)
    return channel


def end_channel(session: Session, channel_id: int, *, by: int, at: datetime) -> None:
    """Nothing is told there any more, also not what waits."""
    serialise(session, f"channels of {by}")
    channel = queries.channel_of(session, by, channel_id)
    _end(session, channel, at)
    audit.record(session, by, "channel.ended", f"user:{by}", kind=channel.kind.value)


def read_channel(channel: PersonalChannel, *, key: bytes) -> str:
    """The address as it was pasted; raises CrmError where it cannot be read with this key."""
    try:
        return unseal(channel.address_sealed, key=key, place=PLACE)
    except InvalidTag as error:
        raise CrmError("channel_unreadable") from error


def _end(session: Session, channel: PersonalChannel, at: datetime) -> None:
    channel.ended_at = at
    waiting = update(Delivery).where(Delivery.channel_id == channel.id, Delivery.state == DeliveryState.WAITING)
    execute_counting(session, waiting.values(state=DeliveryState.DROPPED))
