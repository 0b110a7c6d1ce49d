"""The jobs there are: their steps, how they catch up and how long they may take; when they run is in the schedule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from crm.attachments import jobs as attachments
from crm.attachments.page import store
from crm.audit import jobs as audit
from crm.audit.heads import Heads
from crm.awards import jobs as awards
from crm.awards.budget import jobs as budget
from crm.awards.claims import drafting
from crm.awards.ledger import checks as ledger
from crm.awards.measures import Measures, measures_at
from crm.awards.successors.queries import current_measures
from crm.clock import business_date, next_time_of_day
from crm.config.policies import library, rulebook_texts
from crm.config.service_rules import service_rules
from crm.cultivation.applications import jobs as applications
from crm.cultivation.night import jobs as cultivation
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.windows.opening import open_windows
from crm.cultivation.windows.queries import ladder_now
from crm.demands.joint import jobs as joint
from crm.demands.rechecks import jobs as rechecks
from crm.demands.reminders import jobs as demands
from crm.desk.reminders import matters as reminders
from crm.enterprises.facts import jobs as facts
from crm.enterprises.letters import mailing_page as letters
from crm.jobs import retention
from crm.notifications import jobs as notifications
from crm.notifications.channels import jobs as channels
from crm.notifications.channels.page import SENDING, letterhead
from crm.registry import Registry
from crm.standings import jobs as standings
from crm.work import Outside, Report, Turn

Work = Callable[[Session, Turn], Report]
Parts = Callable[[Session, Turn], Sequence[str]]


class CatchUp(StrEnum):
    """What a job does about slots that were missed: one run each, one run for all, or nothing.

    Slots of the first two are business dates. A job that does nothing runs through the day; its slots are moments.
    """

    EACH = "each"
    MERGE = "merge"
    NONE = "none"


def whole(_session: Session, _turn: Turn) -> Sequence[str]:
    """The parts of a step that is done in one transaction."""
    return ("all",)


def always(_session: Session, _at: datetime) -> bool:
    """The answer of a job that runs whenever its time has come."""
    return True


@dataclass(frozen=True, slots=True)
class Division:
    """How a part is divided in two, nothing of a single thing, and what that thing is called in a report.

    A part that is about no single thing has no name: where it fails, nobody is passed over, and the run fails.
    """

    halves: Callable[[str], Sequence[str]]
    name: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class JobStep:
    """A part of a job; each of its own parts is recorded in one transaction, and is done once for a slot.

    What takes long or reaches outside the database stands in `before`, and is done while no transaction is held;
    `work` records what came of it. Where a part fails that can be divided, its halves are tried, until what is at
    fault is found and passed over.
    """

    name: str
    work: Work
    parts: Parts = whole
    before: tuple[Outside, ...] = ()
    division: Division | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """Something that runs by itself. `is_wanted` says whether there is anything to do at all."""

    name: str
    label: LazyString
    steps: tuple[JobStep, ...]
    catch_up: CatchUp
    wall_seconds: int
    is_wanted: Callable[[Session, datetime], bool] = always


DELIVER_OUTBOX = Job(
    "deliver-outbox",
    _l("送达提醒"),
    (
        JobStep(
            "deliver",
            lambda session, turn: notifications.deliver(
                session, turn, morning=next_time_of_day(turn.at, service_rules().channels.morning)
            ),
        ),
    ),
    CatchUp.NONE,
    wall_seconds=60,
    is_wanted=notifications.is_wanted,
)

SEND_NOTICES = Job(
    "send-notices",
    _l("发送提醒到接收渠道"),
    (
        JobStep(
            "send",
            lambda session, turn: channels.record_mailing(session, turn, letterhead()),
            channels.channel_parts,
            before=(SENDING,),
        ),
        JobStep("mail-letters", letters.record_mail, letters.mail_parts, before=(letters.MAIL,)),
    ),
    CatchUp.NONE,
    wall_seconds=600,
    is_wanted=lambda session, at: channels.is_wanted(session, at) or letters.is_wanted(session, at),
)

EXPORT_AUDIT_HEAD = Job(
    "export-audit-head",
    _l("导出审计末行"),
    (
        JobStep(
            "export",
            audit.count_exported,
            before=(Outside(audit.read_head, lambda head, turn: audit.export_head(head, turn, heads()), lasts=True),),
        ),
    ),
    CatchUp.MERGE,
    wall_seconds=60,
)

NIGHT = Job(
    "night",
    _l("夜间运行"),
    (
        JobStep(
            "expire-titles",
            lambda session, turn: cultivation.expire_titles(session, turn, library().ladder, service_rules()),
        ),
        JobStep(
            "applications",
            lambda session, turn: applications.keep_applications(
                session, turn, ladder_now(session, library().ladder)
            ),
        ),
        JobStep("duties", lambda session, turn: cultivation.keep_duties(session, turn, library().ladder)),
        JobStep(
            "bring-in-the-day", lambda session, turn: standings.bring_in_the_day(session, on=business_date(turn.at))
        ),
        JobStep("check-facts", facts.check_facts, cultivation.checked_parts),
        JobStep(
            "evaluate-pool",
            lambda session, turn: cultivation.record_part(session, turn, standards()),
            lambda session, turn: cultivation.pool_parts(session, turn, standards()),
            before=(
                Outside(cultivation.read_part, lambda seen, turn: cultivation.judge_part(seen, turn, standards())),
                Outside(
                    lambda session, turn: cultivation.read_earlier(session, turn, standards()),
                    lambda seen, turn: cultivation.explain_part(seen, turn, standards()),
                ),
            ),
            division=Division(cultivation.halve_part, cultivation.name_part),
        ),
        JobStep(
            "reviews-and-deadlines",
            lambda session, turn: cultivation.reviews_and_deadlines(session, turn, standards(), service_rules()),
        ),
        JobStep(
            "open-windows", lambda session, turn: open_windows(session, turn, ladder_now(session, library().ladder))
        ),
        JobStep("snapshot-pool", cultivation.snapshot_pool),
        JobStep("check-stewards", cultivation.check_stewards),
        JobStep(
            "check-standings",
            lambda session, turn: standings.check_standings(session, turn, on=business_date(turn.at)),
            cultivation.checked_parts,
        ),
        JobStep("check-counts", standings.check_counts),
        JobStep("keep-measures", lambda session, turn: awards.keep_texts(session, turn, measures())),
        JobStep("check-accounts", budget.check_accounts),
        JobStep(
            "check-ledger",
            lambda session, turn: ledger.check_ledger(session, turn, all_measures(session)),
            cultivation.checked_parts,
        ),
        JobStep("draft-claims", lambda session, turn: drafting.draft_claims(session, turn, all_measures(session))),
        JobStep(
            "night-report",
            lambda session, turn: cultivation.night_report(
                session,
                turn,
                standards(),
                service_rules(),
                reminders.read_matters(session, service_rules(), turn.today),
            ),
        ),
    ),
    CatchUp.MERGE,
    wall_seconds=3600,
)


ATTACHMENTS = Job(
    "attachments",
    _l("附件清理与核对"),
    (
        JobStep(
            "sweep",
            lambda session, turn: attachments.sweep(session, turn, service_rules().attachments.keep_removed_days),
        ),
        JobStep(
            "delete-files",
            lambda session, turn: attachments.settle_files(session, turn, store()),
            before=(
                Outside(
                    attachments.read_names, lambda seen, turn: attachments.set_aside(seen, turn, store()), lasts=True
                ),
            ),
        ),
        JobStep(
            "verify",
            attachments.mark_damaged,
            before=(Outside(attachments.read_kept, lambda seen, turn: attachments.check_files(seen, store())),),
        ),
    ),
    CatchUp.MERGE,
    wall_seconds=3600,
)

DEMAND_CLOCKS = Job(
    "demand-clocks",
    _l("诉求时限、挂账与复核"),
    (
        JobStep("bring-back-promises", demands.bring_back_promises),
        JobStep("tell", lambda session, turn: demands.tell_of_clocks(session, turn, service_rules().demands)),
        JobStep("remind-owners", lambda session, turn: joint.remind_owners(session, turn, service_rules().demands)),
        JobStep("propose-joint", lambda session, turn: joint.propose(session, turn, service_rules().demands.joint)),
        JobStep(
            "draw-rechecks", lambda session, turn: rechecks.draw(session, turn, service_rules().demands.rechecks)
        ),
    ),
    CatchUp.MERGE,
    wall_seconds=600,
)

RETENTION = Job(
    "retention",
    _l("过期记录清理"),
    (JobStep("prune", lambda session, turn: retention.prune(session, turn, service_rules().retention)),),
    CatchUp.MERGE,
    wall_seconds=600,
)


def heads() -> Heads:
    """Where this installation keeps the heads of the audit chain."""
    return Heads.of(current_app.config["SETTINGS"])


def standards() -> Standards:
    """What the night judges by, as this installation is set up."""
    return Standards(library(), rulebook_texts(), service_rules().night.review_months)


def measures() -> Measures:
    """The measures this installation reckons with."""
    return measures_at(current_app.config["SETTINGS"].policies)


def all_measures(session: Session) -> Measures:
    """Those with the ones approved on its pages."""
    return current_measures(session, current_app.config["SETTINGS"].policies)


ALL = (NIGHT, DELIVER_OUTBOX, SEND_NOTICES, DEMAND_CLOCKS, ATTACHMENTS, RETENTION, EXPORT_AUDIT_HEAD)
JOBS = Registry("job", ((job.name, job) for job in ALL))
