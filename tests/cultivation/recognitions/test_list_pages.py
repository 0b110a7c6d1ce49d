"""Pages of published lists: pasted, decided, done; a refusal is said in its line."""

import pytest

from crm.cultivation.models import Tier
from tests.makers import make_enterprise, make_title, writing

FORM = {
    "document": "京经信发〔2026〕9号",
    "purpose": "recognised",
    "tier": "srdi",
    "decided_on": "2026-11-02",
    "cause": "",
    "lines": "1 北京甲有限公司\n2 北京乙有限公司\n3 北京无名公司",
}


@pytest.fixture
def maria(app, cast, signed_in):
    """Two enterprises; one of them holds the title already."""
    cast.person("maria")
    with writing(app) as session:
        make_enterprise(session, "北京甲有限公司")
        make_title(session, make_enterprise(session, "北京乙有限公司"), Tier.SRDI)
    return signed_in("maria")


def test_a_list_is_pasted_decided_and_done_and_says_what_was_not(maria):
    maria.post("/recognitions/new", FORM)
    waiting = maria.get("/recognitions/1").text
    maria.post("/recognitions/1/decide", {"decision": "taken", "line": ["1", "2"]})
    maria.post("/recognitions/1/decide", {"decision": "left_out", "line": ["3"]})
    maria.post("/recognitions/1/apply", {})

    assert "名称相同" in waiting
    assert "已持有" in maria.get("/recognitions/1?part=open").text
    assert "北京甲有限公司" in maria.get("/recognitions/1?part=done").text


def test_a_list_is_finished_when_what_was_refused_is_left_out(maria):
    maria.post("/recognitions/new", FORM)
    maria.post("/recognitions/1/decide", {"decision": "taken", "line": ["1", "2"]})
    maria.post("/recognitions/1/decide", {"decision": "left_out", "line": ["3"]})
    maria.post("/recognitions/1/apply", {})
    maria.post("/recognitions/1/decide", {"decision": "left_out", "line": ["2"]})

    assert "/recognitions/1/apply" in maria.get("/recognitions/1").text
    assert "名单已办结" in maria.post("/recognitions/1/apply", {}, follow_redirects=True).text
    assert "2026-11-24 办结" in maria.get("/recognitions").text


def test_who_takes_a_line_that_is_matched_with_nobody_is_told_so(maria):
    maria.post("/recognitions/new", FORM)

    sent = {"decision": "taken", "line": ["1", "3"]}
    page = maria.post("/recognitions/1/decide", sent, follow_redirects=True).text

    assert "已决定 1 行" in page
    assert "1 行没有对应的企业" in page


@pytest.mark.parametrize("decision", ["taken", "left_out"])
def test_deciding_no_line_is_refused_on_the_list_itself(maria, decision):
    maria.post("/recognitions/new", FORM)

    page = maria.post("/recognitions/1/decide?part=open", {"decision": decision})

    assert page.status_code == 422
    assert "还没有勾选任何一行" in page.text
    assert "北京甲有限公司" in page.text


def test_a_line_is_given_to_another_enterprise_by_its_code(app, maria):
    maria.post("/recognitions/new", FORM)
    with writing(app) as session:
        code = make_enterprise(session, "北京真名有限公司").credit_code

    maria.post("/recognitions/1/lines/3", {"credit_code": code})

    assert "人工指定" in maria.get("/recognitions/1?part=taken").text


def test_the_same_list_again_says_when_it_came(maria):
    maria.post("/recognitions/new", FORM)

    again = maria.post("/recognitions/new", {**FORM, "document": "另一个名字"})

    assert again.status_code == 409
    assert "京经信发〔2026〕9号" in again.text
    assert "北京无名公司" in again.text


@pytest.mark.parametrize(
    ("address", "form", "status"),
    [
        ("/recognitions/1/apply", {}, 422),
        ("/recognitions/1/decide", {"decision": "perhaps", "line": "1"}, 400),
        ("/recognitions/1/lines/3", {"credit_code": "91110107MADE99999X"}, 422),
        ("/recognitions/9/apply", {}, 404),
        ("/recognitions/1/lines/77", {}, 404),
    ],
)
def test_what_cannot_be_done_is_refused(maria, address, form, status):
    maria.post("/recognitions/new", FORM)

    assert maria.post(address, form).status_code == status
