"""假设测算: the verdict moves with every figure, mistakes get none, and nothing is ever saved."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from sqlalchemy import select

from crm.config.policies import library
from crm.cultivation.windows.service import approve_window, enter_window
from crm.cultivation.windows.texts import WindowEntry
from crm.db import Base, reading
from crm.desk.prospects.what_if.supposition import Supposition, changes, suppose
from crm.money import FEN_IN_WAN
from crm.rules.law.dossier import Dossier, EquityRound, YearFigures
from tests.conftest import NOW
from tests.cultivation.srdi import make_candidate, say
from tests.cultivation.windows.test_windows import second
from tests.makers import make_enterprise, writing

WINTER = WindowEntry(
    "srdi-2026-winter",
    "srdi",
    "new",
    2026,
    date(2026, 12, 1),
    date(2026, 12, 20),
    "专精特新 2026 年冬季认定",
    "京经信发〔2026〕60号",
    conditions=("近一年无欠薪",),
)
FRAGMENT = {"HX-Request": "true"}
BARE = Dossier("911101070000000000", "空白公司")


@pytest.fixture
def number(app, cast):
    """An eligible enterprise whose debts spoil it."""
    with writing(app) as session:
        return make_candidate(session, total_liabilities=5_000 * FEN_IN_WAN).id


def url_of(number, query="target=srdi"):
    return f"/enterprises/{number}/what-if?{query}"


class Inputs(HTMLParser):
    """What a browser would send of a form as it stands."""

    def __init__(self):
        super().__init__()
        self.found, self.select = {}, ""

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "select":
            self.select = values["name"]
        elif tag == "option" and "selected" in values:
            self.found[self.select] = values["value"]
        elif tag == "input" and values.get("type") != "hidden" and (values["type"] != "radio" or "checked" in values):
            self.found[values["name"]] = values.get("value") or ""


def typed_in(page):
    inputs = Inputs()
    inputs.feed(page.text[page.text.index("hx-post") :])
    return inputs.found


def tables(app):
    """Every row of every table, but for when a session was last seen."""
    with app.app_context(), reading() as session:
        return {
            table.name: session.execute(select(table)).all()
            for table in Base.metadata.sorted_tables
            if "session" not in table.name
        }


def test_the_form_begins_with_what_is_known(signed_in, number):
    page = signed_in("stefan").get(url_of(number))
    typed = typed_in(page)

    assert typed["total_liabilities_2025"] == "5000"
    assert typed["rd_expense_2023"] == "150"
    assert typed["score"] == "63.5"
    assert "还没有改动" in page.text


def test_a_changed_figure_moves_the_verdict_at_once(signed_in, number):
    stefan = signed_in("stefan")
    form = typed_in(stefan.get(url_of(number)))

    answer = stefan.post(url_of(number), {**form, "total_liabilities_2025": "3000"}, headers=FRAGMENT)

    assert "<html" not in answer.text
    before, after = answer.text.split("假设后")
    assert "临近" in before.split("现在")[-1]
    assert "已符合" in after
    assert "改动 1 处" in after


def test_without_scripts_a_button_gives_the_same_on_a_page(signed_in, number):
    stefan = signed_in("stefan")
    form = typed_in(stefan.get(url_of(number)))

    page = stefan.post(url_of(number), {**form, "total_liabilities_2025": "3000"})

    assert page.status_code == 200
    assert "<html" in page.text
    assert "已符合" in page.text
    assert 'value="3000"' in page.text


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        ("revenue_2025", "NaN", "万元为单位"),
        ("revenue_2025", "１２", "万元为单位"),
        ("revenue_2025", "-1", "不能为负数"),
        ("employees_2025", "12.5", "请填写整数"),
        ("score", "101", "0 到 100"),
        ("more_property", "999", "0 到 50"),
        ("niche_started_on", "2023-02-30", "存在的日期"),
        ("main_revenue_2025", "999999", "不能大于营业收入"),
    ],
)
def test_a_mistake_is_told_at_its_input_and_gets_no_verdict(signed_in, number, field, typed, complaint):
    stefan = signed_in("stefan")
    form = typed_in(stefan.get(url_of(number)))

    swapped = stefan.post(url_of(number), {**form, field: typed}, headers=FRAGMENT).text
    page = stefan.post(url_of(number), {**form, field: typed})

    assert page.status_code == 422
    for text in (swapped, page.text):
        assert complaint in text[text.index(f'id="{field}-error"') :]
        assert "改正后才有结论" in text
        assert "逐条条件" not in text


def test_nothing_is_saved(app, signed_in, number):
    stefan = signed_in("stefan")
    form = typed_in(stefan.get(url_of(number)))
    before = tables(app)

    for changed in ({"revenue_2025": "9999", "more_property": "3"}, {"score": "1"}, {"revenue_2025": "x"}):
        stefan.post(url_of(number), {**form, **changed})
        stefan.post(url_of(number), {**form, **changed}, headers=FRAGMENT)

    assert tables(app) == before


def test_more_property_counts(app, signed_in, cast):
    with writing(app) as session:
        number = make_candidate(session, tier="srdi").id
    stefan = signed_in("stefan")
    form = typed_in(stefan.get(url_of(number, "target=little_giant")))

    answer = stefan.post(url_of(number, "target=little_giant"), {**form, "more_property": "3"}, headers=FRAGMENT).text

    assert "4 项" in answer


def test_a_year_in_progress_is_judged_at_the_turn_of_the_year(signed_in, number):
    stefan = signed_in("stefan")
    form = typed_in(stefan.get(url_of(number)))

    answer = stefan.post(url_of(number), {**form, "total_liabilities_2026": "100"}, headers=FRAGMENT).text

    later = answer.split("到 2027-01-01")[-1]
    assert "2026 年未填的按与上年相同" in later


def test_after_the_turn_of_the_year_the_assumption_is_named(signed_in, number):
    page = signed_in("stefan").get(url_of(number, "target=srdi&on=2027-02-01")).text

    assert "假设 2026 年与上年相同" in page


def test_a_day_without_a_standard_has_no_form(signed_in, number):
    page = signed_in("stefan").get(url_of(number, "target=srdi&on=2021-01-01"))

    assert page.status_code == 200
    assert "没有对这一层级生效的认定标准" in page.text
    assert "what-if-result" not in page.text


@pytest.mark.parametrize("target", ["innovative", "srdi", "little_giant"])
@pytest.mark.parametrize("purpose", ["new", "review"])
@pytest.mark.parametrize("on", ["2025-06-01", "2026-11-24"])
def test_every_rulebook_has_its_form_even_where_nothing_is_known(app, signed_in, cast, target, purpose, on):
    with writing(app) as session:
        number = make_enterprise(session, steward="stefan", industry=None).id
    stefan = signed_in("stefan")
    url = url_of(number, f"target={target}&purpose={purpose}&on={on}")

    page = stefan.get(url)
    answer = stefan.post(url, typed_in(page))

    assert (page.status_code, answer.status_code) == (200, 200)
    assert "还没有改动" in answer.text


def test_the_gap_leads_here(signed_in, number):
    assert (
        url_of(number, "target=srdi&amp;purpose=new")
        in signed_in("stefan").get(f"/enterprises/{number}/gap?target=srdi").text
    )


def test_somebody_elses_enterprise_is_not_there(app, signed_in, cast, number):
    cast.person("lina")

    assert signed_in("lina").get(url_of(number)).status_code == 404
    assert signed_in("lina").post(url_of(number)).status_code == 404


def test_a_supposition_that_says_what_is_known_changes_nothing():
    known = replace(BARE, figures=(YearFigures(2025, revenue=7),), strategic_emerging=True)
    same = Supposition(figures={2025: {"revenue": 7}, 2024: {"revenue": None}}, facts={"strategic_emerging": True})

    assert suppose(known, same) == known
    assert changes(known, same) == []


def test_a_supposition_reaches_figures_facts_scores_and_lists():
    said = Supposition(
        figures={2025: {"revenue": 5}},
        facts={"market.share": Fraction(1, 8), "quality.own_brand": True, "niche_started_on": date(2020, 1, 1)},
        scores={2026: Fraction(60)},
        more_property=2,
        equity=EquityRound(date(2025, 12, 31), 300, qualified=True),
        label="假设",
    )

    after = suppose(BARE, said)

    assert after.figures == (YearFigures(2025, revenue=5),)
    assert (after.market.share, after.quality, after.niche_started_on) == (
        Fraction(1, 8),
        frozenset({"own_brand"}),
        date(2020, 1, 1),
    )
    assert after.platform_scores[0].score == 60
    assert len(after.intellectual_property) == 2
    assert after.equity_financing == (said.equity,)
    assert after.sources["revenue", 2025].label == "假设"


def test_an_answer_taken_back_is_unknown_again(app, signed_in, cast):
    with writing(app) as session:
        enterprise = make_candidate(session)
        say(session, enterprise, chain_role=True)
        number = enterprise.id
    stefan = signed_in("stefan")
    url = url_of(number, "target=little_giant")
    form = typed_in(stefan.get(url))

    answer = stefan.post(url, {**form, "chain_role": ""}, headers=FRAGMENT).text

    assert "改动 1 处" in answer


def test_a_window_that_two_managers_entered_stands_beside_what_is_supposed(app, cast, signed_in, number):
    maria = cast.person("maria")
    with writing(app) as session:
        kept = enter_window(session, WINTER, ladder=library().ladder, by=maria.id, at=NOW)
        approve_window(session, kept, ladder=library().ladder, by=second(session).id, at=NOW)

    page = signed_in("maria").get(url_of(number)).text

    assert "2026-12-01" in page
    assert "近一年无欠薪" in page
