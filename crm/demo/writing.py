"""Writes a portrait into the record through the services, as the dated history it would have had."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from crm.config.service_rules import service_rules
from crm.cultivation.models import Tier
from crm.cultivation.pool import service as pool
from crm.cultivation.titles import service as titles
from crm.demo import names, title_past
from crm.demo.ledger import LedgerPage
from crm.demo.pen import Pen
from crm.demo.portrait import Portrait
from crm.enterprises.contacts import service as contacts
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import Grade
from crm.enterprises.identity.credit_codes import made_up_code
from crm.enterprises.models import Enterprise
from crm.enterprises.service import Identity
from crm.interactions import service as interactions
from crm.interactions.models import Channel, ContactPurpose
from crm.people.models import User
from crm.stewards import service as stewards

_STEPS = {
    Tier.SEED: (),
    Tier.INNOVATIVE: (Tier.INNOVATIVE,),
    Tier.SRDI: (Tier.INNOVATIVE, Tier.SRDI),
    Tier.LITTLE_GIANT: (Tier.SRDI, Tier.LITTLE_GIANT),
}


SHARE_WAITING, SHARE_RELEASED, SHARE_REPLACED, SHARE_RECENT = 4, 2, 15, 20


def write(pen: Pen, number: int, name: str, line: names.Trade, portrait: Portrait, random: Random) -> None:
    """One enterprise from its admission to today."""
    waits = random.randrange(100) < SHARE_WAITING
    admitted = pen.today - timedelta(days=random.randrange(1, 8) if waits else random.randrange(120, 900))
    identity = Identity(
        name,
        registered_on=date(admitted.year - random.randrange(6, 20), random.randrange(1, 13), 15),
        industry=line.industry,
        street=random.choice(pen.streets),
        main_product=line.product,
        address=f"实兴大街 {random.randrange(1, 90)} 号院",
    )
    enterprise = pool.admit_new(
        pen.session,
        made_up_code(number),
        identity,
        reason=random.choice(["街道推荐", "园区推荐", "主动申报"]),
        by=pen.staff.manager.id,
        on=admitted,
    )
    steward = None if waits else _give_steward(pen, enterprise, admitted, random)
    _write_contact(pen, enterprise, admitted, random)
    _write_titles(pen, enterprise, portrait, random)
    title_past.write_past(pen, enterprise, portrait.tier, Random(number))
    _write_figures(pen, enterprise, portrait, steward or pen.staff.manager)
    _write_facts(pen, enterprise, portrait, steward or pen.staff.manager)
    if steward:
        _write_visits(pen, enterprise, steward, random)


def _give_steward(pen: Pen, enterprise: Enterprise, admitted: date, random: Random) -> User | None:
    """Most have one, some had another before, a few wait again."""
    chance, manager = random.randrange(100), pen.staff.manager.id
    steward = random.choice(pen.staff.stewards)
    stewards.assign(
        pen.session, enterprise.id, steward.id, why="首次分派", by=manager, on=admitted + timedelta(days=3)
    )
    if chance < SHARE_RELEASED:
        recent = pen.today - timedelta(days=random.randrange(1, 5))
        stewards.release(pen.session, enterprise.id, why="管家岗位调整，待重新分派", by=manager, on=recent)
        return None
    later = pen.today - timedelta(days=random.randrange(20, 100))
    if chance < SHARE_REPLACED:
        other = random.choice([one for one in pen.staff.stewards if one.id != steward.id])
        stewards.assign(pen.session, enterprise.id, other.id, why="按街道调整分工", by=manager, on=later)
        return other
    return steward


def _write_contact(pen: Pen, enterprise: Enterprise, on: date, random: Random) -> None:
    for _ in range(1 + random.randrange(2)):
        card = contacts.Card(
            names.person_name(random),
            names.position(random),
            mobile=names.mobile(random),
            preference=random.choice(["工作日上午电话", "先发消息再联系", None]),
        )
        pen.ledger.cards[on].append((enterprise.id, card))


def _write_titles(pen: Pen, enterprise: Enterprise, portrait: Portrait, random: Random) -> None:
    """Each step of the ladder in its time; little giants come up for review within the year."""
    is_recent = portrait.tier is not Tier.LITTLE_GIANT and random.randrange(100) < SHARE_RECENT
    granted = pen.today - timedelta(days=random.randrange(5, 320) if is_recent else random.randrange(760, 1060))
    for step in reversed(_STEPS[portrait.tier]):
        document = f"京经信发〔{granted.year}〕{random.randrange(9, 90)}号"
        recognition = titles.TitleGrant(step, granted, document=document)
        titles.grant_title(
            pen.session, enterprise.id, recognition, ladder=pen.ladder, by=pen.staff.manager.id, on=pen.today
        )
        granted = min(granted - timedelta(days=30), pen.today - timedelta(days=random.randrange(900, 1080)))
    if portrait.tier is Tier.SEED and random.randrange(10) == 0:
        recent = pen.today - timedelta(days=random.randrange(60, 300))
        titles.grant_title(
            pen.session,
            enterprise.id,
            titles.TitleGrant(Tier.TECH_SME, recent),
            ladder=pen.ladder,
            by=pen.staff.manager.id,
            on=pen.today,
        )


def _write_figures(pen: Pen, enterprise: Enterprise, portrait: Portrait, by: User) -> None:
    """The last year is declared first and audited later, as the reports come in."""
    for year, values in portrait.figures.items():
        reported = LedgerPage(by.id, date(year + 1, 4, 18), Evidence("企业填报", Grade.SELF_DECLARED))
        pen.ledger.note_year(reported, enterprise.id, year, values)
        if portrait.grade is Grade.AUDITED:
            audited = LedgerPage(by.id, date(year + 1, 6, 20), Evidence("审计报告", Grade.AUDITED))
            pen.ledger.note_year(audited, enterprise.id, year, values)


def _write_facts(pen: Pen, enterprise: Enterprise, portrait: Portrait, by: User) -> None:
    grade = Grade.AUDITED if portrait.grade is Grade.AUDITED else Grade.SELF_DECLARED
    visited = LedgerPage(by.id, pen.today - timedelta(days=45), Evidence("走访核实", grade))
    confirmed = replace(visited, evidence=Evidence("企业确认", grade))
    for fact, value in portrait.facts.items():
        pen.ledger.note_fact(visited, enterprise.id, fact, value)
    for listing, item in portrait.items:
        pen.ledger.note_item(visited, enterprise.id, listing, item)
    for kind in sorted(portrait.complete):
        pen.ledger.note_complete(confirmed, enterprise.id, kind)


def _write_visits(pen: Pen, enterprise: Enterprise, steward: User, random: Random) -> None:
    """Contacts over the past year, within the ceiling; after the last one some are due, today or soon."""
    months: Counter[date] = Counter()
    days = sorted(random.sample(range(2, 200), random.randrange(1, 5)), reverse=True)
    for ago in days:
        held = pen.today - timedelta(days=ago)
        plans = pen.today + timedelta(days=random.randrange(-3, 9)) if ago == days[-1] and ago < 60 else None
        asked_for = random.randrange(4) == 0 or _is_full(months, held)
        months[held.replace(day=1)] += not asked_for
        contact = interactions.Encounter(
            channel=random.choice(list(Channel)),
            purpose=random.choice(list(ContactPurpose)),
            held_on=held,
            summary=random.choice(names.VISITS),
            follow_up=random.choice(names.FOLLOW_UPS),
            next_contact_on=plans if plans and plans > held and not _is_full(months, plans) else None,
            asked_for=asked_for,
        )
        at = datetime.combine(held, time(2, random.randrange(60)), UTC)
        interactions.log(pen.session, enterprise.id, contact, by=steward.id, on=held, at=at)


def _is_full(months: Counter[date], day: date) -> bool:
    return months[day.replace(day=1)] + 1 > service_rules().contacts.ceiling_per_month
