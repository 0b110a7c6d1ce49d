"""A workbook of payments: read by its headings, written whole or not at all, the same file twice written once."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from crm.awards.benefits.queries import award_record
from crm.awards.payments.queries import title_awards_paid
from crm.awards.payments.wholesale import record_payments
from crm.errors import CrmError
from crm.imports.payments.listing import read_list
from crm.imports.workbook.child import first_table
from crm.money import FEN_IN_WAN
from tests.cast import make_person
from tests.conftest import TODAY
from tests.makers import make_enterprise
from tests.makers_of_awards import IN_FORCE, MEASURES, REPEALED

CODE, OTHER = "91110107MADEM7001Q", "91110107MADEM7002U"
HEAD = ["统一社会信用代码", "依据文件", "事项", "称号", "项目", "年度", "金额（万元）", "拨付日期", "凭证号"]
AWARD = [CODE, REPEALED, "第一条", "创新型中小企业", "", "", 3, "2022-12-01", "拨-1"]
INTEREST = [OTHER, IN_FORCE, "贷款贴息", "", "", 2025, 40.5, date(2025, 12, 1), "息-1"]


def rows(*lines, head=HEAD):
    return [(1, ["兑付清单"]), *((number, list(line)) for number, line in enumerate([head, *lines], start=2))]


@pytest.fixture
def two(session):
    return make_enterprise(session, credit_code=CODE), make_enterprise(session, credit_code=OTHER)


@pytest.fixture
def record(session, two):
    def write(*lines, head=HEAD):
        read = read_list(rows(*lines, head=head), MEASURES)
        assert read.faults == ()
        return record_payments(session, read.listed, MEASURES, by=make_person(session, "maria").id, on=TODAY)

    return write


def test_a_list_is_read_by_its_headings_and_written(session, two, record):
    result = record(AWARD, [str(cell) for cell in INTEREST])

    assert (result.written, result.known) == (2, 0)
    assert title_awards_paid(session, {one.id for one in two}) == {two[0].id: 3 * FEN_IN_WAN}


def test_the_same_list_again_writes_nothing(record):
    record(AWARD)
    again = record(AWARD, INTEREST)

    assert (again.written, again.known) == (1, 1)


def test_amounts_may_stand_in_yuan(session, two, record):
    in_yuan = [*HEAD[:6], "金额（元）", *HEAD[7:]]
    record([*AWARD[:6], "30,000.00", *AWARD[7:]], head=in_yuan)

    assert title_awards_paid(session, {two[0].id}) == {two[0].id: 3 * FEN_IN_WAN}


@pytest.mark.parametrize("words", ["A 股上市公司迁入（市、区两级合计）", "A股上市公司迁入(市、区两级合计)"])
def test_a_benefit_is_known_by_its_name_however_its_blanks_and_brackets_are_typed(words):
    [listed] = read_list(rows([*AWARD[:2], words, "", *AWARD[4:]]), MEASURES).listed

    assert listed.entry.benefit == "listing_moved_in"


def test_a_voucher_and_a_project_are_written_as_on_the_page(record, session, two):
    line = [CODE, IN_FORCE, "第二条", "", " AI  平台\n（一期）", "", 100, "2024-05-01", "拨 1（补）"]
    record(line)

    [paid] = award_record(session, two[0].id).payments
    assert (paid.subject, paid.voucher) == ("AI 平台 （一期）", "拨 1（补）")


def test_one_bad_row_and_nothing_is_written(session, two, record):
    stranger = ["91110107MADEM7003Y", *AWARD[1:8], "拨-2"]
    above = [CODE, IN_FORCE, "第一条", "专精特新中小企业", "", "", 20, "2024-05-01", "拨-3"]

    result = record(AWARD, stranger, above)

    assert [(one.row, one.error.code) for one in result.faults] == [
        (4, "payment_enterprise_unknown"),
        (5, "payment_above_cap"),
    ]
    assert title_awards_paid(session, {two[0].id}) == {}


def test_a_voucher_twice_in_one_list_is_a_fault_of_the_second_row(record):
    [fault] = record(AWARD, [*AWARD[:6], 2, *AWARD[7:]]).faults

    assert (fault.row, fault.error.code) == (4, "payment_voucher_known")


@pytest.mark.parametrize(
    ("place", "cell", "code"),
    [
        (0, "91110107MADEM7001", "list_code_bad"),
        (2, "第十条", "list_benefit_unknown"),
        (3, "", "list_title_bad"),
        (3, "拟认定专精特新", "list_title_bad"),
        (5, "二零二五", "list_year_bad"),
        (5, "1999", "list_year_bad"),
        (5, "2101", "list_year_bad"),
        (6, "", "list_amount_bad"),
        (6, -3, "list_amount_bad"),
        (6, 0, "list_amount_bad"),
        (6, "约3万", "list_amount_bad"),
        (7, "2022-12", "list_day_bad"),
        (7, "2022-02-30", "list_day_bad"),
        (8, "", "list_voucher_missing"),
        (8, "拨" * 65, "list_text_long"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_by_its_row(place, cell, code):
    line = list(AWARD)
    line[place] = cell

    [fault] = read_list(rows(line), MEASURES).faults

    assert (fault.row, fault.error.code) == (3, code)


def test_a_sheet_without_the_columns_is_refused_as_a_whole():
    with pytest.raises(CrmError, match="list_without_headings"):
        read_list([(1, ["企业名称", "金额"])], MEASURES)
    with pytest.raises(CrmError, match="list_lacks_columns"):
        read_list(rows(head=HEAD[:7] + HEAD[8:]), MEASURES)


def workbook(*lines) -> BytesIO:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, line in enumerate([HEAD, *lines]):
            for column, cell in enumerate(line):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
    content.seek(0)
    return content


def test_the_page_writes_a_workbook_and_shows_the_rows_it_cannot(cast, signed_in):
    with cast.writing() as session:
        make_enterprise(session, credit_code=CODE)
        make_enterprise(session, credit_code=OTHER)
    maria = signed_in("maria")

    bad = maria.post("/payments/import", {"file": (workbook(AWARD, [*INTEREST[:8], ""]), "a.xlsx")})
    good = maria.post("/payments/import", {"file": (workbook(AWARD, INTEREST), "b.xlsx")})

    assert bad.status_code == 422
    assert "第 3 行" in bad.text
    assert "没有凭证号" in bad.text
    assert good.status_code == 302
    assert "已登记 2 笔兑付" in maria.get("/payments/import").text


def test_what_is_no_workbook_is_said_and_not_an_error(signed_in):
    answer = signed_in("maria").post("/payments/import", {"file": (BytesIO(b"PK\x03\x04broken"), "a.xlsx")})

    assert answer.status_code == 422


def test_a_damaged_file_is_refused_by_the_reader(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 100)

    assert first_table(path).startswith('{"refused"')
