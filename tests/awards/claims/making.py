"""Makes a claim in any state, by the steps of the people that lead there."""

from datetime import date, timedelta

from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.claims.filing import ClaimFiling, ClaimGround, draft_claim, prepare_claim
from crm.awards.claims.models import Claim
from crm.awards.claims.queries import evidence_of
from crm.awards.claims.service import take_claim_step
from crm.awards.payments.service import declare_payments
from crm.config.service_rules import service_rules
from crm.cultivation.models import Tier
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import Grade
from crm.enterprises.facts.service import record_fact
from crm.enterprises.models import Enterprise
from crm.money import FEN_IN_WAN
from crm.people import service
from crm.people.models import Role, User
from crm.people.queries import find
from tests.cast import SINCE, make_department, make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, make_title
from tests.makers_of_awards import MEASURES

GROUND = ClaimGround(MEASURES, service_rules().claims)
AFTER_PUBLICITY = TODAY + timedelta(days=GROUND.rules.publicity_days + 1)
WON = date(2025, 6, 1)
AWARD = ClaimFiling("title_award", "srdi")
INTEREST = ClaimFiling("loan_interest", basis_on=date(2025, 12, 31), base=100 * FEN_IN_WAN, asked=40 * FEN_IN_WAN)
PROJECT = ClaimFiling("rd_project", "芯片", date(2025, 3, 1), 900 * FEN_IN_WAN, 150 * FEN_IN_WAN)
WHO = {
    "submit": "stefan",
    "withdraw": "stefan",
    **dict.fromkeys(("accept", "return", "first_review"), "heidi"),
    **dict.fromkeys(("second_review", "announce", "object", "settle", "approve", "reject"), "maria"),
    **dict.fromkeys(("pay", "bounce", "recover"), "moritz"),
}
WAYS = {
    "draft": (),
    "submitted": ("submit",),
    "returned": ("submit", "return"),
    "accepted": ("submit", "accept"),
    "first_reviewed": ("submit", "accept", "first_review"),
    "second_reviewed": ("submit", "accept", "first_review", "second_review"),
    "publicity": ("submit", "accept", "first_review", "second_review", "announce"),
    "approved": ("submit", "accept", "first_review", "second_review", "announce", "approve"),
    "paid": ("submit", "accept", "first_review", "second_review", "announce", "approve", "pay"),
    "recovered": ("submit", "accept", "first_review", "second_review", "announce", "approve", "pay", "recover"),
    "rejected": ("submit", "reject"),
    "withdrawn": ("withdraw",),
}
_REST = {"moritz": Role.MANAGER, "martin": Role.MANAGER, "heidi": Role.HANDLER, "henri": Role.HANDLER}


def person(session, name: str) -> User:
    """One of the cast; Moritz and Martin manage too, Heidi and Henri handle for the bureau of clause 1."""
    if name not in _REST:
        return make_person(session, name)
    known = find(session, name)
    if known is not None:
        return known
    home = make_department(session, "jxj", "区经济和信息化局") if _REST[name] is Role.HANDLER else None
    user = service.add_user(session, name, name.capitalize(), by=None, on=SINCE, department_id=home)
    service.grant(session, user, _REST[name], by=None, on=SINCE)
    return user


def make_claimant(session, tier: str = "srdi", won: date = WON, *, is_clear: bool = True) -> Enterprise:
    """An enterprise of Stefan's with a title, whose credit was looked up and which was never paid before."""
    for code, name in (("jxj", "区经济和信息化局"), ("jrb", "区金融办"), ("kw", "区科委")):
        make_department(session, code, name)
    enterprise = make_enterprise(session, steward="stefan")
    make_title(session, enterprise, Tier(tier), won)
    if is_clear:
        clear(session, enterprise)
    return enterprise


def clear(session, enterprise: Enterprise) -> None:
    """Its credit is looked up, and its payments are known."""
    for fact in GROUND.rules.barring_facts:
        set_fact(session, enterprise, fact, value=False)
    declare_payments(session, enterprise.id, evidence="拨付清单", by=make_person(session, "maria").id, on=TODAY)


def set_fact(session, enterprise: Enterprise, fact: str, *, value: bool) -> None:
    """Somebody has looked it up."""
    source = Evidence(source="国家企业信用信息公示系统", grade=Grade.REGISTRY)
    record_fact(session, enterprise.id, fact, value, source, by=make_person(session, "maria").id, on=TODAY)


def make_claim(session, state="draft", filing: ClaimFiling = AWARD, enterprise: Enterprise | None = None) -> Claim:
    """A claim brought to a state; what its clause asks for is there."""
    for name in ("maria", "moritz", "heidi", "stefan"):
        person(session, name)
    enterprise = enterprise or make_claimant(session)
    stefan = person(session, "stefan")
    claim = draft_claim(session, enterprise.id, filing, GROUND, by=stefan.id, on=TODAY, at=NOW)
    complete(session, claim)
    for act in WAYS[state]:
        act_on_claim(session, claim, act)
    return claim


def complete(session, claim: Claim) -> None:
    """Every piece of evidence is said to be somewhere."""
    notes = {row.evidence: "附件 1" for row in evidence_of(session, claim.id)}
    prepare_claim(session, claim.id, notes, by=person(session, "stefan").id, on=TODAY)


def saying_for(session, claim: Claim, act: str) -> ClaimSaying:
    """What the step needs said."""
    return {
        "first_review": ClaimSaying(amount=claim.asked),
        "pay": ClaimSaying(voucher=f"拨-{claim.number}", day=AFTER_PUBLICITY),
    }.get(act, ClaimSaying(why="按规定办理"))


def act_on_claim(session, claim: Claim, act: str, saying=None, *, who=None, on: date | None = None) -> Claim:
    """Take a step as whoever takes it usually; those after the publicity are taken when it is over."""
    day = on or (AFTER_PUBLICITY if act in ("approve", "pay", "bounce", "recover") else TODAY)
    doer = person(session, who or WHO[act])
    saying = saying or saying_for(session, claim, act)
    return take_claim_step(session, claim.id, act, saying, GROUND, by=doer.id, on=day, at=NOW)
