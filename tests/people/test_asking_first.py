"""停用, 重置密码 and 收回 ask first, and say so when enterprises are in that person's care; 停用 is taken back."""

import pytest

from crm.people.models import User, UserState
from crm.people.service import add_user
from tests.makers import TODAY, make_enterprise, writing


@pytest.fixture
def stefan(app, cast):
    stefan = cast.person("stefan")
    with writing(app) as session:
        make_enterprise(session, steward=stefan)
        make_enterprise(session, steward=stefan)
    return stefan


def test_disabling_and_resetting_ask_first_and_name_the_enterprises(signed_in, stefan):
    adam = signed_in("adam")

    assert "确认重置密码" in adam.get(f"/people/{stefan.id}").text
    assert "名下还有 2 家企业" in adam.get(f"/people/{stefan.id}/disable").text


def test_taking_the_role_back_asks_first_and_names_the_enterprises(signed_in, stefan):
    rita = signed_in("rita")

    assert f"/rights/{stefan.id}/steward/end" in rita.get(f"/rights/{stefan.id}").text
    assert "名下还有 2 家企业" in rita.get(f"/rights/{stefan.id}/steward/end").text


def test_somebody_without_enterprises_is_not_said_to_have_any(signed_in, cast):
    page = signed_in("adam").get(f"/people/{cast.person('lina').id}").text

    assert "名下还有" not in page
    assert "确认停用账号" in page


def test_a_disabling_is_taken_back_with_the_password_unchanged(signed_in, stefan, cast):
    adam, before = signed_in("adam"), signed_in("stefan")
    adam.post(f"/people/{stefan.id}/disable", {"to": "queue"})
    page = adam.get(f"/people/{stefan.id}").text

    answer = adam.post(f"/people/{stefan.id}/reinstate")

    assert "撤销停用" in page
    assert "名下还有" not in page
    assert answer.status_code == 302
    assert before.get("/account").status_code == 302
    assert signed_in("stefan").get("/account").status_code == 200


def test_nobody_is_let_in_who_was_not_disabled_or_never_had_a_password(app, signed_in, cast):
    with writing(app) as session:
        without = add_user(session, "90001", "新人", by=None, on=TODAY).id
    adam = signed_in("adam")
    adam.post(f"/people/{without}/disable")

    answers = [adam.post(f"/people/{each}/reinstate").status_code for each in (cast.person("lina").id, without)]

    assert answers == [409, 409]
    with cast.reading() as session:
        assert session.get_one(User, without).state is UserState.DISABLED
