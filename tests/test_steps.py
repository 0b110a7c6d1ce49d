"""Tables of lives: what is allowed where, and that a table which contradicts itself is refused."""

import pytest

from crm.steps import Step, allowed_steps, find_step, life

DOOR = life(
    Step("open", "shut", "ajar", frozenset({"guard", "guest"})),
    Step("shut", "ajar", "shut", frozenset({"guard"})),
    Step("lock", "shut", "locked", frozenset({"guard"}), needs=frozenset({"key"})),
)


@pytest.mark.parametrize(
    ("state", "roles", "acts"),
    [
        ("shut", {"guard"}, ["open", "lock"]),
        ("shut", {"guest"}, ["open"]),
        ("ajar", {"guest"}, []),
        ("locked", {"guard"}, []),
        ("shut", set(), []),
    ],
)
def test_what_is_allowed_depends_on_the_state_and_the_roles(state, roles, acts):
    assert [step.act for step in allowed_steps(DOOR, state, roles)] == acts


def test_an_act_is_found_only_where_it_is_allowed():
    assert find_step(DOOR, "lock", "shut", {"guard"}).after == "locked"
    assert find_step(DOOR, "lock", "ajar", {"guard"}) is None
    assert find_step(DOOR, "lock", "shut", {"guest"}) is None


def test_an_act_that_would_lead_from_one_state_to_two_is_refused():
    with pytest.raises(ValueError, match="open"):
        life(Step("open", "shut", "ajar", frozenset()), Step("open", "shut", "wide", frozenset()))
