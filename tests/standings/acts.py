"""Acts at random, each in a transaction of its own as people and jobs do: visits, titles, stewards, flags, nights."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.config.policies import library
from crm.cultivation.flags import acts as flags
from crm.cultivation.models import Evaluation, Flag, Leaving, Tier, Title
from crm.cultivation.pool import service as pool
from crm.cultivation.titles import service as titles
from crm.cultivation.titles.bars import RevocationCause
from crm.db import transaction
from crm.enterprises import service as enterprises
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.interactions.service import Encounter, log
from crm.stewards import service as stewards
from tests.cast import make_person
from tests.cultivation.nights import evaluate
from tests.makers import make_enterprise
from tests.makers_of_flags import make_flag

TIERS = (Tier.TECH_SME, Tier.INNOVATIVE, Tier.SRDI, Tier.LITTLE_GIANT)


@dataclass
class World:
    """A small pool on a day that moves on."""

    random: Random
    on: date
    ids: list[int]
    people: dict[str, int]

    def some(self, session: Session) -> Enterprise:
        return session.get_one(Enterprise, self.random.choice(self.ids))

    def near(self, least: int, most: int) -> date:
        return self.on + timedelta(days=self.random.randint(least, most))


class Undone(Exception):
    """The act is taken back."""


def begin(random: Random, on: date) -> World:
    with transaction() as session:
        people = {name: make_person(session, name).id for name in ("maria", "stefan", "lina", "doris")}
        ids = [make_enterprise(session, steward=random.choice(["stefan", None])).id for _ in range(5)]
    return World(random, on, ids, people)


def act(world: World, monkeypatch) -> str:
    """One act, done, refused or undone; some days pass now and then."""
    name = world.random.choice([*ACTS, "flag", "flag", "grant", "days pass"])
    if name == "days pass":
        world.on += timedelta(days=world.random.choice([1, 1, 2, 30, 90]))
        noon = datetime.combine(world.on, time(4), tzinfo=clock.now().tzinfo)
        monkeypatch.setattr(clock, "source", lambda: noon)
    undone = world.random.randrange(6) == 0
    try:
        with transaction() as session:
            if world.random.randrange(4) == 0:
                savepoint = session.begin_nested()
                ACTS[name](world, session)
                savepoint.rollback()
            ACTS[name](world, session)
            if undone:
                raise Undone
    except (CrmError, Undone):
        return f"{name}, not done"
    return name


def visit(world: World, session: Session) -> None:
    held = world.near(-40, 0)
    plan = world.random.choice([None, world.near(0, 20)])
    contact = Encounter("visit", None, held, "走访", next_contact_on=plan)
    log(session, world.some(session).id, contact, by=world.people["stefan"], on=world.on, at=clock.now())


def assign(world: World, session: Session) -> None:
    to = world.people[world.random.choice(["stefan", "lina", "doris"])]
    stewards.assign(session, world.some(session).id, to, why="分派", by=world.people["maria"], on=world.on)


def release(world: World, session: Session) -> None:
    stewards.release(session, world.some(session).id, why="调岗", by=world.people["maria"], on=world.on)


def grant(world: World, session: Session) -> None:
    granted = world.near(-400, 0)
    ends = world.random.choice([world.near(0, 3), world.near(1, 500), None])
    recognition = titles.TitleGrant(world.random.choice(TIERS), granted, ends)
    titles.grant_title(session, world.some(session).id, recognition, ladder=library().ladder, by=None, on=world.on)


def a_title(world: World, session: Session) -> Title:
    found = session.scalars(select(Title).where(Title.removed_on.is_(None)).order_by(Title.id)).all()
    if not found:
        raise Undone
    return world.random.choice(found)


def revoke(world: World, session: Session) -> None:
    titles.revoke_title(
        session,
        a_title(world, session),
        world.near(-3, 0),
        RevocationCause.OTHER,
        why="撤销",
        by=world.people["maria"],
        on=world.on,
    )


def remove(world: World, session: Session) -> None:
    titles.remove_title(session, a_title(world, session), why="误录", by=world.people["maria"], on=world.on)


def leave(world: World, session: Session) -> None:
    by = world.people["maria"]
    pool.leave(session, world.some(session), Leaving.WITHDRAWN, note="退出", by=by, on=world.on)


def admit(world: World, session: Session) -> None:
    pool.admit(session, world.some(session), reason="再入库", by=world.people["maria"], on=world.on)


def register(world: World, session: Session) -> None:
    make_enterprise(session, steward=world.random.choice(["lina", None]), on=world.on)


def rename(world: World, session: Session) -> None:
    name, street = f"北京改名{world.random.randrange(1000)}公司", world.random.choice(["八角", "古城", None])
    identity = enterprises.Identity(name=name, street=street)
    enterprises.change_identity(session, world.some(session), identity, by=world.people["maria"], on=world.on)


def flag(world: World, session: Session) -> None:
    enterprise, target = world.some(session), world.random.choice(TIERS[1:])
    purpose = world.random.choice(["new", "new", "review"])
    asked = Evaluation.enterprise_id == enterprise.id, Evaluation.target == target, Evaluation.purpose == purpose
    if not session.scalars(select(Evaluation).where(*asked)).first():
        kind = world.random.choice(["eligible", "near", "ask"])
        make_flag(session, enterprise, target, kind, purpose=purpose, opened_on=world.on)


def an_open_flag(world: World, session: Session) -> Flag:
    found = session.scalars(select(Flag).where(Flag.closed_on.is_(None)).order_by(Flag.id)).all()
    if not found:
        raise Undone
    return world.random.choice(found)


def snooze(world: World, session: Session) -> None:
    one, by = an_open_flag(world, session), world.people["stefan"]
    flags.snooze(session, one.enterprise_id, one.id, until=world.near(1, 4), why="等年报", by=by, on=world.on)


def night(world: World, session: Session) -> None:
    evaluate(session, world.on)


def nothing(_world: World, _session: Session) -> None:
    """Somebody else writes something that has nothing to do with enterprises."""


ACTS = {
    "visit": visit,
    "assign": assign,
    "release": release,
    "grant": grant,
    "revoke": revoke,
    "remove": remove,
    "leave": leave,
    "admit": admit,
    "register": register,
    "rename": rename,
    "flag": flag,
    "snooze": snooze,
    "night": night,
    "days pass": nothing,
}
