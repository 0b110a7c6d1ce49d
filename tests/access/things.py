"""Single things of the district: an import that failed, last night's run, a notice, a flag, files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.attachments.models import Attachment, Scan
from crm.attachments.store import AttachmentStore, digest_of
from crm.awards.law.measure import BeneficiaryKind
from crm.awards.measure_models import MeasureText
from crm.awards.measures import measures_at
from crm.awards.models import Beneficiary, Payment, PaymentDeclaration
from crm.config.settings import ROOT
from crm.cultivation.duties.models import DutyKind, TitleDuty
from crm.cultivation.models import Evaluation, Flag, Tier, Title, TitleAttachment
from crm.cultivation.pool.models import PoolProposal
from crm.cultivation.recognitions.models import RecognitionLine, RecognitionList
from crm.demands.joint.models import (
    AgendaItem,
    JointMatter,
    JointMatterDemand,
    JointMeeting,
    MatterKind,
    MatterState,
    Resolution,
)
from crm.demands.models import (
    Demand,
    DemandAttachment,
    DemandDepartment,
    DemandEvent,
    DemandPart,
    DemandSource,
    DemandState,
    Recheck,
)
from crm.desk.handover.models import Handover, HandoverItem, ItemKind
from crm.enterprises.facts.models import EnterpriseFact, FactAttachment
from crm.enterprises.models import Enterprise
from crm.imports.batches.models import BatchState, ImportBatch
from crm.interactions.models import Interaction, InteractionPhoto, PlannedContact, PlanState
from crm.jobs.models import JobRun, RunState
from crm.money import FEN_IN_WAN
from crm.notifications.models import Notice
from crm.people.models import User

SINCE = date(2026, 3, 2)
OWNERS = (
    (TitleAttachment, "title_id", Title),
    (FactAttachment, "fact_id", EnterpriseFact),
    (InteractionPhoto, "interaction_id", Interaction),
    (DemandAttachment, "demand_id", Demand),
)

# Arguments that are the same whoever asks.
WHATEVER = {"year": 2025, "line_number": 1, "role": "handler", "kind": "csv", "act": "end_early"}
WHATEVER |= {"listing": "equity_financing", "fact": "chain_role", "clause": "rd_project", "demand_act": "withdraw"}
WHATEVER |= {"application_act": "withdraw", "judgement_number": 1, "promise_act": "fulfil"}
WHATEVER |= {"claim_act": "withdraw", "window_id": "little-giant-2026"}


def failed_import(by: User) -> ImportBatch:
    """An import that came to nothing: it can be looked at and thrown away, but starts no work."""
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    return ImportBatch(
        file_name="登记册.xlsx",
        file_hash="0" * 64,
        size=1,
        state=BatchState.FAILED,
        step="failed",
        heartbeat_at=at,
        options={},
        report={},
        error_code="file_damaged",
        created_by=by.id,
        created_at=at,
    )


def last_night() -> JobRun:
    """A night that ended well, with nothing to tell."""
    at = datetime(2026, 11, 23, 20, 10, tzinfo=UTC)
    return JobRun(
        job="night",
        slot="2026-11-24",
        state=RunState.DONE,
        lease_until=at,
        started_at=at,
        finished_at=at,
        trigger="clock",
        covers=["2026-11-24"],
        counts={},
        report={},
    )


def notice_for(steward: User, enterprise: Enterprise) -> Notice:
    """What the steward was told of the own enterprise this morning."""
    at = datetime(2026, 11, 23, 20, 10, tzinfo=UTC)
    return Notice(
        dedupe_key="flag:1",
        user_id=steward.id,
        kind="flag_opened",
        values={"target": "srdi", "kind": "near", "purpose": "new"},
        about=f"enterprise:{enterprise.id}",
        reason="flag:1",
        created_at=at,
        delivered_at=at,
    )


def raise_flag(session: Session, enterprise_id: int) -> None:
    """An open flag with the evaluation it came from."""
    asked = {"enterprise_id": enterprise_id, "target": Tier.SRDI, "purpose": "new"}
    evaluation = Evaluation(
        **asked,
        rulebook="srdi-2026",
        rulebook_digest="0" * 64,
        as_of=SINCE,
        verdict="near",
        flag_kind="near",
        unmet=["rd"],
        unknown=[],
        facts={},
        reasons={},
    )
    session.add(evaluation)
    session.flush()
    session.add(
        Flag(
            **asked,
            kind="near",
            episode_key=f"{enterprise_id}:srdi:new",
            opened_on=SINCE,
            evaluation_id=evaluation.id,
            unmet_count=1,
            unknown_count=0,
        )
    )


def owe_a_report(session: Session, enterprise_id: int) -> None:
    """A merger that has to be reported for the title."""
    title_id = session.scalar(select(Title.id).where(Title.enterprise_id == enterprise_id))
    about = {"title_id": title_id, "enterprise_id": enterprise_id, "kind": DutyKind.MAJOR_CHANGE, "period": "1"}
    detail = {"change": "merger", "happened_on": "2026-11-02"}
    duty = TitleDuty(**about, opened_on=date(2026, 11, 2), due_on=date(2027, 2, 2), detail=detail)
    session.add(duty)


def proposal_of(enterprise: Enterprise, by: User) -> PoolProposal:
    """A street wants the enterprise in the pool."""
    told = {"street": "八角", "reason": "街道重点跟踪", "proposed_on": date(2026, 11, 20), "recorded_by": by.id}
    return PoolProposal(enterprise_id=enterprise.id, **told)


def publish_list(session: Session, by: User) -> None:
    """A list with one line that nobody knows, left out, and the number of its certificate that came afterwards."""
    day = date(2026, 11, 2)
    about = {"document": "京经信发〔2026〕8号", "purpose": "recognised", "tier": Tier.SRDI, "decided_on": day}
    received = RecognitionList(**about, digest="0" * 64, received_by=by.id, received_on=day)
    session.add(received)
    session.flush()
    line = {"number": 1, "printed_name": "北京无名公司", "offered_certificate": "2026ZJTX0041"}
    session.add(RecognitionLine(list_id=received.id, **line, decision="left_out"))


def attach_files(session: Session, enterprise_id: int, scope: str, note: str) -> None:
    """One content of its own, as the document of the title, the evidence of the fact and the photo of the service."""
    content = b"\xff\xd8\xff" + scope.encode()
    digest = digest_of(content)
    AttachmentStore(current_app.config["SETTINGS"].instance / "attachments").write(digest, content)
    at = datetime(2026, 3, 2, tzinfo=UTC)
    kept = Attachment(digest=digest, size=len(content), media_type="image/jpeg", scan=Scan.NOT_SCANNED, stored_at=at)
    session.add(kept)
    session.flush()
    link = {"attachment_id": kept.id, "enterprise_id": enterprise_id, "added_on": SINCE}
    for links, column, table in OWNERS:
        owner = session.scalar(select(table.id).where(table.enterprise_id == enterprise_id))
        name = f"{demand_text(scope)}.jpg" if table is Demand else f"{note}.jpg"
        session.add(links(**link, **{column: owner}, shown_name=name))


def pay_award(session: Session, enterprise_id: int, voucher: str) -> None:
    """An award of a title, paid once, with the word that it was the only one."""
    day = date(2026, 3, 2)
    beneficiary = Beneficiary(kind=BeneficiaryKind.ENTERPRISE, enterprise_id=enterprise_id, recorded_on=day)
    session.add(beneficiary)
    session.flush()
    paid = {"document": "石经信局〔2022〕8号", "amount": 3 * FEN_IN_WAN, "paid_on": date(2022, 9, 1)}
    session.add(
        Payment(
            beneficiary_id=beneficiary.id,
            benefit="title_award",
            subject="innovative",
            voucher=voucher,
            recorded_on=day,
            **paid,
        )
    )
    session.add(
        PaymentDeclaration(enterprise_id=enterprise_id, complete_as_of=day, evidence=voucher, recorded_on=day)
    )


def wait_for_approval(entered_by: int) -> MeasureText:
    """A measure that somebody entered and nobody approved yet."""
    old = measures_at(ROOT / "config" / "policies").all[0].text
    text = old.replace("id: shijingshan-2023-24", "id: shijingshan-2027-1").replace(
        "{from: 2023-07-11, to: 2025-12-31}", "{from: 2027-01-01, to: 2028-12-31}"
    )
    digest = sha256(text.encode()).hexdigest()
    at = datetime(2026, 11, 2, tzinfo=UTC)
    return MeasureText(digest=digest, measure="shijingshan-2027-1", text=text, kept_at=at, entered_by=entered_by)


def payments_of(session: Session, made: Mapping[str, Enterprise]) -> dict[str, int]:
    """The payment of each scope's enterprise."""
    paid = select(Beneficiary.enterprise_id, Payment.id).join(Payment, Payment.beneficiary_id == Beneficiary.id)
    by_enterprise = {row[0]: row[1] for row in session.execute(paid)}
    return {scope: by_enterprise[enterprise.id] for scope, enterprise in made.items()}


def demand_text(scope: str) -> str:
    """What stands in the demand of the enterprise of a scope, and nowhere else."""
    return f"诉求{scope}要说的话"


def ask_for_help(session: Session, enterprise_id: int, scope: str, lead: int, joint: int, by: User) -> None:
    """A demand that a department leads and another one joins."""
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    demand = Demand(
        number=f"SQ2026-{enterprise_id:06d}",
        enterprise_id=enterprise_id,
        category="finance",
        level="long",
        source=DemandSource.STEWARD,
        title=demand_text(scope),
        text=demand_text(scope),
        raised_by=by.id,
        raised_on=date(2026, 11, 20),
        raised_at=at,
        state=DemandState.RAISED,
        answer_by=date(2026, 11, 23),
        finish_by=date(2026, 12, 11),
    )
    session.add(demand)
    session.flush()
    raised = {"act": "raise", "before": "", "after": "raised", "by": by.id, "at": at, "detail": {}}
    session.add(DemandEvent(demand_id=demand.id, number=1, **raised))
    for department_id, part in ((lead, DemandPart.LEAD), (joint, DemandPart.JOINT)):
        place = {"demand_id": demand.id, "department_id": department_id}
        session.add(DemandDepartment(**place, part=part, from_at=at))


def meet(session: Session, enterprise_id: int, owner: User, by: User) -> None:
    """The demand of an enterprise drawn for a recheck, and on the agenda of a meeting that gave somebody work."""
    demand_id = session.scalar(select(Demand.id).where(Demand.enterprise_id == enterprise_id))
    on = date(2026, 11, 20)
    session.add(Recheck(demand_id=demand_id, month=date(2026, 10, 1), drawn_on=on))
    matter = JointMatter(kind=MatterKind.CATEGORY, subject="finance", state=MatterState.PROPOSED, proposed_on=on)
    meeting = JointMeeting(held_on=on, called_by=by.id, called_on=on)
    session.add_all([matter, meeting])
    session.flush()
    item = AgendaItem(meeting_id=meeting.id, matter_id=matter.id)
    session.add_all([JointMatterDemand(matter_id=matter.id, demand_id=demand_id), item])
    session.flush()
    due_on = date(2026, 12, 20)
    session.add(Resolution(item_id=item.id, text="牵头会商", owner_id=owner.id, due_on=due_on, resolved_by=by.id))


def planned_visit(enterprise_id: int, note: str, by: User) -> PlannedContact:
    """A contact the steward has planned."""
    return PlannedContact(
        enterprise_id=enterprise_id,
        user_id=by.id,
        is_stewards=True,
        planned_on=date(2026, 11, 27),
        note=note,
        made_on=date(2026, 3, 2),
        state=PlanState.PLANNED,
    )


def sheet_of(session: Session, giver: User, receiver: User, enterprise_id: int, by: User) -> None:
    """An enterprise was handed over, and nothing is accepted yet."""
    days = {"made_on": date(2026, 11, 23), "first_contact_by": date(2026, 11, 26)}
    sheet = Handover(from_id=giver.id, to_id=receiver.id, made_by=by.id, why="片区调整", **days)
    session.add(sheet)
    session.flush()
    session.add(
        HandoverItem(handover_id=sheet.id, enterprise_id=enterprise_id, kind=ItemKind.ENTERPRISE, ref=enterprise_id)
    )
