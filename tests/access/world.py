"""A small district with a canary in every enterprise; made once, and put back into the empty tables before each row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import sealing
from crm.awards.batches.models import PaymentBatch
from crm.awards.measure_models import MeasureText
from crm.awards.models import Payment, Referral
from crm.cultivation.applications.models import Application
from crm.cultivation.duties.models import TitleDuty
from crm.cultivation.models import Evaluation, Flag, PoolEntry, Tier, Title, TitleAttachment
from crm.cultivation.pool.models import PoolProposal
from crm.cultivation.recognitions.models import RecognitionList
from crm.db import Base, transaction
from crm.demands.joint.models import AgendaItem, JointMatter, JointMeeting, Resolution
from crm.demands.models import Demand
from crm.desk.calendar.service import make_feed
from crm.desk.handover.models import Handover
from crm.enterprises.facts.models import EnterpriseFact, EquityRound, Grade
from crm.enterprises.identity.credit_codes import made_up_code
from crm.enterprises.letters.models import EnterpriseLetter
from crm.enterprises.models import Contact, Enterprise, YearlyFigures
from crm.imports.batches.models import ImportBatch
from crm.interactions.models import Channel, ContactPurpose, Interaction, PlannedContact
from crm.jobs.models import JobRun
from crm.money import FEN_IN_WAN
from crm.notifications.channels.models import PersonalChannel
from crm.notifications.models import Notice
from crm.people.models import PasswordReset, User
from crm.stewards import leave
from crm.stewards import service as stewards
from crm.stewards.models import LeaveCover
from tests.access.applying import apply_for_title, attach_paper, papers_of, wait_for_window
from tests.access.claims import claim_interest, claims_of, record_platform
from tests.access.support import support, support_of
from tests.access.telling import mailbox_of, tell_of_steward
from tests.access.things import (
    WHATEVER,
    ask_for_help,
    attach_files,
    demand_text,
    failed_import,
    last_night,
    meet,
    notice_for,
    owe_a_report,
    pay_award,
    payments_of,
    planned_visit,
    proposal_of,
    publish_list,
    raise_flag,
    sheet_of,
    wait_for_approval,
)
from tests.cast import DEPARTMENTS, make_department, make_person

SINCE = date(2026, 3, 2)
ON_LEAVE = (date(2026, 11, 20), date(2026, 11, 30))  # the still clock of the tests stands between them
NOT_THERE = 990_001
CAST = {
    "steward": "stefan",
    "manager": "maria",
    "handler": "hana",
    "system_admin": "adam",
    "security_admin": "rita",
    "auditor": "otto",
}
OTHER_HANDLER = "Hugo"  # of another department than Hana's
# Who may see which enterprise; everybody else none.
SEES = {"steward": {"own", "covered"}, "manager": {"own", "covered", "other", "unassigned"}}
# Whose demands came to the handler's department, which leads the first and takes part in the second.
HANDLES = {"handler": {"own", "covered"}}
SCOPES = ("own", "covered", "other", "unassigned")
# Things of which there is one, by the argument of their addresses.
ALONE: dict[str, Any] = {
    "run_id": JobRun,
    "payment_batch_id": PaymentBatch,
    "referral_id": Referral,
    "handover_id": Handover,
    "cover_id": LeaveCover,
    "reset_id": PasswordReset,
    "matter_id": JointMatter,
    "meeting_id": JointMeeting,
    "agenda_item_id": AgendaItem,
    "resolution_id": Resolution,
}
ALONE |= {"channel_id": PersonalChannel}
ALONE |= {"batch_id": ImportBatch, "notice_id": Notice, "proposal_id": PoolProposal, "list_id": RecognitionList}
UNITS = (*DEPARTMENTS.values(), ("tcj", "区投资促进中心"))


@dataclass(frozen=True, slots=True)
class Canary:
    """Text that stands nowhere but in the enterprise of one scope."""

    scope: str
    name: str
    contact: str
    note: str
    amount: str
    mobile: str

    @property
    def songs(self) -> tuple[str, ...]:
        return (self.name, self.contact, self.note, self.amount, f"{int(self.amount):,}", demand_text(self.scope))

    @property
    def songs_for_handlers(self) -> tuple[str, ...]:
        """What somebody may hear who only handles the demand: who asks, and what for."""
        return (self.name, demand_text(self.scope))


# Amounts are long, so that no random token happens to contain one.
CANARIES = tuple(
    Canary(
        scope,
        name=f"金丝雀{scope}公司",
        contact=f"联系人{scope}",
        note=f"纪要{scope}只给看得见的人",
        amount=str(43_218_765 + 11_111_111 * number),
        mobile=f"1380000{1234 + 1111 * number}",
    )
    for number, scope in enumerate(SCOPES)
)


def populate(app: Flask) -> dict[str, dict[str, Any]]:
    """Make everybody and everything; returns, for each argument of an address, its value in each scope."""
    with app.app_context(), transaction() as session:
        people = {name: make_person(session, name) for name in (*CAST.values(), "hugo", "lina", "doris", "dieter")}
        asked = {"asked_by": people["dieter"].id, "asked_at": datetime(2026, 11, 24, 1, tzinfo=UTC)}
        session.add(PasswordReset(user_id=people["otto"].id, **asked))
        leave.arrange(
            session,
            people["doris"].id,
            people["stefan"].id,
            from_on=ON_LEAVE[0],
            to_on=ON_LEAVE[1],
            why="休假",
            by=people["maria"].id,
            on=ON_LEAVE[0],
        )
        in_care_of = {"own": people["stefan"], "covered": people["doris"], "other": people["lina"]}
        made = {
            canary.scope: make_enterprise(session, canary, in_care_of.get(canary.scope), people["maria"])
            for canary in CANARIES
        }
        waiting = wait_for_approval(people["lina"].id)
        session.add_all([waiting, wait_for_window(waiting.digest, people["lina"].id)])
        session.add_all([failed_import(people["maria"]), last_night(), notice_for(people["stefan"], made["own"])])
        session.add(mailbox_of(people["stefan"]))
        meet(session, made["own"].id, people["stefan"], people["maria"])
        session.flush()
        session.add(proposal_of(made["unassigned"], people["maria"]))
        publish_list(session, people["maria"])
        record_platform(session, made["unassigned"].id)
        sheet_of(session, people["lina"], people["stefan"], made["own"].id, people["maria"])
        session.flush()
        token = make_feed(session, by=people["hana"].id, at=datetime(2026, 11, 20, 8, tzinfo=UTC))
        return {**arguments(session, made, people), "token": {"there": token, "missing": "0" * 43}}


def paid_to_platform(session: Session) -> int:
    """The payment to the platform."""
    ours = select(Payment.id).join(Referral, Referral.platform_id == Payment.beneficiary_id)
    return session.scalars(ours).one()


def make_enterprise(session: Session, canary: Canary, steward: User | None, by: User) -> Enterprise:
    """An enterprise with a contact, figures, a title, an interaction and its steward, or a place in the queue."""
    enterprise = Enterprise(
        credit_code=made_up_code(SCOPES.index(canary.scope) + 1),
        name=canary.name,
        street="演示街道",
        registered_on=date(2018, 5, 4),
        industry="C35",
        created_on=SINCE,
        created_by=by.id,
    )
    session.add(enterprise)
    session.flush()
    for row in records_of(enterprise.id, canary, steward or by):
        session.add(row)
    care_for(session, enterprise.id, steward, by)
    raise_flag(session, enterprise.id)
    pay_award(session, enterprise.id, canary.note)
    owe_a_report(session, enterprise.id)
    apply_for_title(session, enterprise.id, SCOPES.index(canary.scope) + 1, steward or by)
    support(session, enterprise.id, canary.note, by)
    tell_of_steward(session, enterprise.id, canary.note, by)
    session.add(planned_visit(enterprise.id, canary.note, steward or by))
    ours, theirs, third = (make_department(session, *one) for one in UNITS)
    lead, joint = {"own": (ours, theirs), "covered": (theirs, ours)}.get(canary.scope, (theirs, third))
    ask_for_help(session, enterprise.id, canary.scope, lead, joint, by)
    attach_files(session, enterprise.id, canary.scope, canary.note)
    claim_interest(session, enterprise.id, lead, steward or by, demand_text(canary.scope))
    session.flush()
    attach_paper(session, enterprise.id, canary.note)
    return enterprise


def records_of(enterprise_id: int, canary: Canary, author: User) -> list[Base]:
    """What is recorded about an enterprise, each with a canary in it."""
    mobile = sealing.seal(canary.mobile, key=current_app.config["SETTINGS"].field_key, place="contacts.mobile")
    amount = int(canary.amount) * FEN_IN_WAN
    own: dict[str, Any] = {"enterprise_id": enterprise_id, "recorded_by": author.id, "recorded_on": SINCE}
    return [
        Contact(**own, name=canary.contact, mobile_sealed=mobile, mobile_last4=canary.mobile[-4:], is_primary=True),
        EquityRound(**own, paid_on=date(2025, 3, 4), amount=amount, investor=canary.note),
        YearlyFigures(enterprise_id=enterprise_id, year=2025, revenue=amount, revenue_grade=Grade.AUDITED),
        Interaction(
            enterprise_id=enterprise_id,
            channel=Channel.VISIT,
            purpose=ContactPurpose.POLICY,
            held_on=date(2026, 10, 8),
            summary=canary.note,
            author_id=author.id,
            recorded_at=datetime(2026, 10, 8, 8, tzinfo=UTC),
        ),
        PoolEntry(enterprise_id=enterprise_id, admitted_on=SINCE, admitted_by=author.id, reason="演示"),
        EnterpriseFact(
            enterprise_id=enterprise_id,
            fact="chain_role",
            value="true",
            from_date=SINCE,
            grade=Grade.AUDITED,
            evidence=canary.note,
            recorded_by=author.id,
            recorded_on=SINCE,
        ),
        Title(**own, tier=Tier.INNOVATIVE, granted_on=date(2024, 6, 1), expires_on=date(2027, 5, 31)),
    ]


def care_for(session: Session, enterprise_id: int, steward: User | None, by: User) -> None:
    """Assign the enterprise, or let it wait in the queue."""
    if steward is None:
        stewards.enqueue(session, enterprise_id, why="演示", by=by.id, on=SINCE)
    else:
        stewards.assign(session, enterprise_id, steward.id, why="演示", by=by.id, on=SINCE)


def arguments(session: Session, made: dict[str, Enterprise], people: dict[str, User]) -> dict[str, dict[str, Any]]:
    """What stands for each argument of an address, scope by scope."""

    def of_each(table: Any, column: Any = None) -> dict[str, Any]:
        found = {
            scope: session.scalar(select(column or table.id).where(table.enterprise_id == enterprise.id))
            for scope, enterprise in made.items()
        }
        return {**found, "missing": NOT_THERE}

    return {
        "enterprise_id": {**{scope: enterprise.id for scope, enterprise in made.items()}, "missing": NOT_THERE},
        "interaction_id": of_each(Interaction),
        "plan_id": of_each(PlannedContact),
        **{name: of_each(table) for name, table in (("contact_id", Contact), ("letter_id", EnterpriseLetter))},
        "demand_id": of_each(Demand),
        "claim_id": {**claims_of(session, made), "missing": NOT_THERE},
        **{name: {"there": session.scalar(select(table.id)), "missing": NOT_THERE} for name, table in ALONE.items()},
        "attachment_id": of_each(TitleAttachment, TitleAttachment.attachment_id),
        "title_id": of_each(Title),
        "flag_id": of_each(Flag),
        "payment_id": {**payments_of(session, made), "missing": NOT_THERE},
        "duty_id": of_each(TitleDuty),
        "application_id": of_each(Application),
        **support_of(session, made, NOT_THERE),
        "material_id": {**papers_of(session, made), "missing": NOT_THERE},
        "evaluation_id": of_each(Evaluation),
        "department_id": {
            "own_department": people["hana"].department_id,
            "other_department": people["hugo"].department_id,
            "missing": NOT_THERE,
        },
        "beneficiary_id": {"there": session.scalars(select(Referral.platform_id)).one(), "missing": NOT_THERE},
        "paid_id": {"there": paid_to_platform(session), "missing": NOT_THERE},
        "user_id": {"there": people["dieter"].id, "missing": NOT_THERE},
        "filename": {"there": "css/base.css", "missing": "css/nothing.css"},
        "item_id": of_each(EquityRound),
        "digest": {"there": session.scalar(select(MeasureText.digest)), "missing": "0" * 64},
        **{name: {"any": value} for name, value in WHATEVER.items()},
    }
