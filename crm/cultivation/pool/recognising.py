"""An enterprise is recognised: its title, and its place in the pool if it has none."""

from datetime import date

from sqlalchemy.orm import Session

from crm.cultivation.models import Title
from crm.cultivation.pool import service as pool
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles import service as titles
from crm.enterprises.models import Enterprise
from crm.rules.reading.ladder import Ladder


def recognise(
    session: Session,
    enterprise: Enterprise,
    announced: titles.TitleGrant,
    *,
    ladder: Ladder,
    by: int | None,
    on: date,
) -> Title:
    """Grant a title to an enterprise, which comes into the pool if it is not in it."""
    is_outside = title_queries.open_entry(session, enterprise.id) is None
    if is_outside:
        pool.refuse_unfit(session, enterprise, on=on)
    title = titles.grant_title(session, enterprise.id, announced, ladder=ladder, by=by, on=on)
    if is_outside:
        pool.admit(session, enterprise, reason=announced.document or "", by=by, on=on)
    return title
