"""The manager's list of all enterprises, on the screen and as a file."""

import csv
import re
from io import BytesIO, StringIO

import openpyxl
import pytest
from sqlalchemy import event, select

from crm.audit.models import AuditEvent
from crm.cultivation.models import Title
from crm.db import db
from crm.web.downloads.files import harmless, workbook, write_csv
from tests.makers import make_contact, make_enterprise, writing


@pytest.fixture
def district(app, cast):
    """A handful of enterprises that differ in everything one can filter by."""
    for name in ("stefan", "lina", "maria"):
        cast.person(name)
    with writing(app) as session:
        first = make_enterprise(session, "北京甲机械有限公司", steward="stefan", tier="srdi", street="八角")
        make_contact(session, first, "王伟", key=app.config["SETTINGS"].field_key)
        make_enterprise(
            session, "北京乙软件有限公司", steward="lina", tier="innovative", street="古城", industry="I6513"
        )
        make_enterprise(session, "北京丙设计有限公司", street="古城", industry="M7491")
        make_enterprise(session, "北京丁商贸有限公司", steward="lina", in_pool=False, street="鲁谷", industry="F5176")
    return first


def names(page):
    return re.findall(r'class="row-name"[^>]*>([^<]+)<', page.text)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", "丁丙乙甲"),
        ("tier=srdi", "甲"),
        ("tier=seed", "丁丙"),
        ("street=%E5%8F%A4%E5%9F%8E", "丙乙"),
        ("steward=none", "丙"),
        ("industry=I", "乙"),
        ("pool=in", "丙乙甲"),
        ("pool=out", "丁"),
        ("q=bjjjx", "甲"),
        ("q=%E4%B9%99%E8%BD%AF", "乙"),
        ("q=5707", "甲"),
        ("q=%E7%8E%8B%E4%BC%9F", "甲"),
        ("q=%25", ""),
        ("q=_", ""),
        ("sort=street", "甲丙乙丁"),
        ("sort=-tier", "甲乙丁丙"),
        ("sort=-steward", "甲丁乙丙"),
        ("street=%E5%8F%A4%E5%9F%8E&tier=innovative", "乙"),
    ],
)
def test_the_list_shows_what_the_filters_ask_for(signed_in, district, asked, found):
    page = signed_in("maria").get(f"/enterprises?{asked}")

    shown = "".join(name[2] for name in names(page))
    assert sorted(shown) == sorted(found)
    if asked.startswith("sort=-") or asked == "sort=street":
        assert shown[0] == found[0]


def test_the_filter_by_steward_names_those_who_look_after_somebody(signed_in, cast, district):
    page = signed_in("maria").get(f"/enterprises?steward={cast.person('lina').id}")

    assert sorted(names(page)) == ["北京丁商贸有限公司", "北京乙软件有限公司"]


@pytest.mark.parametrize(
    "asked",
    [
        "sort=credit_code;drop",
        "tier=gold",
        "street=nowhere",
        "steward=0",
        "steward=-1",
        "page=0",
        "page=1e3",
        "page=99999999999",
        "tier=srdi&tier=seed",
        "industry=Z",
        "pool=maybe",
        "q=%00",
    ],
)
def test_a_filter_that_is_not_offered_is_refused(signed_in, district, asked):
    assert signed_in("maria").get(f"/enterprises?{asked}").status_code == 400


def test_stewards_handlers_and_administrators_have_no_list_of_all(signed_in, district):
    for name in ("stefan", "hana", "adam", "rita", "otto"):
        assert signed_in(name).get("/enterprises").status_code == 403
        assert signed_in(name).get("/enterprises/export.csv").status_code == 403


def test_an_empty_list_says_what_to_do(signed_in, cast):
    page = signed_in("maria").get("/enterprises")

    assert "/pool/new" in page.text
    assert "还没有企业" in page.text


def test_the_next_page_begins_where_this_one_ends(app, signed_in, cast):
    cast.person("maria")
    with writing(app) as session:
        for number in range(53):
            make_enterprise(session, f"北京第{number:02d}家科技有限公司")
    maria = signed_in("maria")

    first, second = (
        maria.get("/enterprises?street=%E5%85%AB%E8%A7%92"),
        maria.get("/enterprises?street=%E5%85%AB%E8%A7%92&page=2"),
    )

    assert (len(names(first)), len(names(second))) == (50, 3)
    assert not set(names(first)) & set(names(second))
    assert "page=2" in first.text


def test_a_longer_list_asks_the_database_no_more_often(app, signed_in, district):
    maria = signed_in("maria")
    few = statements(app, lambda: maria.get("/enterprises"))
    with writing(app) as session:
        for number in range(30):
            make_enterprise(session, f"北京第{number:02d}家科技有限公司", steward="stefan")

    many = statements(app, lambda: maria.get("/enterprises"))

    assert few == many


def test_the_workbook_holds_what_is_on_the_screen(app, signed_in, district):
    with writing(app) as session:
        session.scalars(select(Title).where(Title.enterprise_id == district.id)).one().certificate = "2024ZJTX0041"

    answer = signed_in("maria").get("/enterprises/export.xlsx?tier=srdi")

    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][:4] == ["北京甲机械有限公司", district.credit_code, "专精特新中小企业", "八角"]
    assert (rows[0][-1], rows[1][-1]) == ("证书编号", "2024ZJTX0041")
    assert len(rows) == 2
    assert "filename*=UTF-8''%E4%BC%81%E4%B8%9A" in answer.headers["Content-Disposition"]


def test_the_text_file_holds_the_same_and_the_act_is_recorded_without_the_search(app, signed_in, district):
    answer = signed_in("maria").get("/enterprises/export.csv?q=bjjj&sort=-tier")

    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[1][0] == "北京甲机械有限公司"
    with writing(app) as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert last.action == "list.exported"
    assert last.detail == {"format": "csv", "rows": 1, "total": 1, "filters": {"sort": "-tier"}}


@pytest.mark.parametrize("name", ["applications", "duties", "service-plans"])
def test_the_trail_keeps_the_filters_of_a_file_and_not_the_words_searched_for(app, signed_in, name):
    assert signed_in("maria").get(f"/{name}/export.csv?q=王雪梅&street=八角").status_code == 200

    with writing(app) as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (last.action, last.detail["filters"]) == ("list.exported", {"street": "八角"})


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", " =1", '=HYPERLINK("http://evil")', "=cmd|' /C calc'!A0"]
)
def test_no_cell_of_a_file_is_a_formula(cell):
    book = openpyxl.load_workbook(BytesIO(workbook("名单", ["企业"], [[cell]])))
    text = write_csv(["企业"], [[cell]]).decode("utf-8-sig")

    assert book.active["A2"].data_type == "s"
    assert list(csv.reader(StringIO(text, newline="")))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["北京样例", "91110107MADE000076", "", "2026-11-24", "（-1）"])
def test_an_ordinary_cell_is_left_alone(cell):
    assert harmless(cell) == cell


def statements(app, act):
    """How many statements an act sends to the database."""
    with app.app_context():
        engine = db.engine
    seen = []

    def count(*_arguments):
        seen.append(1)

    event.listen(engine, "before_cursor_execute", count)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)
