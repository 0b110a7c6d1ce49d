"""Names and former names propose, a person decides each line; nothing is matched in silence."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from crm.audit.models import AuditEvent
from crm.config.settings import ROOT
from crm.cultivation.models import Title
from crm.db import reading, transaction
from crm.enterprises import service as enterprises
from crm.enterprises import wholesale
from crm.enterprises.models import Enterprise
from crm.enterprises.service import Identity
from crm.imports.batches.models import BatchState
from crm.imports.rows import rows_page
from tests.conftest import TODAY
from tests.imports.batches.test_pages import batch, maria, upload  # noqa: F401  (fixtures)

FILES = ROOT / "tests" / "fixtures" / "imports"
BY_NAME = FILES / "layouts" / "L1b-published-list-no-code.xlsx"
WITH_CODES = FILES / "layouts" / "L1c-published-list-name-code.xlsx"
EARLY_CODES = FILES / "codes" / "codes.xlsx"
FIRST, SECOND = "91110107MA91000006", "91110107MA91000019"
PAGE = "/imports/1/rows"


@pytest.fixture
def two_known(app, maria):  # noqa: F811
    """The first two of the published list: one by its name, the other by the name it had."""
    with app.app_context(), transaction() as session:
        enterprises.register(session, FIRST, Identity("北京甲石智能装备有限公司"), by=None, on=TODAY)
        second = enterprises.register(session, SECOND, Identity("北京新石科技有限公司"), by=None, on=TODAY)
        wholesale.add_former_names(session, {second.id: "北京乙石智能装备有限公司"}, by=1, on=TODAY)
    return maria


def titles(app):
    with app.app_context(), reading() as session:
        wanted = select(Enterprise.credit_code, Title.tier, Title.granted_on).join(
            Enterprise, Enterprise.id == Title.enterprise_id
        )
        return {tuple(row) for row in session.execute(wanted)}


def test_a_list_by_name_writes_nothing_until_a_person_decides(app, two_known, at_once):
    upload(two_known, BY_NAME.read_bytes())
    two_known.post("/imports/1/apply", {})

    assert batch(app).state is BatchState.APPLIED
    assert titles(app) == set()


def test_names_and_former_names_propose_and_each_line_is_decided(app, two_known, at_once):
    upload(two_known, BY_NAME.read_bytes())

    page = two_known.get(PAGE).text
    assert f"北京甲石智能装备有限公司（{FIRST}）" in page
    assert f"北京新石科技有限公司（{SECOND}，曾用此名）" in page
    assert "系统中没有这个名称" in page

    two_known.post(PAGE, {"code-3-Sheet1": FIRST, "granted_on": "2024-05-08"})
    two_known.post("/imports/1/apply", {})

    assert titles(app) == {(FIRST, "srdi", date(2024, 5, 8))}


def test_what_was_decided_stays_decided_when_more_is(app, two_known, at_once):
    upload(two_known, BY_NAME.read_bytes())
    two_known.post(PAGE, {"code-3-Sheet1": FIRST, "granted_on": "2024-05-08"})

    two_known.post(PAGE, {"code-4-Sheet1": SECOND})
    two_known.post("/imports/1/apply", {})

    assert {code for code, _tier, _day in titles(app)} == {FIRST, SECOND}
    with app.app_context(), reading() as session:
        answered = (
            select(AuditEvent.detail).where(AuditEvent.action == "import.rows_answered").order_by(AuditEvent.id)
        )
        assert [each["rows"] for each in session.scalars(answered)] == [1, 2]


def test_a_list_with_codes_needs_only_its_day(app, two_known, at_once):
    upload(two_known, WITH_CODES.read_bytes())
    assert "18 行没有认定日期" in two_known.get(PAGE).text

    two_known.post(PAGE, {"granted_on": "2024-05-08"})
    two_known.post("/imports/1/apply", {})

    assert titles(app) == {(FIRST, "srdi", date(2024, 5, 8)), (SECOND, "srdi", date(2024, 5, 8))}


def test_a_code_of_the_early_years_counts_when_a_person_saw_the_licence(app, maria, at_once):  # noqa: F811
    upload(maria, EARLY_CODES.read_bytes())
    page = maria.get(PAGE).text
    assert page.count("已见营业执照，代码无误") == 3  # nine first; a public body and a resident's number are refused

    maria.post(PAGE, {"confirm-2-企业台账": "y"})
    maria.post("/imports/1/apply", {})

    with app.app_context(), reading() as session:
        assert session.scalars(select(Enterprise.credit_code)).all() == ["91350203M0001QKT19"]


def test_a_code_confirmed_once_is_not_asked_again_by_the_next_file(app, maria, at_once):  # noqa: F811
    upload(maria, EARLY_CODES.read_bytes())
    maria.post(PAGE, {"confirm-2-企业台账": "y"})
    maria.post("/imports/1/apply", {})

    upload(maria, with_a_note(EARLY_CODES))

    page = maria.get("/imports/2/rows").text
    assert page.count("已见营业执照，代码无误") == 2
    assert "91350203M0001QKT19" not in page
    assert batch(app, 2).report["compared"]["企业台账"]["same"] == 1


def with_a_note(path):
    """The same register as another file."""
    book = load_workbook(path)
    book.create_sheet("说明").append(["第二季度"])
    changed = BytesIO()
    book.save(changed)
    return changed.getvalue()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "没有选定任何一行"),
        ({"code-3-Sheet1": SECOND}, "不在可选之列"),
        ({"granted_on": "2099-01-01"}, "今天之后"),
        ({"granted_on": "2024年"}, "请填写存在的日期"),
    ],
)
def test_what_was_not_offered_is_refused_and_nothing_is_read_again(app, two_known, at_once, sent, words):
    upload(two_known, BY_NAME.read_bytes())

    answer = two_known.post(PAGE, sent)

    assert answer.status_code == 422
    assert words in answer.text
    assert batch(app).state is BatchState.PREVIEWED


def test_of_a_written_batch_nothing_is_said_any_more(two_known, at_once):
    upload(two_known, BY_NAME.read_bytes())
    two_known.post("/imports/1/apply", {})

    assert two_known.get(PAGE).status_code == 409


def test_rows_that_can_be_answered_come_before_those_that_cannot(two_known, at_once, monkeypatch):
    monkeypatch.setattr(rows_page, "LONGEST_PAGE", 1)
    rows = "北京丙石智能装备有限公司,,古城", f"北京甲石智能装备有限公司,{FIRST[:17]},古城"
    upload(two_known, "\n".join(["企业名称,统一社会信用代码,所属街道", *rows]).encode(), "企业台账.csv")

    page = two_known.get(PAGE).text
    assert f"北京甲石智能装备有限公司（{FIRST}）" in page
    assert "北京丙石智能装备有限公司" not in page


def test_an_answer_goes_to_its_row_though_another_was_answered_meanwhile(app, maria, at_once):  # noqa: F811
    upload(maria, EARLY_CODES.read_bytes())
    as_drawn = {"confirm-2-企业台账": "y"}, {"confirm-3-企业台账": "y"}
    maria.post(PAGE, as_drawn[0])

    maria.post(PAGE, as_drawn[1])
    maria.post("/imports/1/apply", {})

    with app.app_context(), reading() as session:
        codes = session.scalars(select(Enterprise.credit_code).order_by(Enterprise.credit_code)).all()
    assert codes == ["91350203M0001QKT19", "91350211M00013FA1N"]


def test_a_published_list_among_registers_points_to_where_such_lists_are_taken_and_back(app, two_known, at_once):
    way = 'href="/recognitions/import"'
    upload(two_known, BY_NAME.read_bytes())
    assert way in two_known.get("/imports/1").text
    proposed = "2024年拟认定专精特新企业公示名单\n序号,企业,联系地址\n1,北京甲石智能装备有限公司,古城\n"
    upload(two_known, proposed.encode(), "公示.csv")
    assert batch(app, 2).state is BatchState.FAILED
    assert way in two_known.get("/imports/2").text
    upload(
        two_known, b"\xef\xbb\xbf" + f"企业名称,统一社会信用代码,所属街道\n甲公司,{FIRST},古城\n".encode(), "台账.csv"
    )
    assert way not in two_known.get("/imports/3").text

    assert 'href="/imports"' in two_known.get("/recognitions/import").text


def test_an_answer_drawn_for_a_file_whose_rows_moved_since_is_refused(app, two_known, at_once):
    first, second = (f"北京{name}石智能装备有限公司,,古城" for name in "甲乙")
    headings = "企业名称,统一社会信用代码,所属街道"
    for rows in ((first, second), (second, first)):
        upload(two_known, "\n".join([headings, *rows]).encode(), "企业台账.csv")
    drawn = {"code-2-企业台账": FIRST}

    answer = two_known.post("/imports/2/rows", drawn)
    two_known.post(PAGE, drawn)
    two_known.post("/imports/1/apply", {})

    assert answer.status_code == 422
    assert "第 2 行选定的企业不在可选之列" in answer.text
    assert batch(app, 2).state is BatchState.PREVIEWED
    with app.app_context(), reading() as session:
        streets = dict(session.execute(select(Enterprise.credit_code, Enterprise.street)).tuples().all())
    assert streets == {FIRST: "古城", SECOND: None}
