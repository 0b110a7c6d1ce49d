"""What a steward reads on Monday about eight kinds of enterprises: one clear thing to do, in words said aloud."""

from datetime import date

import pytest
from sqlalchemy import update

from crm.config.policies import library
from crm.cultivation.models import Title
from crm.desk.prospects.asking_page import questions
from crm.desk.prospects.gap_page import show_gap
from crm.desk.prospects.outlook import Aim, outlook
from crm.enterprises.facts.models import PlatformScore
from tests.conftest import TODAY
from tests.cultivation.srdi import make_candidate, say, year_of
from tests.makers import make_enterprise, make_figures, make_title, writing


@pytest.fixture
def read(app, session):
    """The page of a gap, and what it asks for: `read(enterprise, "srdi")`."""

    def read(enterprise, target="srdi", purpose="new"):
        gap = outlook(session, enterprise.id, library(), asked=Aim(target, purpose), as_of=TODAY)
        with app.test_request_context():
            return show_gap(enterprise.id, gap, TODAY), [one.text for one in questions(enterprise.id, gap, TODAY)]

    return read


def test_a_new_seed_is_asked_whole_questions(session, read):
    page, asked = read(make_enterprise(session), "innovative")

    assert {"是否属禁止、限制或淘汰类产品", "是否列入经营异常名录", "称号清单"} <= set(asked)
    assert page.next_step.text.startswith("先问清是否属禁止、限制或淘汰类产品")


def test_a_score_of_this_year_is_taken_down_this_year(session, read):
    enterprise = make_candidate(session)
    session.execute(update(PlatformScore).values(year=2024))

    page, asked = read(enterprise)

    assert asked == ["2026 年专精特新发展评价得分"]
    assert page.next_step.link == "录入2026 年专精特新发展评价得分"


def test_one_point_below_is_said_as_one_point(session, read):
    enterprise = make_candidate(session)
    session.execute(update(PlatformScore).values(score_e4=490_000))

    assert read(enterprise)[0].next_step.text == "先补专精特新发展评价得分（差 1 分）。"


def test_a_bar_says_until_when_and_that_nothing_helps_before(session, read):
    enterprise = make_candidate(session)
    lost = make_title(session, enterprise, "srdi", date(2022, 3, 1), date(2025, 2, 28))
    session.execute(update(Title).where(Title.id == lost.id).values(revoked_on=date(2024, 5, 20)))

    page, _ = read(enterprise)

    assert "2027-05-20 起才可再次申报" in page.next_step.text


def test_a_review_year_says_when_the_title_ends_though_the_year_turns_before(session, read):
    enterprise = make_enterprise(session)
    make_title(session, enterprise, "little_giant", date(2024, 1, 15), date(2027, 1, 14))

    page, _ = read(enterprise, "little_giant", "review")

    assert page.course.coming[-1] == "2027-01-15：国家级专精特新“小巨人”企业称号到期，此后不能再复核。"


def test_a_candidate_for_little_giant_reads_the_notice_of_the_year_before_the_clauses(app, signed_in, cast):
    with writing(app) as session:
        number = make_candidate(session, tier="srdi").id

    page = signed_in("stefan").get(f"/enterprises/{number}/gap?target=little_giant&purpose=new").text

    assert page.index("2026 年申报通知") < page.index("逐条条件")


def test_a_large_enterprise_is_not_told_to_fill_a_gap_but_to_check_what_makes_it_large(session, read):
    enterprise = make_candidate(session)
    for year in (2024, 2025):
        make_figures(session, enterprise, year, **year_of(52_000, rd=2_600, employees=1_400))

    step = read(enterprise)[0].next_step

    assert step.text == (
        "不符合“按《中小企业划型标准规定》不属于大型企业”（现状：大型）：先核对资料；属实的，目前不能申报。"
    )
    assert (step.url.endswith("/figures/2025"), step.link) == (True, "核对2025 年营业收入")


def test_a_list_nobody_declared_complete_is_asked_for_as_a_list(session, read):
    enterprise = make_enterprise(session, tier="innovative")
    for year in (2023, 2024, 2025):
        make_figures(session, enterprise, year, **year_of())

    page, asked = read(enterprise)

    assert "称号清单" in asked
    assert any(one.label == "录全称号清单" for row in page.rows for one in row.actions)


def test_an_expired_title_is_won_again_first(session, read):
    enterprise = make_candidate(session, tier="seed")
    make_title(session, enterprise, "innovative", date(2023, 6, 1), date(2026, 5, 31))

    step = read(enterprise)[0].next_step

    assert step.text == (
        "先取得有效的创新型中小企业称号 或 有效的科技型中小企业称号"
        "（现状：创新型中小企业称号已于 2026-05-31 到期；无科技型中小企业称号）。"
    )
    assert "target=innovative" in step.url
    assert step.link == "先看创新型差距"


def test_what_is_known_of_an_enterprise_is_asked_of_nobody(session, read):
    enterprise = make_candidate(session)
    say(session, enterprise, market__leading=None)

    assert read(enterprise)[1] == ["是否市场占有率位居前列并有知名度"]
