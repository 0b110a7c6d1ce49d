"""Entering and approving a measure on its pages, by two people."""

from tests.awards.successors.test_successors import NEW
from tests.makers import make_enterprise, make_title, writing


def test_the_field_begins_with_the_measure_as_it_is(signed_in):
    assert "石经信局〔2023〕24号" in signed_in("maria").get("/measures/new").text


def test_a_measure_is_entered_and_waits_for_somebody_else(app, cast, signed_in):
    with writing(app) as session:
        won = make_enterprise(session, "北京新巨人公司")
        make_title(session, won, "little_giant")
    maria = signed_in("maria")

    entered = maria.post("/measures/new", {"text": NEW.replace("\n", "\r\n")})
    page = maria.get(entered.location).text

    assert "待另一位主管审定" in page
    assert "须由另一位主管审定" in page
    refused = maria.post(f"{entered.location}/approve")
    assert refused.status_code == 409
    assert "两个人" in refused.text
    assert "石经信局〔2026〕1号" in maria.get("/measures").text


def test_a_broken_line_is_named_and_the_text_stays(signed_in):
    page = signed_in("maria").post("/measures/new", {"text": NEW.replace("srdi: 20", "srdi: -20")})

    assert page.status_code == 422
    assert "an amount must be more than nothing" in page.text
    assert "srdi: -20" in page.text
