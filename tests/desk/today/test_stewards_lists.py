"""今日, 我的企业 and the search box: what is due first, and only what is one's own."""

from datetime import date, timedelta

import pytest

from crm.cultivation.models import Evaluation, Flag, Tier
from crm.enterprises.models import FormerName
from crm.interactions.service import Encounter, log
from crm.stewards import leave
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_contact, make_enterprise, make_title, writing


def contacted(session, enterprise, days_ago, *, by="stefan", plan=None, summary="谈了申报"):
    held_on = TODAY - timedelta(days=days_ago)
    contact = Encounter("call", "policy", held_on, summary, next_contact_on=plan, ceiling_why="上市辅导期")
    return log(session, enterprise.id, contact, by=make_person(session, by).id, on=held_on, at=NOW)


def flagged(session, enterprise, kind="near", target=Tier.SRDI, **more):
    evaluation = Evaluation(
        enterprise_id=enterprise.id,
        target=target,
        purpose="new",
        rulebook="srdi-2026",
        rulebook_digest="0" * 64,
        as_of=TODAY,
        verdict="near",
        flag_kind=kind,
        unmet=["rd"],
        unknown=[],
        facts={},
        reasons={},
    )
    session.add(evaluation)
    session.flush()
    flag = Flag(
        enterprise_id=enterprise.id,
        target=target,
        purpose="new",
        kind=kind,
        opened_on=TODAY,
        episode_key=f"{enterprise.id}:{target}",
        evaluation_id=evaluation.id,
        unmet_count=1,
        unknown_count=0,
        **more,
    )
    session.add(flag)
    session.flush()
    return flag.id


def in_order(page, *words):
    places = [page.text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


def test_today_shows_overdue_then_today_then_this_week_then_later(app, signed_in, cast):
    cast.person("stefan")
    plans = {"迟到公司": -2, "今天公司": 0, "周末公司": 5, "下周公司": 6}
    with writing(app) as session:
        for name, days in plans.items():
            plan = TODAY + timedelta(days=days)
            contacted(session, make_enterprise(session, name, steward="stefan"), 10, plan=plan)

    page = signed_in("stefan").get("/today")

    assert in_order(page, "已逾期", "迟到公司", "超时 2 天", "今天公司", "本周", "周末公司", "以后", "下周公司")


def test_a_plan_is_done_once_somebody_has_been_in_contact(app, signed_in, cast):
    cast.person("stefan")
    with writing(app) as session:
        enterprise = make_enterprise(session, "办妥公司", steward="stefan")
        contacted(session, enterprise, 10, plan=TODAY)
        contacted(session, enterprise, 1, by="maria")

    assert "联系 办妥公司" not in signed_in("stefan").get("/today").text


def test_today_says_which_colleague_also_goes(app, signed_in, cast):
    cast.person("stefan")
    with writing(app) as session:
        both = make_enterprise(session, "两人都去公司", steward="stefan")
        contacted(session, both, 3, by="maria", plan=TODAY + timedelta(days=2))
        contacted(session, both, 2, plan=TODAY)
        other = make_enterprise(session, "主管独自去公司", steward="stefan")
        contacted(session, other, 4, by="maria", plan=TODAY + timedelta(days=1))
        contacted(session, other, 1)

    page = signed_in("stefan").get("/today")

    assert in_order(page, "两人都去公司", "Maria 11-26 也去，可合并", "同事将去", "主管独自去公司")


def test_a_new_flag_stands_in_today_until_it_was_seen(app, signed_in, cast):
    cast.person("stefan")
    with writing(app) as session:
        enterprise = make_enterprise(session, "够格公司", steward="stefan", tier="innovative")
        flag, number = flagged(session, enterprise, "eligible"), enterprise.id
    stefan = signed_in("stefan")

    before = stefan.get("/today").text
    answer = stefan.post(f"/enterprises/{number}/flags/{flag}/seen", {"back": "today"})

    assert "新标记" in before
    assert "已符合专精特新" in before
    assert answer.location == "/today"
    assert "已符合专精特新" not in stefan.get("/today").text
    assert "已符合" in stefan.get("/mine").text


def test_a_snoozed_flag_is_gone_until_its_day(app, signed_in, cast):
    cast.person("stefan")
    with writing(app) as session:
        enterprise = make_enterprise(session, "以后再说公司", steward="stefan")
        flag, number = flagged(session, enterprise), enterprise.id
    stefan = signed_in("stefan")

    past = stefan.post(f"/enterprises/{number}/flags/{flag}/snooze", {"until": "2026-11-24", "why": "x"})
    done = stefan.post(f"/enterprises/{number}/flags/{flag}/snooze", {"until": "2026-12-24", "why": "企业暂无意愿"})

    assert (past.status_code, done.status_code) == (422, 302)
    assert "以后再说公司" not in stefan.get("/mine?flag=near").text


def test_the_flag_of_another_enterprise_is_not_there(app, signed_in, cast):
    cast.person("stefan")
    with writing(app) as session:
        own = make_enterprise(session, steward="stefan").id
        flag = flagged(session, make_enterprise(session, steward="lina"))

    assert signed_in("stefan").post(f"/enterprises/{own}/flags/{flag}/seen").status_code == 404


def test_a_title_that_ends_soon_is_named_unless_the_next_one_follows(app, signed_in, cast):
    cast.person("stefan")
    with writing(app) as session:
        ending = make_enterprise(session, "将到期公司", steward="stefan")
        make_title(session, ending, "srdi", date(2024, 1, 10), date(2027, 1, 9))
        renewed = make_enterprise(session, "已续期公司", steward="stefan")
        make_title(session, renewed, "srdi", date(2024, 1, 10), date(2027, 1, 9))
        make_title(session, renewed, "srdi", date(2027, 1, 10), date(2030, 1, 9))

    page = signed_in("stefan").get("/today").text

    assert "专精特新还有 46 天到期" in page
    assert "将到期公司" in page
    assert "已续期公司" not in page


def test_an_empty_day_says_what_to_do_instead(app, signed_in, cast):
    cast.person("stefan")
    with writing(app) as session:
        contacted(session, make_enterprise(session, steward="stefan"), 1)

    page = signed_in("stefan").get("/today").text

    assert "今天没有待办" in page
    assert "/mine" in page


def test_the_least_recently_contacted_come_first_and_never_contacted_before_all(app, signed_in, cast):
    cast.person("stefan")
    with writing(app) as session:
        for name, days in (("昨天公司", 1), ("三月前公司", 90), ("上周公司", 7)):
            contacted(session, make_enterprise(session, name, steward="stefan"), days)
        make_enterprise(session, "从未公司", steward="stefan")
        make_enterprise(session, "别人的公司", steward="lina")

    page = signed_in("stefan").get("/mine")

    assert in_order(page, "从未公司", "从未联系", "三月前公司", "90 天前", "上周公司", "昨天公司")
    assert "别人的公司" not in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tier=srdi", {"精公司"}),
        ("tier=seed", {"种公司"}),
        ("street=鲁谷", {"种公司"}),
        ("flag=near", {"精公司"}),
        ("flag=ask", set()),
        ("due=overdue", {"种公司"}),
        ("tier=srdi&street=鲁谷", set()),
        ("q=种公", {"种公司"}),
    ],
)
def test_my_enterprises_are_filtered_in_the_url(app, signed_in, cast, query, found):
    cast.person("stefan")
    with writing(app) as session:
        srdi = make_enterprise(session, "精公司", steward="stefan", tier="srdi", street="八角")
        flagged(session, srdi, target=Tier.LITTLE_GIANT)
        seed = make_enterprise(session, "种公司", steward="stefan", street="鲁谷")
        contacted(session, seed, 10, plan=TODAY - timedelta(days=1))

    page = signed_in("stefan").get(f"/mine?{query}").text

    assert {name for name in ("精公司", "种公司") if name in page} == found


@pytest.mark.parametrize(
    "query", ["tier=king", "street=x", "flag=1", "page=0", "page=1e9", "page=-1", "tier=srdi&tier=seed"]
)
def test_a_filter_that_is_not_offered_is_refused(signed_in, query):
    assert signed_in("stefan").get(f"/mine?{query}").status_code == 400


def test_covered_enterprises_are_marked_with_the_colleague(app, signed_in, cast):
    maria, stefan, lina = cast.person("maria"), cast.person("stefan"), cast.person("lina")
    with writing(app) as session:
        make_enterprise(session, "代管公司", steward=lina)
        leave.arrange(session, lina.id, stefan.id, from_on=TODAY, to_on=TODAY, why="病假", by=maria.id, on=TODAY)

    page = signed_in("stefan").get("/mine").text

    assert "代管公司" in page
    assert "代管 Lina" in page


def test_a_long_list_is_paged_by_fifty(app, signed_in, cast):
    cast.person("stefan")
    with writing(app) as session:
        for turn in range(52):
            contacted(session, make_enterprise(session, f"第{turn:02}公司", steward="stefan"), 100 - turn)
    stefan = signed_in("stefan")

    first, second = stefan.get("/mine").text, stefan.get("/mine?page=2").text

    assert ("第00公司" in first, "第50公司" in first) == (True, False)
    assert ("第00公司" in second, "第51公司" in second) == (False, True)


@pytest.mark.parametrize(
    "text", ["华瑞航空", "ＨＵＡＲＵＩ", "MADE", "王伟", "5707", "hrhk", "HRHK", "老名字", "(华瑞)", "（华瑞）"]
)
def test_the_search_finds_what_people_remember(app, signed_in, cast, text):
    cast.person("stefan")
    with writing(app) as session:
        enterprise = make_enterprise(session, "北京（华瑞）Huarui华瑞航空电子有限公司", steward="stefan")
        session.add(FormerName(enterprise_id=enterprise.id, name="老名字", until=TODAY))
        make_contact(session, enterprise, "王伟", mobile="13800005707")

    answer = signed_in("stefan").get("/search", query_string={"q": text})

    assert answer.location == f"/enterprises/{enterprise.id}"


@pytest.mark.parametrize(
    "text", ["%", "_", "\\", "'", '"', "华_瑞", "1 OR 1=1", "x" * 10_000, "999", "13800005707", "🐉"]
)
def test_hostile_search_texts_find_nothing(app, signed_in, cast, text):
    cast.person("stefan")
    with writing(app) as session:
        make_contact(session, make_enterprise(session, "北京华瑞航空电子有限公司", steward="stefan"))

    answer = signed_in("stefan").get("/search", query_string={"q": text})

    assert answer.status_code == 200
    assert "没有找到" in answer.text


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\u202e"])
def test_texts_nobody_can_type_are_refused(signed_in, text):
    assert signed_in("stefan").get("/search", query_string={"q": text}).status_code == 400


@pytest.mark.parametrize("text", ["华瑞", "hrhk", "5707", "王伟", "MADE"])
def test_the_search_never_tells_of_anothers_enterprise(app, signed_in, cast, text):
    cast.person("lina")
    with writing(app) as session:
        make_contact(session, make_enterprise(session, "北京华瑞航空电子有限公司", steward="stefan"))

    page = signed_in("lina").get("/search", query_string={"q": text}).text

    assert "没有找到" in page
    assert "航空" not in page


def test_an_enterprise_newly_taken_over_stands_in_today_until_the_first_contact(app, signed_in, cast):
    cast.person("stefan")
    with writing(app) as session:
        fresh = make_enterprise(session, "刚接手公司", steward="stefan", on=TODAY - timedelta(days=3))
        make_enterprise(session, "早已接手公司", steward="stefan", on=TODAY - timedelta(days=200))
        number = fresh.id
    stefan = signed_in("stefan")

    before = stefan.get("/today")
    with writing(app) as session:
        contacted(session, session.get_one(type(fresh), number), 0)
    after = stefan.get("/today").text

    assert in_order(before, "新接手", "刚接手公司")
    assert "早已接手公司" not in before.text
    assert "刚接手公司" not in after
