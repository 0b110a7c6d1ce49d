"""The auditor reads sentences with names, filtered by person, kind, day and name, and takes them along."""

import pytest

from tests.makers import make_contact, make_enterprise, writing

NAME = "北京华瑞航空电子有限公司"


@pytest.fixture
def looked(app, signed_in, cast):
    """Stefan has looked at the number of 王伟."""
    stefan = cast.person("stefan")
    with writing(app) as session:
        enterprise = make_enterprise(session, NAME, steward=stefan)
        contact = make_contact(session, enterprise, "王伟", key=app.config["SETTINGS"].field_key)
        address = f"/enterprises/{enterprise.id}/contacts/{contact.id}/reveal"
    signed_in("stefan").post(address)
    return stefan


def test_the_trail_says_whose_number_was_looked_at(signed_in, looked):
    assert f"Stefan 查看联系号码：{NAME} 王伟" in signed_in("otto").get("/audit").text


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("action=contact.revealed", True),
        ("action=signed_in", False),
        ("from=2026-11-24&to=2026-11-24", True),
        ("from=2026-11-25", False),
        ("to=2026-11-23", False),
        ("q=华瑞航空", True),
        ("q=别的公司", False),
    ],
)
def test_each_filter_keeps_its_rows(signed_in, looked, query, is_shown):
    assert ("查看联系号码：" in signed_in("otto").get(f"/audit?{query}").text) is is_shown


def test_the_acts_of_one_person(signed_in, looked, cast):
    otto = signed_in("otto")

    assert "查看联系号码：" in otto.get(f"/audit?actor={looked.id}").text
    assert "查看联系号码：" not in otto.get(f"/audit?actor={cast.person('otto').id}").text


def test_taking_it_along_is_recorded_itself(signed_in, looked):
    otto = signed_in("otto")

    text = otto.get("/audit/export.csv?action=contact.revealed").data.decode("utf-8-sig")

    assert f"Stefan 查看联系号码：{NAME} 王伟" in text
    assert "导出审计记录" in otto.get("/audit").text


@pytest.mark.parametrize("query", ["from=yesterday", "to=2026-02-30", "actor=x", "action=unheard.of"])
def test_an_unknown_filter_is_refused(signed_in, query):
    assert signed_in("otto").get(f"/audit?{query}").status_code == 400
