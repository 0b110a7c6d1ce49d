"""No number of a person lies in the clear: not in the files of a batch, not in a table, not when rows are left out."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import text

from crm.db import Base, reading
from crm.imports.batches.store import BatchStore
from tests.imports.batches.test_pages import maria, upload  # noqa: F401  (fixtures)
from tests.imports.books import CODE, NAME, OTHER_CODE

MOBILE, RESIDENT = "13800138000", "11010519491231002X"
REGISTER = (
    "企业名称,统一社会信用代码,联系人,手机,备注\n"
    f"{NAME},{CODE},张三,{MOBILE},找张三 {MOBILE}\n"
    f"北京山石磁材有限公司,{OTHER_CODE[:-1]}9,李四,{MOBILE},{RESIDENT}\n"
)


@pytest.fixture
def store(app):
    return BatchStore.of(app.config["SETTINGS"], 1)


def in_the_clear(store) -> list[str]:
    """The files of a batch in which one of the numbers can be read."""
    numbers = (MOBILE.encode(), RESIDENT.encode(), NAME.encode())
    return [path.name for path in store.folder.iterdir() if any(number in path.read_bytes() for number in numbers)]


def test_the_files_of_a_batch_tell_nobody_anything(maria, at_once, store):  # noqa: F811
    upload(maria, REGISTER.encode(), "登记册.csv")
    before = in_the_clear(store)

    maria.post("/imports/1/apply", {})

    assert before == in_the_clear(store) == []
    assert [each.values["cells"][3] for each in store.read_findings().findings if "cells" in each.values] == [MOBILE]


def test_no_table_holds_a_number_in_the_clear(app, maria, at_once):  # noqa: F811
    upload(maria, REGISTER.encode(), "登记册.csv")
    maria.post("/imports/1/apply", {})

    with app.app_context(), reading() as session:
        told = [
            table.name
            for table in Base.metadata.sorted_tables
            for row in session.execute(text(f"SELECT * FROM {table.name}"))
            if MOBILE in repr(tuple(row)) or RESIDENT in repr(tuple(row))
        ]
    assert told == []


def test_a_file_of_one_batch_is_none_of_another(app, maria, at_once, store):  # noqa: F811
    upload(maria, REGISTER.encode(), "登记册.csv")
    other = BatchStore.of(app.config["SETTINGS"], 2)
    other.folder.mkdir(parents=True)
    (other.folder / "staged.json").write_bytes((store.folder / "staged.json").read_bytes())

    with pytest.raises(InvalidTag):
        other.read_staged()


def test_the_child_reads_the_file_out_of_memory(maria, at_once, store):  # noqa: F811
    upload(maria, REGISTER.encode(), "登记册.csv")

    with store.open_upload() as path:
        content = path.read_bytes()

    assert content == REGISTER.encode()
    assert not path.exists()


def test_a_batch_of_before_the_seal_says_that_its_rows_cannot_be_shown(maria, at_once, store):  # noqa: F811
    upload(maria, REGISTER.encode(), "登记册.csv")
    for name in ("findings.json", "excerpts.json"):
        (store.folder / name).write_bytes(b'{"sheets": [], "findings": []}' + bytes(40))

    page, download = maria.get("/imports/1"), maria.get("/imports/1/rejects")

    assert "这次导入的明细是旧版本保存的" in page.text
    assert download.status_code == 409
    assert "重新上传文件预览" in download.text
