"""The same list sent again with the numbers of its certificates: offered line by line, filled in by one act."""

import pytest
from sqlalchemy import select

from crm.audit.models import AuditEvent
from crm.cultivation.models import Title
from crm.db import reading
from tests.cultivation.recognitions.test_list_pages import FORM as LISTED
from tests.makers import make_enterprise, writing

FORM = {**LISTED, "lines": "北京甲有限公司\n北京乙有限公司\n北京无名公司"}
NUMBERED = {
    **FORM,
    "document": "证书编号表",
    "lines": "企业名称\t证书编号\n北京乙有限公司\tZ-乙\n北京甲有限公司\tZ-甲\n北京无名公司\tZ-无",
}


@pytest.fixture
def maria(app, cast, signed_in):
    """A list of three, two of them done and the third left out."""
    cast.person("maria")
    with writing(app) as session:
        for name in ("北京甲有限公司", "北京乙有限公司"):
            make_enterprise(session, name)
    maria = signed_in("maria")
    maria.post("/recognitions/new", FORM)
    maria.post("/recognitions/1/decide", {"decision": "taken", "line": ["1", "2"]})
    maria.post("/recognitions/1/decide", {"decision": "left_out", "line": ["3"]})
    maria.post("/recognitions/1/apply", {})
    return maria


def certificates(app):
    with app.app_context(), reading() as session:
        return list(session.scalars(select(Title.certificate).order_by(Title.enterprise_id)))


def test_they_are_offered_for_the_lines_of_the_known_list_and_filled_into_the_titles(app, maria):
    again = maria.post("/recognitions/new", NUMBERED, follow_redirects=True).text
    assert "这次带来 3 个证书编号" in again
    assert certificates(app) == [None, None]

    filled = maria.post("/recognitions/1/certificates", {"decision": "taken", "line": ["1"]}, follow_redirects=True)
    left = maria.post("/recognitions/1/certificates", {"decision": "left_out", "line": ["2"]}, follow_redirects=True)

    assert "已补录 1 个证书编号" in filled.text
    assert "1 个证书编号没有补录" in left.text
    assert certificates(app) == ["Z-甲", None]
    assert len(maria.get("/recognitions").text.split("/recognitions/1")) > 1
    assert "/recognitions/2" not in maria.get("/recognitions").text
    with app.app_context(), reading() as session:
        kept = session.scalars(select(AuditEvent).where(AuditEvent.action == "title.certified")).one()
        assert kept.detail["after"] == "Z-甲"


@pytest.mark.parametrize("decision", ["taken", "left_out"])
def test_deciding_no_line_is_refused_and_leaves_what_was_ticked(app, maria, decision):
    maria.post("/recognitions/new", NUMBERED)

    none = maria.post("/recognitions/1/certificates?part=certificates", {"decision": decision})

    assert none.status_code == 422
    assert "还没有勾选任何一行" in none.text
    assert "Z-甲" in none.text
    assert " checked" not in none.text
    assert certificates(app) == [None, None]


def test_a_line_that_was_decided_meanwhile_is_not_called_saved(app, maria):
    maria.post("/recognitions/new", NUMBERED)
    maria.post("/recognitions/1/certificates", {"decision": "left_out", "line": ["1"]})

    late = maria.post("/recognitions/1/certificates", {"decision": "taken", "line": ["1"]})
    both = maria.post(
        "/recognitions/1/certificates", {"decision": "taken", "line": ["1", "2"]}, follow_redirects=True
    )

    assert late.status_code == 409
    assert "已由他人处理" in late.text
    assert "已补录 1 个证书编号" in both.text
    assert "1 行的证书编号已由他人处理" in both.text
    assert certificates(app) == [None, "Z-乙"]


def test_sent_a_third_time_with_nothing_new_it_is_refused(maria):
    maria.post("/recognitions/new", NUMBERED)
    maria.post("/recognitions/1/certificates", {"decision": "taken", "line": ["1", "2", "3"]})

    again = maria.post("/recognitions/new", NUMBERED)

    assert again.status_code == 409
    assert "京经信发〔2026〕9号" in again.text


def test_a_list_not_done_yet_takes_them_into_its_lines_and_makes_titles_with_them(app, cast, signed_in):
    cast.person("maria")
    with writing(app) as session:
        make_enterprise(session, "北京甲有限公司")
    maria = signed_in("maria")
    maria.post("/recognitions/new", {**FORM, "lines": "北京甲有限公司"})
    maria.post("/recognitions/new", {**FORM, "lines": "企业名称\t证书编号\n北京甲有限公司\tZ-甲"})
    maria.post("/recognitions/1/certificates", {"decision": "taken", "line": ["1"]})

    maria.post("/recognitions/1/decide", {"decision": "taken", "line": ["1"]})
    maria.post("/recognitions/1/apply", {})

    assert certificates(app) == ["Z-甲"]
