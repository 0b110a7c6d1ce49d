"""A balanced split: level, cap, streets, who is away; proposed, changed, confirmed, asked about above the cap."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm.audit.models import AuditEvent
from crm.config.service_rules import service_rules
from crm.desk.assigning.splitting import Parcel, Taker, even_level, propose
from crm.people.models import User, UserState
from crm.stewards import queries
from crm.stewards.models import Assignment, LeaveCover
from tests.cast import make_person
from tests.conftest import TODAY
from tests.makers import make_enterprise, writing

CAP = service_rules().stewards.load_cap
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
loads = st.lists(st.integers(0, CAP + 5) | st.sampled_from([0, CAP - 1, CAP, CAP + 1]), min_size=1, max_size=6)
weights = st.lists(st.sampled_from([1, 2, 3, 5]), min_size=1, max_size=30)


def takers_with(found):
    return [Taker(number, f"管家{number}", load, {}) for number, load in enumerate(found)]


def parcels_with(found, street=None):
    return [Parcel(number, f"企业{number:02}", weight, street) for number, weight in enumerate(found)]


@UNHURRIED
@given(loads, st.integers(0, 3 * CAP))
def test_the_level_is_the_lowest_that_takes_the_weight(present, weight):
    level = even_level(present, weight)

    assert sum(max(0, level - load) for load in present) >= weight
    assert weight == 0 or sum(max(0, level - 1 - load) for load in present) < weight


@UNHURRIED
@given(loads, weights)
def test_nobody_is_proposed_above_the_cap_while_somebody_has_room(present, found):
    destinations = propose(parcels_with(found), takers_with(present), CAP)

    after = dict(enumerate(present))
    for key, to in destinations.items():
        after[to] += found[key]
    above = [number for number, load in after.items() if load > CAP and load > present[number]]
    lightest = min(after.values())
    assert set(destinations) == set(range(len(found)))
    assert not above or lightest + max(found) > CAP


@UNHURRIED
@given(loads, weights)
def test_the_loads_of_those_who_get_something_differ_by_one_enterprise_at_most(present, found):
    destinations = propose(parcels_with(found), takers_with(present), 10_000)

    after = dict(enumerate(present))
    for key, to in destinations.items():
        after[to] += found[key]
    filled = [after[number] for number in set(destinations.values())]
    assert max(filled) - min(after.values()) <= max(found)


def test_a_street_goes_to_whoever_has_most_of_it_as_long_as_the_loads_stay_even():
    near = Taker(1, "甲", 10, {"古城": 7})
    far = Taker(2, "乙", 10, {"八角": 7})

    destinations = propose(
        [
            Parcel(1, "一", 1, "古城"),
            Parcel(2, "二", 1, "八角"),
            Parcel(3, "三", 1, "古城"),
            Parcel(4, "四", 1, "古城"),
        ],
        [near, far],
        CAP,
    )

    assert [destinations[key] for key in (2, 1, 3)] == [2, 1, 1]
    assert destinations[4] == 2


def test_whoever_hands_over_gets_nothing_back():
    parcels = [Parcel(1, "一", 1, None, holder=1), Parcel(2, "二", 1, None, holder=None)]

    assert propose(parcels, [Taker(1, "甲", 0, {})], CAP) == {2: 1}
    assert propose(parcels, [Taker(1, "甲", 0, {}), Taker(2, "乙", 90, {})], CAP) == {1: 2, 2: 1}


@pytest.fixture
def waiting(app, cast):
    """Four enterprises in the queue; Stefan has one in 古城, Lina a heavy one in 八角."""
    with writing(app) as session:
        make_enterprise(session, street="古城", steward="stefan")
        make_enterprise(session, street="八角", steward="lina", tier="little_giant")
        return [make_enterprise(session, f"等待{name}公司", street="古城").id for name in "甲乙丙丁"]


def chosen(numbers):
    return "&".join(f"enterprise={number}" for number in numbers)


def sent(page, **more):
    """The form as the page proposes it."""
    seen = re.findall(r'name="seen" value="([^"]+)"', page)
    to = dict(re.findall(r'<select[^>]*name="(to-\d+)".*?<option value="(\d+)" selected', page))
    among = re.findall(r'name="among" value="(\d+)" checked', page)
    return {"seen": seen, "among": among, **to, **more}


def steward_of(app, number):
    with writing(app) as session:
        return queries.standing(session, number).steward


def test_a_split_is_proposed_and_written_as_it_was_shown(app, signed_in, waiting):
    maria = signed_in("maria")
    page = maria.get(f"/assign/split?{chosen(waiting)}").text
    form = sent(page, step="confirm", why="首次分派")

    answer = maria.post("/assign/split", form)

    assert answer.status_code == 302
    with writing(app) as session:
        held = {row.enterprise_id: row.steward_id for row in session.scalars(select(Assignment))}
        [*acts] = session.scalars(select(AuditEvent).where(AuditEvent.action == "steward.assigned"))
    assert {key: held[key] for key in waiting} == {key: int(form[f"to-{key}"]) for key in waiting}
    assert sum(len(act.detail["replaced"]) for act in acts) == len(waiting)


def test_whoever_is_away_takes_no_part_until_ticked(app, signed_in, cast, waiting):
    lina, stefan = cast.person("lina"), cast.person("stefan")
    with writing(app) as session:
        session.add(LeaveCover(steward_id=lina.id, cover_id=stefan.id, from_on=TODAY, to_on=TODAY, why="年休假"))
    maria = signed_in("maria")

    page = maria.get(f"/assign/split?{chosen(waiting)}").text
    ticked = maria.post("/assign/split", sent(page, step="propose", among=[str(lina.id)])).text

    assert "休假至 2026-11-24，Stefan 代管" in page
    assert {sent(page)[f"to-{key}"] for key in waiting} == {str(stefan.id)}
    assert {sent(ticked)[f"to-{key}"] for key in waiting} == {str(lina.id)}


def test_what_is_covered_counts_as_load(app, signed_in, cast, waiting):
    lina, stefan = cast.person("lina"), cast.person("stefan")
    with writing(app) as session:
        session.add(LeaveCover(steward_id=lina.id, cover_id=stefan.id, from_on=TODAY, to_on=TODAY, why="年休假"))

    page = re.sub(r"<[^>]+>|\s+", " ", signed_in("maria").get("/load").text)

    assert "Stefan 加权负荷 6，上限 100" in page
    assert "含代管 5" in page


def test_above_the_cap_is_asked_about_and_then_done(app, signed_in, cast, waiting, monkeypatch):
    tight = service_rules().stewards.model_copy(update={"load_cap": 2})
    rules = service_rules().model_copy(update={"stewards": tight})
    for module in ("service", "views", "split_views"):
        monkeypatch.setattr(f"crm.desk.assigning.{module}.service_rules", lambda: rules)
    stefan = cast.person("stefan")
    maria = signed_in("maria")
    form = {"steward": stefan.id, "why": "片区调整", "seen": [f"{key}:0" for key in waiting]}

    asked = maria.post("/assign", form)
    untouched = {steward_of(app, key) for key in waiting}
    done = maria.post("/assign", {**form, "may_exceed_cap": "y"})

    assert asked.status_code == 422
    assert "分派后将超过加权上限 2（Stefan 5）" in asked.text
    assert 'name="may_exceed_cap"' in asked.text
    assert untouched == {None}
    assert done.status_code == 302
    assert {steward_of(app, key) for key in waiting} == {"Stefan"}


def test_up_to_the_cap_nothing_is_asked(app, signed_in, cast, waiting, monkeypatch):
    tight = service_rules().stewards.model_copy(update={"load_cap": 5})
    rules = service_rules().model_copy(update={"stewards": tight})
    monkeypatch.setattr("crm.desk.assigning.service.service_rules", lambda: rules)
    form = {"steward": cast.person("stefan").id, "why": "片区调整", "seen": [f"{key}:0" for key in waiting]}

    assert signed_in("maria").post("/assign", form).status_code == 302


def test_a_split_that_was_overtaken_writes_nothing(app, signed_in, cast, waiting):
    maria = signed_in("maria")
    form = sent(maria.get(f"/assign/split?{chosen(waiting)}").text, step="confirm", why="首次分派")
    maria.post("/assign", {"steward": cast.person("lina").id, "why": "先到", "seen": [f"{waiting[0]}:0"]})

    answer = maria.post("/assign/split", form)

    assert answer.status_code == 409
    assert {steward_of(app, key) for key in waiting[1:]} == {None}


def test_an_enterprise_nobody_was_chosen_for_is_asked_for(app, signed_in, waiting):
    maria = signed_in("maria")
    form = sent(maria.get(f"/assign/split?{chosen(waiting)}").text, step="confirm", why="首次分派")
    form[f"to-{waiting[0]}"] = ""

    answer = maria.post("/assign/split", form)

    assert answer.status_code == 422
    assert {steward_of(app, key) for key in waiting} == {None}


def test_a_candidate_awaits_the_account_and_has_nothing_to_hand_over(app, signed_in):
    with writing(app) as session:
        candidate = make_person(session, "lina")
        make_enterprise(session, steward=candidate)
        session.get_one(User, candidate.id).state = UserState.CANDIDATE

    page = signed_in("maria").get("/load").text

    assert "候任，待开通账号" in page
    assert "须转交" not in page
