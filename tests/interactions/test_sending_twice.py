"""A phone in a lift sends the same record several times at once: it is kept once, and every answer says saved."""

from functools import partial

from sqlalchemy import func, select

from crm.interactions.models import Interaction
from tests.client import CheckingClient
from tests.makers import make_enterprise, writing
from tests.together import at_once

TIMES = 6


def test_the_same_record_sent_at_once_is_kept_once(app, cast):
    stefan = cast.person("stefan")
    with writing(app) as session:
        number = make_enterprise(session, steward=stefan).id
    phones = [CheckingClient(app) for _ in range(TIMES)]
    for phone in phones:
        phone.sign_in(stefan.staff_number, cast.password)
    form = {
        "channel": "visit",
        "purpose": "policy",
        "summary": "只有一次",
        "held_on": "2026-11-24",
        "client_key": "the-one-key-of-the-lift",
    }

    answers = at_once(
        [
            partial(phone.raw.post, f"/enterprises/{number}/log", data={**form, "csrf_token": phone.token()})
            for phone in phones
        ]
    )

    assert [answer.status_code for answer in answers] == [302] * TIMES
    with writing(app) as session:
        assert session.scalar(select(func.count()).select_from(Interaction)) == 1
