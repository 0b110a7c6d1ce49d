"""Makes open flags with the evaluation they rest on, for tests of the pages that list them."""

from datetime import date

from sqlalchemy.orm import Session

from crm.cultivation.models import Evaluation, Flag, Tier
from crm.enterprises.models import Enterprise
from tests.makers import TODAY

RULEBOOKS = {Tier.INNOVATIVE: "innovative-2022", Tier.SRDI: "srdi-2026", Tier.LITTLE_GIANT: "little-giant-2026"}
VERDICTS = {"eligible": "eligible", "near": "near", "ask": "incomplete"}


def make_flag(
    session: Session,
    enterprise: Enterprise,
    target: Tier,
    kind: str,
    *,
    purpose: str = "new",
    unmet: list[str] | None = None,
    unknown: list[str] | None = None,
    opened_on: date = TODAY,
) -> Flag:
    """An open flag of a kind, as the night would have written it."""
    said = Evaluation(
        enterprise_id=enterprise.id,
        target=target,
        purpose=purpose,
        rulebook=RULEBOOKS[target],
        rulebook_digest="0" * 64,
        as_of=opened_on,
        verdict=VERDICTS[kind],
        flag_kind=kind,
        unmet=unmet or [],
        unknown=unknown or [],
        facts={"uscc": enterprise.credit_code},
        reasons={"because": [{"code": "first"}]},
    )
    session.add(said)
    session.flush()
    flag = _flag_of(said)
    session.add(flag)
    session.flush()
    return flag


def _flag_of(said: Evaluation) -> Flag:
    return Flag(
        enterprise_id=said.enterprise_id,
        target=said.target,
        purpose=said.purpose,
        kind=said.flag_kind,
        episode_key=f"{said.enterprise_id}:{said.target}:{said.purpose}:{said.as_of}",
        opened_on=said.as_of,
        evaluation_id=said.id,
        unmet_count=len(said.unmet),
        unknown_count=len(said.unknown),
    )
