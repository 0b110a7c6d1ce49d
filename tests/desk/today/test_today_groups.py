"""今日 stays short: long groups fold, and every emptiness says what comes next."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import TODAY
from tests.desk.today.test_stewards_lists import contacted
from tests.makers import make_enterprise, writing


def test_a_long_group_is_folded_and_its_link_opens_all_its_rows(app, signed_in, cast):
    cast.person("stefan")
    names = [f"迟到{number:02}公司" for number in range(12)]
    with writing(app) as session:
        for name in names:
            contacted(session, make_enterprise(session, name, steward="stefan"), 10, plan=TODAY - timedelta(days=1))
    stefan = signed_in("stefan")

    day, group = stefan.get("/today").text, stefan.get("/today?group=overdue").text

    assert "全部 12 项" in day
    assert sum(f"联系 {name}</a>" in day for name in names) < len(names)
    assert all(f"联系 {name}</a>" in group for name in names)
    assert "全部 12 项" not in group


def test_one_group_alone_says_when_it_is_done(signed_in):
    assert "回到今日" in signed_in("stefan").get("/today?group=near").text


def test_a_steward_without_enterprises_reads_what_will_come(signed_in):
    assert "主管分派后" in signed_in("stefan").get("/today").text
