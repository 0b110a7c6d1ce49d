"""Tables saved from a page, and comma-separated texts: cells over several rows, and the name of the only sheet."""

import pytest

from crm.imports.workbook.files import read_file
from crm.imports.workbook.refusals import Refusal
from tests.imports.books import CODE, NAME, OTHER_CODE, stage


def page(tmp_path, *rows):
    path = tmp_path / "page.xls"
    path.write_text(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>", encoding="utf-8")
    return path


def test_a_cell_over_several_rows_is_in_each_of_them_and_shifts_nothing(tmp_path):
    path = page(
        tmp_path,
        "<td>企业名称<td>统一社会信用代码<td>年度<td>营业收入",
        f'<td rowspan="2">{NAME}<td rowspan="2">{CODE}<td>2024<td>5',
        "<td>2025<td>6",
        f"<td>北京星博有限公司<td>{OTHER_CODE}<td>2025<td>7",
    )

    read = [(row.uscc, row.year, row.values["revenue"] // 1_000_000) for row in stage(path).figures]

    assert read == [(CODE, 2024, 5), (CODE, 2025, 6), (OTHER_CODE, 2025, 7)]


def test_groups_of_a_page_are_groups(tmp_path):
    path = page(
        tmp_path,
        "<td rowspan=2>企业名称<td rowspan=2>统一社会信用代码<td colspan=2>2024年<td colspan=2>2025年",
        "<td>营业收入<td>研发费用<td>营业收入<td>研发费用",
        f"<td>{NAME}<td>{CODE}<td>1<td>2<td>3<td>4",
    )

    read = {row.year: (row.values["revenue"], row.values["rd_expense"]) for row in stage(path).figures}

    assert read == {2024: (1_000_000, 2_000_000), 2025: (3_000_000, 4_000_000)}


def test_a_text_is_a_sheet_under_the_name_it_was_sent_by(tmp_path):
    path = tmp_path / "upload.xlsx"
    path.write_bytes("企业名称,统一社会信用代码\n甲,乙\n".encode("gb18030"))

    assert [sheet.name for sheet in read_file(path, "2025年经营情况.csv").sheets] == ["2025年经营情况"]
    assert [sheet.name for sheet in read_file(path).sheets] == ["upload"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_text_in_marked_utf_16_is_read(tmp_path, encoding):
    path = tmp_path / "export.csv"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path.write_bytes(f"{mark}企业名称\t统一社会信用代码\t年度\n{NAME}\t{CODE}\t2025\n".encode(encoding))

    assert [row.cells for row in read_file(path).sheets[0].rows[1:]] == [(NAME, CODE, "2025")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_xml_spreadsheet_of_2003_is_refused_with_what_to_do(tmp_path, encoding):
    path = tmp_path / "old.xls"
    page = '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
    path.write_bytes(page.encode(encoding))

    with pytest.raises(Refusal, match="file_xml_of_2003"):
        read_file(path)
