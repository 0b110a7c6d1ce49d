"""今日: flags by kind, known one by one or all at once; while covering, the absent colleague's plans are one's own."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from crm.audit.models import AuditEvent
from crm.cultivation.flags.models import FlagEvent
from crm.cultivation.models import Flag, Tier
from crm.stewards import leave
from tests.conftest import TODAY
from tests.desk.today.test_stewards_lists import contacted
from tests.makers import make_contact, make_enterprise, writing
from tests.makers_of_flags import make_flag


@pytest.fixture
def flags(app, cast):
    """Three new flags of Stefan's, two of them near."""
    stefan = cast.person("stefan")
    with writing(app) as session:
        for kind in ("near", "near", "ask"):
            make_flag(session, make_enterprise(session, steward=stefan), Tier.SRDI, kind)
    return stefan


def seen(app):
    with writing(app) as session:
        return [flag.kind for flag in session.scalars(select(Flag).join(FlagEvent).order_by(Flag.id))]


def recorded(app):
    with writing(app) as session:
        return list(session.scalars(select(AuditEvent.detail).where(AuditEvent.action == "flags.seen")))


def numbers_in(page):
    return re.findall(r'name="flag" value="(\d+)"', page)


def test_flags_stand_in_groups_by_kind(signed_in, flags):
    page = signed_in("stefan").get("/today").text

    assert "新标记：临近" in page
    assert "新标记：待补资料" in page
    assert "新标记：已符合" not in page


def test_all_of_a_kind_are_known_at_once_and_the_others_stay(app, signed_in, flags):
    stefan = signed_in("stefan")

    stefan.post("/flags/seen", {"flag": numbers_in(stefan.get("/today").text)})
    page = stefan.get("/today").text

    assert seen(app) == ["near", "near"]
    assert recorded(app) == [{"count": 2}]
    assert "新标记：临近" not in page
    assert "新标记：待补资料" in page


def test_flags_of_others_are_not_taken_from_them(app, signed_in, cast, flags):
    numbers = numbers_in(signed_in("stefan").get("/today").text)

    signed_in("lina").post("/flags/seen", {"flag": numbers})

    assert seen(app) == []


def test_knowing_one_stays_in_the_list_it_was_known_from(signed_in, flags):
    stefan = signed_in("stefan")
    page = stefan.get("/today?group=near").text
    address = re.search(r'action="(/enterprises/\d+/flags/\d+/seen)"', page).group(1)

    answer = stefan.post(address, {"back": "today", "group": "near"})

    assert answer.headers["Location"] == "/today?group=near"


@pytest.fixture
def covering(app, cast):
    """Stefan stands in for Doris, who has promised to go today."""
    stefan, doris, maria = (cast.person(name) for name in ("stefan", "doris", "maria"))
    with writing(app) as session:
        enterprise = make_enterprise(session, "请假企业公司", steward=doris)
        contacted(session, enterprise, 10, plan=TODAY, by="doris")
        make_contact(session, enterprise, key=app.config["SETTINGS"].field_key)
        leave.arrange(session, doris.id, stefan.id, from_on=TODAY, to_on=TODAY, why="休假", by=maria.id, on=TODAY)


def test_the_plans_of_the_absent_are_marked_and_never_offered_as_going_too(signed_in, covering):
    page = signed_in("stefan").get("/today").text

    assert "联系 请假企业公司" in page
    assert "代管 Doris" in page
    assert "也去" not in page


def test_a_card_calls_with_one_tap(signed_in, covering):
    page = signed_in("stefan").get("/today").text

    assert re.search(r'hx-post="/enterprises/\d+/contacts/\d+/reveal"', page)
    assert "data-dials" in page
