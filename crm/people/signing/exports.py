"""Lists that leave the desk as files: how often one person may take one, and the row that says so."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.people.signing.limits import refuse_too_often


def record_export(
    session: Session,
    by: int,
    what: str,
    kind: str,
    rows: int,
    *,
    total: int | None = None,
    filters: Mapping[str, Any] | None = None,
    at: datetime,
) -> None:
    """Write down that so many rows of a list leave, before they do; raises CrmError when one person takes too many.

    `total` is how many there are where a file holds only the first of them.
    """
    refuse_too_often(session, by, "list.exported", service_rules().limits.exports, at=at)
    about = {"format": kind, "rows": rows, "total": rows if total is None else total, "filters": dict(filters or {})}
    audit.record(session, by, "list.exported", what, **about)
