"""Published lists as workbooks: which column says what, what each row announces, and what is refused."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from crm.cultivation.models import Tier
from crm.cultivation.recognitions.models import ListPurpose
from crm.cultivation.recognitions.reading import MOST_LINES, PrintedLine
from crm.enterprises.identity.credit_codes import made_up_code
from crm.errors import CrmError
from crm.imports.published.lists import WorkbookHeading, read_lists
from crm.imports.published.rows import PublishedRow, read_published
from crm.imports.workbook.child import published_rows
from crm.imports.workbook.files import read_file
from crm.imports.workbook.refusals import Refusal
from tests.makers import make_enterprise, writing

CODE, OTHER = made_up_code(41), made_up_code(42)
NAME, SECOND = "北京甲科技有限公司", "北京乙（集团）有限公司"
TITLE = "北京市2026年度第一批专精特新中小企业名单"
DOCUMENT, DAY = "京经信发〔2026〕9号", date(2026, 11, 2)
HEAD = ["序号", "企业名称", "统一社会信用代码", "所属区"]
ROWS = [[1, NAME, CODE, "石景山区"], [2, SECOND, "", "海淀区"]]
LISTED = [PrintedLine(NAME, CODE), PrintedLine(SECOND)]


def announced(purpose=ListPurpose.RECOGNISED, **known):
    return WorkbookHeading(DOCUMENT, purpose, **{"tier": Tier.SRDI, "decided_on": DAY, **known})


def row(**cells):
    return PublishedRow(7, {"name": NAME, "uscc": CODE, "tier": "", "granted_on": "", "certificate": "", **cells})


@pytest.fixture
def read(workbook):
    """What a workbook of these rows, or of these sheets, says under a heading."""

    def read(rows, sheet="", **known):
        path = workbook(rows if isinstance(rows, dict) else {"名单": rows})
        return read_lists(read_published(read_file(path), sheet), announced(**known))

    return read


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, *ROWS],
        [[TITLE], [], HEAD, *ROWS, ["注：排名不分先后"]],
        [["单位名称", "所属区", "社会信用代码"], *([line[1], line[3], line[2]] for line in ROWS)],
        [["序号", "入选者", "编码"], *(line[:3] for line in ROWS)],
        ROWS,
        [[*HEAD[:3], "备注"], *ROWS, [*HEAD[:3], "备注"]],
    ],
    ids=["by words", "under a title", "other words", "by shape", "no headings", "headings again"],
)
def test_names_and_codes_are_found_by_words_or_by_shape(read, rows):
    [(heading, lines)] = read(rows).lines.items()

    assert lines == LISTED
    assert (heading.tier, heading.decided_on, heading.document) == (Tier.SRDI, DAY, DOCUMENT)


def test_the_title_and_the_day_are_read_from_the_lines_over_the_table(read):
    over = [[TITLE], ["认定日期：2026年11月2日"]]

    [heading] = read([*over, HEAD, *ROWS], tier=None, decided_on=None).lines

    assert (heading.tier, heading.decided_on) == (Tier.SRDI, DAY)


def test_rows_of_several_titles_and_days_are_lists_of_their_own(read):
    rows = [
        ["企业名称", "称号", "认定日期"],
        [NAME, "创新型中小企业", "2026-11-02"],
        [SECOND, "专精特新中小企业（复核通过）", "2026年11月3日"],
    ]

    lists = read(rows, tier=None, decided_on=None).lines

    assert [(one.tier, one.purpose, one.decided_on, len(lines)) for one, lines in lists.items()] == [
        (Tier.INNOVATIVE, ListPurpose.RECOGNISED, DAY, 1),
        (Tier.SRDI, ListPurpose.REVIEW_PASSED, date(2026, 11, 3), 1),
    ]


def test_a_day_under_words_of_its_own_is_not_taken_for_that_of_the_title(read):
    with_founding = [["企业名称", "成立日期"], [NAME, "2001-02-03"]]

    [heading] = read(with_founding).lines

    assert heading.decided_on == DAY


@pytest.mark.parametrize("words", ["证书编号", "证书号", "编号"])
def test_the_numbers_of_certificates_are_read_and_not_taken_for_anything_else(read, words):
    numbered = [[words, "企业名称"], ["2026ZJTX0041", NAME], ["", SECOND]]

    [lines] = read(numbered).lines.values()

    assert lines == [PrintedLine(NAME, certificate="2026ZJTX0041"), PrintedLine(SECOND)]


def test_a_column_of_numbers_that_only_counts_the_rows_holds_no_certificates(read):
    [lines] = read([["编号", "企业名称"], [1, NAME], [2, SECOND]]).lines.values()

    assert lines == [PrintedLine(NAME), PrintedLine(SECOND)]


def test_one_of_two_sheets_has_to_be_named(read):
    two = {"认定": [HEAD, *ROWS], "复核": [HEAD, [1, "北京丙有限公司", "", ""]], "说明": [["本表由市局提供"]]}

    with pytest.raises(Refusal, match="published_sheets") as refused:
        read(two)
    [lines] = read(two, sheet="复核").lines.values()

    assert refused.value.values == {"sheets": "认定、复核"}
    assert lines == [PrintedLine("北京丙有限公司")]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["说明"], ["本表由市局提供"]], "published_without_names"),
        ([["企业名称", "企业名称"], [NAME, SECOND]], "column_twice"),
    ],
)
def test_a_workbook_that_lists_nobody_or_twice_is_refused(read, rows, code):
    with pytest.raises(Refusal, match=code):
        read(rows)


def test_a_row_that_is_hidden_is_not_passed_over_in_silence(tmp_path):
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名单")
        for number, line in enumerate([HEAD, *ROWS]):
            sheet.write_row(number, 0, line)
        sheet.set_row(2, None, None, {"hidden": True})

    assert "published_rows_unseen" in published_rows(path, "")


@pytest.mark.parametrize(
    ("cells", "known", "code"),
    [
        ({"name": ""}, {}, "published_nameless"),
        ({"name": "名" * 201}, {}, "published_name_long"),
        ({"uscc": CODE[:17]}, {}, "list_code_bad"),
        ({"tier": "高新技术企业"}, {}, "published_title_bad"),
        ({"tier": "科技型中小企业"}, {"tier": None}, "published_title_bad"),
        ({"tier": "拟认定专精特新中小企业"}, {}, "published_title_bad"),
        ({"tier": "创新型中小企业"}, {}, "published_other_title"),
        ({}, {"tier": None}, "published_title_unsaid"),
        ({"granted_on": "2026年11月"}, {}, "published_day_bad"),
        ({"granted_on": "2026-11-03"}, {}, "published_other_day"),
        ({}, {"decided_on": None}, "published_day_unsaid"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(cells, known, code):
    [problem] = read_lists([row(**cells)], announced(**known)).problems

    assert (problem.row, problem.error.code) == (7, code)


def test_a_list_of_those_who_lost_the_title_may_say_so_in_its_rows():
    lost = announced(ListPurpose.REVIEW_FAILED)

    [heading] = read_lists([row(tier="专精特新中小企业复核未通过")], lost).lines

    assert (heading.tier, heading.purpose) == (Tier.SRDI, ListPurpose.REVIEW_FAILED)


@pytest.mark.parametrize(("count", "code"), [(0, "list_empty"), (MOST_LINES + 1, "list_too_long")])
def test_a_list_of_none_or_of_too_many_is_refused(count, code):
    with pytest.raises(CrmError, match=code):
        read_lists([row()] * count, announced())


def as_file(*rows):
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        for number, line in enumerate(rows):
            sheet.write_row(number, 0, line)
    content.seek(0)
    return content, "名单.xlsx"


FORM = {
    "document": DOCUMENT,
    "purpose": "recognised",
    "tier": "",
    "decided_on": DAY.isoformat(),
    "sheet": "",
    "cause": "",
}


def test_a_workbook_is_taken_once_decided_and_done_and_is_known_when_it_is_pasted(app, cast, signed_in):
    cast.person("maria")
    with writing(app) as session:
        make_enterprise(session, NAME, credit_code=CODE)
    maria = signed_in("maria")
    rows = [[TITLE], HEAD, *ROWS]

    bad = maria.post("/recognitions/import", {**FORM, "file": as_file(*rows[:3], [3, SECOND, CODE[:17]])})
    taken = maria.post("/recognitions/import", {**FORM, "file": as_file(*rows)})
    again = maria.post("/recognitions/import", {**FORM, "file": as_file(*rows)})
    pasted = "\n".join("\t".join(map(str, line)) for line in ROWS)
    by_hand = maria.post("/recognitions/new", {**FORM, "tier": "srdi", "lines": pasted})
    page = maria.get("/recognitions/1").text
    maria.post("/recognitions/1/decide", {"decision": "taken", "line": ["1"]})
    maria.post("/recognitions/1/decide", {"decision": "left_out", "line": ["2"]})
    maria.post("/recognitions/1/apply", {})

    assert bad.status_code == 422
    assert "第 4 行" in bad.text
    assert taken.headers["Location"].endswith("/recognitions/1")
    assert "信用代码相同" in page
    for answer in (again, by_hand):
        assert answer.status_code == 409
        assert "无需再登记" in answer.text
    assert NAME in maria.get("/recognitions/1?part=done").text


def test_what_is_no_workbook_is_said_and_not_an_error(cast, signed_in):
    answer = signed_in("maria").post("/recognitions/import", {**FORM, "file": (BytesIO(b"PK\x03\x04"), "a.xlsx")})

    assert answer.status_code == 422
