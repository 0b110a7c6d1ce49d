"""What was changed in an identity or on the card of a contact, in words."""

from sqlalchemy.orm import Session

from crm.enterprises import queries
from crm.enterprises.heading import HistoryLine, HistoryStep, group_steps, writers
from crm.enterprises.identity.labels import CONTACT_FIELDS, FIELDS


def changes(session: Session, enterprise_id: int, contact_id: int | None = None) -> list[HistoryLine]:
    """What was changed in the identity, or on the card of one contact, in words."""
    rows = queries.changes(session, enterprise_id, contact_id=contact_id)
    names = writers(session, rows, "changed_by")
    words = FIELDS if contact_id is None else CONTACT_FIELDS
    return group_steps(
        (
            (row.changed_on, names[row.changed_by], None, None),
            HistoryStep(words[row.field.rpartition(":")[2]], row.old, row.new),
        )
        for row in rows
    )
