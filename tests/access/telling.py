"""What the contact of each enterprise of the small district is to be told, and where its steward is told."""

from datetime import UTC, date, datetime

from flask import current_app
from sqlalchemy.orm import Session

from crm import sealing
from crm.enterprises.letters.service import Letter, write_letters
from crm.notifications.channels.models import ChannelKind, Pace, PersonalChannel
from crm.notifications.channels.service import PLACE
from crm.people.models import User

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)


def tell_of_steward(session: Session, enterprise_id: int, note: str, by: User) -> None:
    """A letter that waits, with the canary's note."""
    letter = Letter(
        f"canary:{enterprise_id}", enterprise_id, "steward", {"day": "2026-11-20", "from": by.name, "to": note}
    )
    write_letters(session, [letter], by=by.id, on=date(2026, 11, 20), at=AT)


def mailbox_of(steward: User) -> PersonalChannel:
    """Where the steward is told by mail."""
    return PersonalChannel(
        user_id=steward.id,
        kind=ChannelKind.MAIL,
        pace=Pace.MORNING,
        address_sealed=sealing.seal("s@example.org", key=current_app.config["SETTINGS"].field_key, place=PLACE),
        shown="s***@example.org",
        added_at=AT,
    )
