"""No page passes over what its address asks: a parameter that nobody reads is a 400 in words, and nothing is done."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.audit.models import AuditEvent
from crm.db import reading
from tests.access.conftest import District
from tests.access.table import rows
from tests.access.test_matrix import cells
from tests.access.visitors import Door


def exports() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).where(AuditEvent.action.like("%.exported"))) or 0


def test_every_page_refuses_a_parameter_it_does_not_know(app: Flask, district: District, door: Door):
    silent, refused = [], set()
    for row in rows():
        open_cells = [cell for cell in cells(app, row, district) if cell[2] == "ok"]
        if row.method != "GET" or row.endpoint == "static" or not open_cells:
            continue
        visitor, url, _ = open_cells[0]
        answer = door.send(visitor, "GET", f"{url}?unheard_of=1")
        if answer.status == 400 and "unheard_of" in answer.body.decode():
            refused.add(row.endpoint)
        elif door.send(visitor, "GET", url).status == 200:
            silent.append(f"{row} {answer.status}")

    assert silent == []
    assert {"desk.enterprises", "desk.near", "desk.mine", "dashboards.overview_page", "dashboards.trail"} <= refused
    assert {"desk.export_enterprises", "desk.export_near", "dashboards.export_trail"} <= refused
    with app.app_context():
        assert exports() == 0


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/enterprises?tier=srdi&sort=-name&page=1", 200),
        ("/enterprises?tier=srdi&srot=name", 400),
        ("/enterprises?tier=none_such", 400),
        ("/enterprises?sort=none_such", 400),
        ("/enterprises?page=0", 400),
        ("/enterprises?page=99", 200),
        ("/enterprises?org.htmx.cache-buster=x", 200),
        ("/near?stewart=3", 400),
        ("/overview?as_of=2026-01-01", 400),
    ],
)
def test_a_list_reads_all_of_its_address_or_says_what_it_does_not_know(signed_in, address: str, status: int):
    answer = signed_in("maria").raw.get(address)

    assert answer.status_code == status
    if "srot" in address:
        assert "地址中有这个页面不认识的条件：srot" in answer.get_data(as_text=True)
