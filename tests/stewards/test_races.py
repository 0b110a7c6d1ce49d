"""Many managers at once: one wins, everybody else reads who did it, and the enterprise has one steward throughout."""

from functools import partial

import pytest
from sqlalchemy import func, select

from crm.stewards import queries
from crm.stewards.models import Assignment
from crm.stewards.standing import NOBODY
from tests.cast import make_person
from tests.client import CheckingClient
from tests.makers import make_enterprise, writing
from tests.together import at_once

MANAGERS, ROUNDS = 6, 3


@pytest.fixture
def managers(app, cast):
    """Sessions of the same manager at several desks, each with a form open."""
    number = cast.person("maria").staff_number
    desks = [CheckingClient(app) for _ in range(MANAGERS)]
    for desk in desks:
        desk.sign_in(number, cast.password)
    return desks


def seen_now(app, number):
    with writing(app) as session:
        return queries.standing(session, number).assignment_id or NOBODY


@pytest.mark.parametrize("start", ["from the queue", "from another steward"])
def test_two_managers_at_once_one_wins_and_the_others_read_who(app, cast, managers, start):
    with writing(app) as session:
        number = make_enterprise(session, steward=None if start == "from the queue" else "stefan").id
        stewards = [make_person(session, name).id for name in ("lina", "doris")]

    for turn in range(ROUNDS):
        seen, taker = f"{number}:{seen_now(app, number)}", stewards[turn % 2]
        tokens = [desk.token() for desk in managers]
        form = {"steward": taker, "why": f"第 {turn} 轮", "seen": seen}
        answers = at_once(
            [
                partial(desk.raw.post, "/assign", data={**form, "csrf_token": token})
                for desk, token in zip(managers, tokens, strict=True)
            ]
        )

        codes = sorted(answer.status_code for answer in answers)
        assert codes == [302] + [409] * (MANAGERS - 1)
        refused = next(answer for answer in answers if answer.status_code == 409)
        assert f"第 {turn} 轮" in refused.text
        assert "已由 Maria 于 2026-11-24 分派给" in refused.text

    with writing(app) as session:
        open_ones = select(func.count()).select_from(Assignment).where(Assignment.to_on.is_(None))
        assert session.scalar(open_ones) == 1
        tenures = [one for one in queries.history(session, number) if one.steward]
    assert len(tenures) == ROUNDS + (start != "from the queue")


def test_an_enterprise_nobody_ever_looked_after_gets_one_steward_however_many_assign(app, cast, managers):
    with writing(app) as session:
        number = make_enterprise(session, in_pool=False).id
        takers = [make_person(session, name).id for name in ("stefan", "lina", "doris")] * 2
    tokens = [desk.token() for desk in managers]

    answers = at_once(
        [
            partial(
                desk.raw.post,
                "/assign",
                data={"steward": taker, "why": "首次", "seen": f"{number}:0", "csrf_token": token},
            )
            for desk, taker, token in zip(managers, takers, tokens, strict=True)
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (MANAGERS - 1)


def test_when_one_of_several_was_taken_meanwhile_none_is_assigned(app, cast, signed_in):
    with writing(app) as session:
        first, second = make_enterprise(session).id, make_enterprise(session, steward="stefan").id
        lina = make_person(session, "lina").id

    answer = signed_in("maria").post(
        "/assign", {"steward": lina, "why": "片区", "seen": [f"{first}:0", f"{second}:0"]}
    )

    assert answer.status_code == 409
    with writing(app) as session:
        assert queries.standing(session, first).queued
        assert queries.standing(session, second).steward == "Stefan"
