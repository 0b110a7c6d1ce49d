"""A demonstration pool: made-up enterprises written through the services as dated history, the same every time."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random

from flask import Flask

from crm import clock
from crm.awards.successors.queries import current_measures
from crm.config.policies import library
from crm.config.service_rules import service_rules
from crm.cultivation.models import LADDER, Tier
from crm.db import transaction
from crm.demo import names, people
from crm.demo.applications import write_applications
from crm.demo.claims import write_claims
from crm.demo.demands import write_demands
from crm.demo.history import run_nights
from crm.demo.pen import Pen
from crm.demo.portrait import paint
from crm.demo.support import write_support
from crm.demo.writing import write
from crm.stewards import leave

SEED = 20230711
COUNTS = {
    Tier.SEED: {"eligible": 18, "near": 28, "incomplete": 26, "far": 37},
    Tier.INNOVATIVE: {"eligible": 12, "near": 26, "incomplete": 22, "far": 26},
    Tier.SRDI: {"eligible": 12, "near": 20, "incomplete": 16, "far": 16},
    Tier.LITTLE_GIANT: {"eligible": 12, "near": 12, "incomplete": 12, "far": 12},
}
"""How many enterprises of each tier get which verdict for their next title, or for the review of the highest."""

ACCOUNTS_FILE = "demo-accounts.txt"


def populate(app: Flask) -> int:
    """Write the staff, the enterprises and two years of nights into an empty desk; returns how many enterprises."""
    number = write_pool(app)
    for _night in run_nights(clock.today()):
        pass
    return number


def write_pool(app: Flask) -> int:
    """The staff with its accounts and the enterprises with their history, not judged yet; returns how many."""
    random, today = Random(SEED), clock.today()
    settings = app.config["SETTINGS"]
    with ThreadPoolExecutor(os.cpu_count()) as beside, transaction() as session:
        staff = people.hire(session, beside, on=today - timedelta(days=1000))
        pen = Pen(session, staff, library().ladder, settings.field_key, service_rules().streets, today)
        wanted = [(tier, verdict) for tier in LADDER for verdict, count in COUNTS[tier].items() for _ in range(count)]
        random.shuffle(wanted)
        found = names.enterprise_names(random, len(wanted))
        for number, ((tier, verdict), (name, line)) in enumerate(zip(wanted, found, strict=True), 1):
            write(pen, number, name, line, paint(random, tier, verdict, today), random)
        pen.ledger.write(session, by=staff.manager.id, on=today, key=settings.field_key)
        write_demands(pen, random)
        write_claims(pen, current_measures(session, settings.policies))
        write_applications(pen, random)
        write_support(pen)
        _someone_is_away(pen, today)
        people.give_passwords(session, staff.accounts, at=clock.now())
    people.keep(staff.accounts, settings.instance / ACCOUNTS_FILE)
    return len(wanted)


def _someone_is_away(pen: Pen, today: date) -> None:
    away, cover = pen.staff.stewards[-1], pen.staff.stewards[0]
    leave.arrange(
        pen.session,
        away.id,
        cover.id,
        from_on=today,
        to_on=today + timedelta(days=6),
        why="年休假",
        by=pen.staff.manager.id,
        on=today,
    )
