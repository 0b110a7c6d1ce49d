"""Questions in the form of a visit: answered in place, with evidence, together with the record or not at all."""

import re

import pytest
from sqlalchemy import select

from crm.enterprises.facts.models import EnterpriseFact, Grade
from crm.enterprises.facts.queries import current_facts
from crm.enterprises.facts.service import record_fact
from crm.interactions.models import Interaction
from tests.cast import make_person
from tests.conftest import TODAY
from tests.cultivation.srdi import SEEN, make_candidate
from tests.desk.enterprise.test_logging_a_service import sent
from tests.makers import writing


@pytest.fixture
def number(app, cast):
    """Nearly everything is known; who is on a list of offenders is not."""
    with writing(app) as session:
        enterprise = make_candidate(session, "北京华瑞航空电子有限公司")
        for fact in ("compliance.dishonest_list", "chain_role"):
            record_fact(session, enterprise.id, fact, None, SEEN, by=None, on=TODAY)
        return enterprise.id


def asked(client, number):
    page = client.get(f"/enterprises/{number}/log").text
    return dict.fromkeys(re.findall(r'name="answer_([a-z_]+)"', page))


def recorded(app, number):
    with writing(app) as session:
        facts = {fact: (row.value, row.grade, row.evidence) for fact, row in current_facts(session, number).items()}
        return facts, session.scalars(select(Interaction.id)).all()


HEARD = "当面向王总核实"
ANSWERED = {"answer_compliance__dishonest_list": "no", "answer_source": HEARD, "answer_grade": "self_declared"}


def test_the_form_asks_the_few_facts_that_block_the_verdict(signed_in, number):
    names = asked(signed_in("stefan"), number)

    assert "compliance__dishonest_list" in names
    assert len(set(names) - {"source", "grade"}) <= 3


def test_an_answer_is_recorded_with_its_evidence_and_the_service(app, signed_in, number):
    answer = sent(signed_in("stefan"), number, **ANSWERED)

    facts, services = recorded(app, number)
    assert answer.status_code == 302
    assert facts["compliance.dishonest_list"] == ("false", Grade.SELF_DECLARED, "当面向王总核实")
    assert len(services) == 1
    assert "compliance__dishonest_list" not in asked(signed_in("stefan"), number)


def test_nobody_has_to_answer(app, signed_in, number):
    before, _ = recorded(app, number)

    assert sent(signed_in("stefan"), number).status_code == 302

    assert recorded(app, number)[0] == before


def test_an_answer_without_evidence_keeps_what_was_typed(app, signed_in, number):
    page = sent(signed_in("stefan"), number, **{**ANSWERED, "answer_source": ""})

    assert page.status_code == 422
    assert "请写明这些回答的依据" in page.text
    assert "介绍申报口径" in page.text
    assert re.search(r'checked[^>]*name="answer_compliance__dishonest_list"[^>]*value="no"', page.text)
    assert recorded(app, number)[1] == []


def test_a_refused_service_records_no_answer(app, signed_in, number):
    before, _ = recorded(app, number)

    page = sent(signed_in("stefan"), number, held_on="2026-11-25", **ANSWERED)

    assert page.status_code == 422
    assert "当面向王总核实" in page.text
    assert recorded(app, number) == (before, [])


def test_the_same_form_sent_twice_answers_once(app, signed_in, number):
    stefan = signed_in("stefan")

    codes = [sent(stefan, number, client_key="the-same-key-0001", **ANSWERED).status_code for _ in range(2)]

    with writing(app) as session:
        rows = session.scalars(select(EnterpriseFact.id).where(EnterpriseFact.evidence == HEARD)).all()
    assert codes == [302, 302]
    assert len(rows) == 1


def test_whoever_answers_what_somebody_else_has_just_recorded_is_told_and_may_send_again(app, signed_in, number):
    stefan = signed_in("stefan")
    page = stefan.get(f"/enterprises/{number}/log").text
    key = re.search(r'name="client_key"[^>]*value="([^"]+)"', page)[1]
    seen = re.search(r'name="seen_compliance__dishonest_list"[^>]*value="(\d+)"', page)[1]
    with writing(app) as session:
        maria = make_person(session, "maria").id
        record_fact(session, number, "compliance.dishonest_list", True, SEEN, by=maria, on=TODAY)
    form = {"channel": "visit", "purpose": "policy", "summary": "介绍申报口径", "held_on": "2026-11-24"}
    form |= {"client_key": key, "seen_compliance__dishonest_list": seen, **ANSWERED}

    refused = stefan.post(f"/enterprises/{number}/log", form)
    now = re.search(r'name="seen_compliance__dishonest_list"[^>]*value="(\d+)"', refused.text)[1]
    again = stefan.post(f"/enterprises/{number}/log", {**form, "seen_compliance__dishonest_list": now})

    assert (refused.status_code, again.status_code) == (409, 302)
    assert "Maria" in refused.text
    assert recorded(app, number)[0]["compliance.dishonest_list"][0] == "false"


@pytest.mark.parametrize("wrong", ["vielleicht", "9" * 400])
def test_what_no_answer_can_be_is_refused_and_nothing_is_written(app, signed_in, number, wrong):
    page = sent(signed_in("stefan"), number, **{**ANSWERED, "answer_compliance__dishonest_list": wrong})

    assert page.status_code == 422
    assert recorded(app, number)[1] == []
