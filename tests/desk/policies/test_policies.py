"""政策: every version with its time, and a preview of who rises and falls by a draft or on another day."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from crm.config.policies import library
from crm.config.settings import ROOT
from crm.cultivation.facts import dossiers_of
from crm.cultivation.pool.columns import read_pool
from crm.cultivation.previews.drafts import read_draft
from crm.cultivation.previews.preview import JudgingBasis, preview, select_concerned
from crm.db import Base, reading
from crm.rules import Purpose, RulebookError, Verdict, judge
from tests.cultivation.nights import EVERYBODY
from tests.cultivation.srdi import make_candidate, say, wan
from tests.makers import TODAY, make_enterprise, make_title, writing

POLICIES = ROOT / "config" / "policies"
TEXT = (POLICIES / "rulebooks" / "srdi-2026.yaml").read_text(encoding="utf-8")
STRICTER = TEXT.replace("at_least: 80%", "at_least: 95%")


def side(rulebook=None, on=TODAY):
    book = rulebook or library().rulebook_for("srdi", "new", on)
    return JudgingBasis(book, library().sizing, on)


def moves_of(session, after, purpose=Purpose.NEW):
    session.flush()
    pool = read_pool(session, EVERYBODY, TODAY)
    return preview(pool, side(), after, purpose, library().ladder)


def test_nobody_moves_when_nothing_changes(session):
    make_candidate(session)
    make_enterprise(session, tier="innovative")

    found = moves_of(session, side())

    assert (found.judged, found.moves) == (2, ())


def test_a_stricter_clause_makes_those_fall_who_met_it_and_names_it(session):
    fallen = make_candidate(session)
    make_candidate(session, "北京主业科技有限公司", main_revenue=wan(2_999))

    found = moves_of(session, side(read_draft(STRICTER, POLICIES)))

    [move] = found.moves
    assert (move.enterprise_id, move.before, move.after) == (fallen.id, Verdict.ELIGIBLE, Verdict.NEAR)
    assert (move.because, move.rises) == (("main_ratio",), False)
    assert found.clauses() == [("main_ratio", 0, 1)]


def test_a_milder_clause_makes_those_rise_who_failed_it(session):
    risen = make_candidate(session, total_liabilities=wan(5_400))
    milder = read_draft(TEXT.replace("at_most: 80%", "at_most: 95%"), POLICIES)

    [move] = moves_of(session, side(milder)).moves

    assert (move.enterprise_id, move.rises, move.because) == (risen.id, True, ("debt_ratio",))


def test_where_no_status_differs_the_clause_that_is_no_longer_close_is_named(session):
    fallen = make_candidate(session, revenue=wan(1_400), main_revenue=wan(1_300), rd_expense=wan(90))
    further = read_draft(TEXT.replace("at_least: 1500 万元", "at_least: 4000 万元"), POLICIES)

    [move] = moves_of(session, side(further)).moves

    assert (move.enterprise_id, move.before, move.after) == (fallen.id, Verdict.NEAR, Verdict.FAR)
    assert move.because == ("scale",)


def test_another_day_moves_those_whom_time_alone_moves_over_assumed_figures(session):
    risen = make_candidate(session)
    say(session, risen, niche_started_on="2023-06-01")

    found = moves_of(session, side(on=date(2027, 1, 1)))

    assert found.assumed_years == (2026,)
    assert [(move.enterprise_id, move.because) for move in found.moves if move.rises] == [
        (risen.id, ("niche_years",))
    ]


def test_every_move_is_what_the_exact_interpreter_says_of_both_sides(session):
    for place in range(12):
        make_candidate(
            session,
            f"北京第{place}科技有限公司",
            total_liabilities=wan(4_200 + place * 200),
            main_revenue=wan(2_300 + place * 50),
        )
    draft = read_draft(STRICTER, POLICIES)
    found = {move.enterprise_id: move for move in moves_of(session, side(draft)).moves}

    for key, dossier in dossiers_of(session, range(1, 13)).items():
        before, after = (
            judge(book, dossier, as_of=TODAY, purpose=Purpose.NEW, sizing=library().sizing).verdict
            for book in (side().rulebook, draft)
        )
        assert (key in found) == (before != after)
        if key in found:
            assert (found[key].before, found[key].after) == (before, after)


def test_who_has_the_title_is_judged_for_its_review_only(session):
    holder, seed = make_enterprise(session, tier="srdi"), make_enterprise(session)
    giant = make_enterprise(session, tier="srdi")
    make_title(session, giant, "little_giant")
    session.flush()
    pool = read_pool(session, EVERYBODY, TODAY)
    ids = dict(pool.members.iter_rows())

    def concerned_ids(purpose):
        return {ids[row] for row in select_concerned(pool, "srdi", purpose, library().ladder, TODAY)}

    assert concerned_ids(Purpose.NEW) == {seed.id}
    assert concerned_ids(Purpose.REVIEW) == {holder.id, giant.id}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "draft.yaml:1"),
        ("随便写写", "draft.yaml:1"),
        ("id: ../../etc/passwd", "draft.yaml:1"),
        ("id: draft-1\nid: draft-1", "draft-1.yaml"),
        ("id: draft-1\ntarget: srdi", "draft-1.yaml:1"),
        (TEXT.replace("at_least: 80%", "at_laest: 80%"), "srdi-2026.yaml:"),
        ("id: a\nb: " + "[" * 3000, "a.yaml"),
    ],
)
def test_a_draft_that_is_not_understood_is_refused_with_file_and_line(text, where):
    with pytest.raises(RulebookError) as refused:
        read_draft(text, POLICIES)

    assert str(refused.value).startswith(where)


def test_the_versions_stand_with_their_time_and_document(signed_in, cast):
    page = signed_in("maria").get("/policies").text

    for words in ("工信部企业〔2026〕2号", "2022-08-01 至 2026-03-31", "现行", "存档", "已到期", "只作参考"):
        assert words in page
    assert "预演规则变化" not in signed_in("stefan").get("/policies").text


def sent(**changed):
    return {"target": "srdi", "purpose": "new", "on": "2026-11-24", "draft": "", **changed}


def test_a_draft_is_previewed_on_a_page_with_names_and_clauses_and_nothing_is_stored(app, signed_in, cast):
    with writing(app) as session:
        number = make_candidate(session, "北京会跌科技有限公司").id
    maria = signed_in("maria")
    before = rows(app)

    page = maria.post("/policies/preview", sent(draft=STRICTER))

    assert page.status_code == 200
    for words in ("北京会跌科技有限公司", f"/enterprises/{number}/gap", "下降 1 家", "主营业务收入", "附件1"):
        assert words in page.text
    assert rows(app) == before


def rows(app):
    with app.app_context(), reading() as session:
        return {
            table.name: session.execute(select(table)).all()
            for table in Base.metadata.sorted_tables
            if "session" not in table.name
        }


def test_a_draft_comes_as_a_file_too(app, signed_in, cast):
    with writing(app) as session:
        make_candidate(session)
    file = (BytesIO(STRICTER.encode()), "draft.yaml")

    page = signed_in("maria").post("/policies/preview", sent(file=file), content_type="multipart/form-data")

    assert "下降 1 家" in page.text
    assert "at_least: 95%" in page.text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"draft": "id: draft-1\ntarget: srdi"}, "draft-1.yaml:1"),
        ({"on": "2026-11-23"}, "今天或以后"),
        ({"on": "x"}, "存在的日期"),
        ({"target": "king"}, "目标层级"),
        ({"draft": "\x00"}, "控制字符"),
        ({"file": (BytesIO(b"\xff\xfe"), "x.yaml")}, "UTF-8"),
    ],
)
def test_what_cannot_be_previewed_is_said_at_its_field(signed_in, cast, changed, words):
    page = signed_in("maria").post("/policies/preview", sent(**changed), content_type="multipart/form-data")

    assert page.status_code == 422
    assert words in page.text


def test_many_who_move_are_paged(app, signed_in, cast):
    with writing(app) as session:
        for place in range(53):
            make_candidate(session, f"北京第{place:02}科技有限公司")
    maria = signed_in("maria")

    first = maria.post("/policies/preview", sent(draft=STRICTER)).text
    second = maria.post("/policies/preview", sent(draft=STRICTER, page="2")).text

    assert "第 1–50 家，共 53 家" in first
    assert "第 51–53 家，共 53 家" in second
    assert "北京第52科技有限公司" in second


@pytest.mark.parametrize("target", ["innovative", "srdi", "little_giant"])
@pytest.mark.parametrize("purpose", ["new", "review"])
@pytest.mark.parametrize("on", ["2026-11-24", "2027-06-01", "2029-01-01"])
def test_every_title_is_previewed_for_both_purposes_on_any_day_to_come(app, signed_in, cast, target, purpose, on):
    with writing(app) as session:
        make_candidate(session, tier="srdi")
        make_enterprise(session, industry=None)

    page = signed_in("maria").post("/policies/preview", sent(target=target, purpose=purpose, on=on))

    assert page.status_code == 200
    assert "共判断" in page.text
