"""An application of an enterprise, for the table of access."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.applications.materials.models import ApplicationMaterial, MaterialAttachment
from crm.cultivation.applications.models import Application, ApplicationJudgement
from crm.cultivation.models import Tier, TitleAttachment
from crm.cultivation.windows.models import WindowText
from crm.cultivation.windows.texts import WindowEntry, write_window
from crm.enterprises.models import Enterprise
from crm.people.models import User


def apply_for_title(session: Session, enterprise_id: int, number: int, by: User) -> None:
    """An application that was submitted once and sent back, with what was judged."""
    told = {"enterprise_id": enterprise_id, "target": Tier.SRDI, "purpose": "new", "state": "prepared"}
    days = {"opened_on": date(2026, 11, 2), "submitted_on": date(2026, 11, 3)}
    application = Application(number=f"SB2026-{number:06d}", **told, **days, opened_by=by.id, objections=0)
    session.add(application)
    session.flush()
    judged = {"rulebook": "srdi-2026", "rulebook_digest": "0" * 64, "digest": "0" * 64, "verdict": "near"}
    lists = {"unmet": ["rd"], "unknown": [], "named": [], "facts": {}, "conditions": {"asked": []}}
    day = days["submitted_on"]
    session.add(
        ApplicationJudgement(application_id=application.id, number=1, submitted_on=day, as_of=day, **judged, **lists)
    )
    session.add(ApplicationMaterial(application_id=application.id, material="form"))


def attach_paper(session: Session, enterprise_id: int, note: str) -> None:
    """The content that the title has is the file of the paper as well."""
    has = select(TitleAttachment.attachment_id).where(TitleAttachment.enterprise_id == enterprise_id)
    link = {"attachment_id": session.scalar(has), "enterprise_id": enterprise_id, "added_on": date(2026, 11, 2)}
    session.add(MaterialAttachment(material_id=_paper(session, enterprise_id), shown_name=f"{note}.jpg", **link))


def papers_of(session: Session, made: Mapping[str, Enterprise]) -> dict[str, int | None]:
    """The paper of each scope's enterprise."""
    return {scope: _paper(session, enterprise.id) for scope, enterprise in made.items()}


def _paper(session: Session, enterprise_id: int) -> int | None:
    papers = select(ApplicationMaterial.id).join(Application, Application.id == ApplicationMaterial.application_id)
    return session.scalar(papers.where(Application.enterprise_id == enterprise_id))


def wait_for_window(digest: str, entered_by: int) -> WindowText:
    """A window that somebody entered and nobody approved yet, under the digest that the table asks for."""
    days = {"since": date(2027, 6, 1), "until": date(2027, 6, 30)}
    about = {"id": "srdi-2027-summer", "tier": "srdi", "purpose": "new", "year": 2027, **days}
    text = write_window(WindowEntry(**about, title="2027 年夏季申报", document="京经信发〔2027〕2号"))
    at = datetime(2026, 11, 2, tzinfo=UTC)
    return WindowText(digest=digest, window_id="srdi-2027-summer", text=text, entered_by=entered_by, entered_at=at)
