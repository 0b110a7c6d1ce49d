"""Notices outside the desk as a job: one message for each channel with something due.

A message is sent while no transaction is open and noted afterwards: whoever dies in between has sent it once, and
whoever goes on sends it once more. What was noted is never sent again, and what was not is never forgotten.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from crm.config.service_rules import ChannelRules
from crm.errors import CrmError
from crm.notifications.channels import deliveries, queries, service
from crm.notifications.channels.models import ChannelKind, PersonalChannel
from crm.notifications.channels.receipts import Receipt
from crm.notifications.channels.sending import Message, Post, send
from crm.notifications.models import Notice
from crm.people import queries as people
from crm.people.person import Person
from crm.work import Report, Turn

AT_ONCE = 25
"""Channels in one turn: as many as can all be slow within its time."""

Word = Callable[[Session, Sequence[Notice], Person, Turn], dict[int, str]]
"""The sentences of those of the notices that the person may still read, by their ids."""
Compose = Callable[[Sequence[str], int], Message]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a turn needs to send: the key of addresses, the rules, where to, and how notices are worded."""

    key: bytes
    rules: ChannelRules
    post: Post
    word: Word
    compose: Compose


@dataclass(frozen=True, slots=True)
class Mailing:
    """A message on its way: its channel, the notices it tells, and those there is nothing to tell of any more."""

    kind: ChannelKind
    address: str | None
    message: Message
    notices: tuple[int, ...]
    dropped: tuple[int, ...]


def is_wanted(session: Session, at: datetime) -> bool:
    """Whether the time of any delivery has come."""
    return queries.has_due(session, at)


def channel_parts(session: Session, turn: Turn) -> Sequence[str]:
    """A part for each channel with something due."""
    return [str(each) for each in queries.due_channels(session, turn.at, limit=AT_ONCE)]


def read_mailing(session: Session, turn: Turn, head: Letterhead) -> Mailing:
    """What is due in the channel, in words; what was read, taken back or is not this person's any more is dropped."""
    channel = session.get_one(PersonalChannel, int(turn.part))
    due = [notice for _delivery, notice in queries.due_notices(session, channel.id, turn.at)]
    person = people.person_alone(session, channel.user_id, at=turn.at)
    standing = [notice for notice in due if notice.read_at is None and notice.withdrawn_at is None]
    texts = head.word(session, standing, person, turn) if person and standing else {}
    told = tuple(notice.id for notice in standing if notice.id in texts)
    return Mailing(
        kind=channel.kind,
        address=_address(channel, head.key),
        message=head.compose([texts[each] for each in told], head.rules.longest_bytes),
        notices=told,
        dropped=tuple(notice.id for notice in due if notice.id not in told),
    )


def send_mailing(mailing: Mailing, turn: Turn, head: Letterhead) -> tuple[Mailing, Receipt]:
    """Send the message, if there is anything to tell."""
    if not mailing.notices:
        return mailing, Receipt()
    if mailing.address is None:
        return mailing, Receipt("unreadable")
    return mailing, send(mailing.kind, mailing.address, mailing.message, head.post, at=turn.at)


def record_mailing(session: Session, turn: Turn, head: Letterhead) -> Report:
    """Note what came of it."""
    mailing, receipt = turn.acted
    channel_id, report = int(turn.part), Report()
    report.count("dropped", deliveries.drop_deliveries(session, channel_id, mailing.dropped))
    noted = deliveries.note_receipt(session, channel_id, mailing.notices, receipt, head.rules, at=turn.at)
    report.count("sent" if receipt.is_sent else "not_sent", noted)
    return report


def _address(channel: PersonalChannel, key: bytes) -> str | None:
    """None where it was sealed with another key."""
    try:
        return service.read_channel(channel, key=key)
    except CrmError:
        return None
