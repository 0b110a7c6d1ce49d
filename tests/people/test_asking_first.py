"""停用, 重置密码 and 收回 ask first, and say so when enterprises are in that person's care."""

import pytest

from tests.makers import make_enterprise, writing


@pytest.fixture
def stefan(app, cast):
    stefan = cast.person("stefan")
    with writing(app) as session:
        make_enterprise(session, steward=stefan)
        make_enterprise(session, steward=stefan)
    return stefan


def test_disabling_and_resetting_ask_first_and_name_the_enterprises(signed_in, stefan):
    page = signed_in("adam").get(f"/people/{stefan.id}").text

    assert "确认停用账号" in page
    assert "确认重置密码" in page
    assert "名下还有 2 家企业" in page


def test_taking_the_role_back_asks_first_and_names_the_enterprises(signed_in, stefan):
    page = signed_in("rita").get(f"/rights/{stefan.id}").text

    assert "确认收回" in page
    assert "名下还有 2 家企业" in page


def test_somebody_without_enterprises_is_not_said_to_have_any(signed_in, cast):
    assert "名下还有" not in signed_in("adam").get(f"/people/{cast.person('lina').id}").text
