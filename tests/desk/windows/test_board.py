"""申报窗口: state and working days of each window, and the flags for its title by steward."""

from datetime import date

import pytest
from sqlalchemy import true

from crm.cultivation.models import Tier
from crm.desk.windows.board import window_boards
from crm.standings import upkeep
from tests.cultivation.titles.test_titles import LADDER
from tests.makers import TODAY, make_enterprise, writing
from tests.makers_of_flags import make_flag

WINDOW = next(one for one in LADDER.windows if one.tier == "little_giant" and one.year == 2026)


def board(session, on):
    return window_boards(session, [WINDOW], true(), on)


@pytest.mark.parametrize(
    ("on", "state", "days"),
    [
        (date(2026, 4, 23), "coming", 1),  # Friday the 24th; the window begins on a Saturday
        (date(2026, 4, 25), "open", 19),  # May Day takes 1 to 5 May, and Saturday the 9th is worked
        (date(2026, 5, 22), "open", 1),
        (date(2026, 5, 25), "open", 0),
        (date(2026, 5, 26), "closed", 0),
    ],
)
def test_a_window_says_how_many_working_days_are_left(session, on, state, days):
    only = board(session, on)[0]

    assert (only.state, only.days) == (state, days)


def test_windows_of_years_gone_by_are_not_shown(session):
    assert board(session, date(2027, 1, 1)) == []


def test_flags_for_the_title_are_counted_by_steward_and_kind(session):
    for steward, kind in (("stefan", "eligible"), ("stefan", "near"), ("lina", "near"), (None, "ask")):
        make_flag(session, make_enterprise(session, steward=steward), Tier.LITTLE_GIANT, kind)
    make_flag(session, make_enterprise(session, steward="lina"), Tier.SRDI, "near")
    make_flag(session, make_enterprise(session, steward="lina"), Tier.LITTLE_GIANT, "near", purpose="review")
    upkeep.refresh_touched(session, on=TODAY)

    only = board(session, TODAY)[0]

    assert [(name, dict(counts)) for (_, name), counts in only.lines] == [
        ("Lina", {"near": 1}),
        ("Stefan", {"eligible": 1, "near": 1}),
        (None, {"ask": 1}),
    ]
    assert only.total == {"eligible": 1, "near": 2, "ask": 1}


def test_every_number_opens_its_flags(app, signed_in, cast):
    stefan = cast.person("stefan")
    with writing(app) as session:
        make_flag(session, make_enterprise(session, "北京样例公司", steward=stefan), Tier.LITTLE_GIANT, "near")
    maria = signed_in("maria")

    page = maria.get("/windows").text

    address = f"/near?flag=near&steward={stefan.id}&target=little_giant&purpose=new"
    assert address.replace("&", "&amp;") in page
    assert "北京样例公司" in maria.get(address).text
