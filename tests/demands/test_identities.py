"""What a handler finds of an enterprise: its name and code, and only where a demand came to the department."""

import re

import pytest
from sqlalchemy import select

from crm.demands.models import Demand
from crm.enterprises.models import Contact
from tests.cast import make_person
from tests.demands.making import act_on, make_demand
from tests.makers import make_contact, make_enterprise, writing


@pytest.fixture
def asked(app, cast):
    """A demand of one enterprise for Hana's department; another enterprise never asked."""
    with writing(app) as session:
        here = make_enterprise(session, "北京甲有限公司", steward="stefan")
        make_contact(session, here)
        make_enterprise(session, "北京乙有限公司", steward="stefan")
        demand = make_demand(session, "in_hand", here)
        return here.credit_code, demand.id


def test_a_handler_finds_by_name_or_code_whose_demand_came(signed_in, asked):
    hana = signed_in("hana")

    for text in ("甲有限", asked[0][3:9], ""):
        page = hana.get(f"/find?q={text}").text
        assert "北京甲有限公司" in page
        assert "1 件，1 件在办" in page
    assert "没有找到" in hana.get("/find?q=乙有限").text


def test_a_joint_department_finds_it_too_and_a_contact_is_no_way_to_it(app, signed_in, asked):
    with writing(app) as session:
        name = session.scalars(select(Contact.name)).one()
    hugo = signed_in("hugo")

    assert "北京甲有限公司" in hugo.get("/find?q=甲").text
    page = hugo.get("/find").text
    assert name not in page
    assert "没有找到" in hugo.get(f"/find?q={name}").text


def test_a_colleague_of_the_department_stands_in_and_sees_what_the_handler_sees(app, signed_in, asked):
    """Nobody has to be named: whoever handles for the department sees its demands and takes their steps."""
    with writing(app) as session:
        make_person(session, "hugo").department_id = make_person(session, "hana").department_id
    hana, hugo = signed_in("hana"), signed_in("hugo")

    for address in ("/demands", "/demands?list=every", f"/demands/{asked[1]}", "/find"):
        assert main_of(hugo.get(address)) == main_of(hana.get(address))
    hugo.post(f"/demands/{asked[1]}/steps/answer", data={"outcome": "solved", "text": "代同事答复"})

    assert "已答复，待回访" in hana.get(f"/demands/{asked[1]}").text


def main_of(answer):
    """What a page shows below its navigation."""
    text = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    return re.sub(r'name="csrf_token" value="[^"]*"', "", text)


def test_the_number_opens_the_demands_it_counts(app, signed_in, asked):
    hana = signed_in("hana")
    assert f"/demands?list=every&amp;q={asked[0]}" in hana.get("/find").text

    with writing(app) as session:
        demand = session.get_one(Demand, asked[1])
        act_on(session, demand, "answer")

    assert "1 件，0 件在办" in hana.get("/find").text
    assert "续贷" in hana.get(f"/demands?list=every&q={asked[0]}").text


def test_a_steward_has_the_search_box_and_not_this_page(signed_in, asked):
    assert signed_in("stefan").get("/find").status_code == 403
