"""What the rules of the window's day say of an applicant, and how that is kept: facts, rules and day, with a digest."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import polars as pl
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.cultivation.applications.models import Application, ApplicationJudgement
from crm.cultivation.facts import dossier_of
from crm.cultivation.gap import Gap, NotInForce, gaps_for
from crm.cultivation.night.evaluation import keep_text
from crm.cultivation.night.kept_facts import facts_texts
from crm.cultivation.night.verdicts import Standards
from crm.errors import CrmError
from crm.rules import Dossier, Status
from crm.rules.columnar.tables import tables_of
from crm.rules.law.fields import words
from crm.rules.reading.ladder import Window


@dataclass(frozen=True, slots=True)
class AskedClause:
    """A clause that is not fulfilled, by its key and in words; `status` is unmet or unknown."""

    key: str
    text: str
    clause: str
    status: str


@dataclass(frozen=True, slots=True)
class ApplicationHearing:
    """What would be judged if it were submitted now: `lacking` must be named, `to_confirm` must be confirmed.

    `conditions` are all those of the notice; their keys are their places in it.
    """

    gap: Gap
    dossier: Dossier
    conditions: tuple[AskedClause, ...]
    lacking: tuple[AskedClause, ...]
    to_confirm: tuple[AskedClause, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """What the submitter says: the clauses not fulfilled by key, the conditions confirmed by key, and the reasons."""

    named: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    below_why: str | None = None
    outside_why: str | None = None


def hear_application(
    session: Session, application: Application, window: Window | None, standards: Standards, *, on: date
) -> ApplicationHearing:
    """Judge the applicant by the rules of the window's day nearest to `on`, or of `on` itself where there is none."""
    as_of = window.day_of(on) if window else on
    dossier = dossier_of(session, application.enterprise_id)
    target, purpose = application.target.value, application.purpose.value
    [gap] = gaps_for(dossier, standards.library, as_of=as_of, purpose=purpose, targets=(target,))
    if isinstance(gap, NotInForce):
        raise CrmError("application_no_rules", day=as_of, tier=words("recognitions.tier", target))
    criteria = [AskedClause(row.id, row.text, row.clause, row.status) for row in gap.rows]
    conditions = tuple(
        AskedClause(f"notice.{place}", one.text, one.document, one.status.value)
        for place, one in enumerate(gap.conditions, 1)
    )
    unmet = [one for one in conditions if one.status == Status.UNMET]
    unknown = [one for one in conditions if one.status == Status.UNKNOWN]
    return ApplicationHearing(gap, dossier, conditions, (*criteria, *unmet), tuple(unknown))


def check_submission(hearing: ApplicationHearing, submission: Submission) -> None:
    """Below the rule only with every clause named and a reason; a condition no fact answers only when confirmed."""
    open_conditions = [one.text for one in hearing.to_confirm if one.key not in submission.confirmed]
    if open_conditions:
        raise CrmError("application_unconfirmed", what="；".join(open_conditions))
    unnamed = [one.text for one in hearing.lacking if one.key not in submission.named]
    if unnamed:
        raise CrmError("application_clauses_unnamed", what="；".join(unnamed))
    if hearing.lacking and not submission.below_why:
        raise CrmError("application_below_needs_why", count=len(hearing.lacking))


def keep_judgement(
    session: Session,
    application: Application,
    hearing: ApplicationHearing,
    submission: Submission,
    standards: Standards,
    *,
    on: date,
    at: datetime,
) -> ApplicationJudgement:
    """Write down what was judged, with its facts and the text of the rules."""
    gap = hearing.gap
    keep_text(session, gap.rulebook, standards, at=at)
    facts = facts_text(hearing.dossier, gap.as_of)
    rules = standards.digest(gap.rulebook)
    kept = ApplicationJudgement(
        application_id=application.id,
        number=_count(session, application.id) + 1,
        submitted_on=on,
        as_of=gap.as_of,
        rulebook=gap.rulebook,
        rulebook_digest=rules,
        verdict=gap.verdict,
        unmet=[row.id for row in gap.rows if row.status == Status.UNMET],
        unknown=[row.id for row in gap.rows if row.status == Status.UNKNOWN],
        facts=json.loads(facts),
        conditions={"asked": [_condition(one, submission) for one in hearing.conditions]},
        digest=digest_of(rules, gap.as_of, gap.purpose, facts),
        named=[one.text for one in hearing.lacking],
        below_why=submission.below_why if hearing.lacking else None,
        outside_why=submission.outside_why,
    )
    session.add(kept)
    session.flush()
    return kept


def facts_text(dossier: Dossier, as_of: date) -> str:
    """Everything a rulebook may have looked at on the day, as the night keeps it."""
    frame = facts_texts(tables_of([dossier]), pl.Series("row", [0]), as_of)
    return str(frame["facts"][0])


def digest_of(rules: str, as_of: date, purpose: str, facts: str) -> str:
    """The digest of a question with all its answer rests on."""
    canonical = json.dumps(json.loads(facts), ensure_ascii=False, sort_keys=True)
    return sha256("\n".join((rules, as_of.isoformat(), purpose, canonical)).encode()).hexdigest()


def _count(session: Session, application_id: int) -> int:
    mine = ApplicationJudgement.application_id == application_id
    return session.scalar(select(func.count()).select_from(ApplicationJudgement).where(mine)) or 0


def _condition(one: AskedClause, submission: Submission) -> dict[str, object]:
    is_confirmed = one.status == Status.UNKNOWN and one.key in submission.confirmed
    return {"text": one.text, "document": one.clause, "status": one.status, "confirmed": is_confirmed}
