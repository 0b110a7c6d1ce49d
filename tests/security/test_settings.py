"""Starting with settings that would leave a door open."""

import pytest

from crm import create_app
from crm.config.settings import Settings, SettingsError, ensure_secrets, read_env_file


@pytest.fixture
def good(tmp_path):
    """What a production server is given."""
    secrets = read_env_file(ensure_secrets(tmp_path))
    return {
        **secrets,
        "CRM_INSTANCE": str(tmp_path),
        "CRM_ENV": "production",
        "CRM_HTTPS": "1",
        "CRM_DATABASE_URL": "postgresql://desk@/desk",
    }


@pytest.mark.parametrize("name", ["CRM_SECRET_KEY", "CRM_AUDIT_KEY", "CRM_FIELD_KEY", "CRM_DATABASE_URL"])
def test_production_takes_nothing_from_the_local_file(good, name):
    with pytest.raises(SettingsError) as refused:
        Settings.load({key: value for key, value in good.items() if key != name})

    assert name in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize("word", ["Production", "prod", "PRODUCTION", "staging", " production"])
def test_a_misspelt_environment_is_not_taken_for_a_trial(good, word):
    with pytest.raises(SettingsError, match="CRM_ENV"):
        Settings.load({**good, "CRM_ENV": word})


def test_production_is_no_demonstration(good):
    with pytest.raises(SettingsError, match="CRM_DEMONSTRATION"):
        Settings.load({**good, "CRM_DEMONSTRATION": "1"})


@pytest.mark.parametrize("key", ["dev", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "密" * 44, "x" * 44])
def test_a_key_anybody_could_guess_is_refused_without_being_shown(good, key):
    with pytest.raises(SettingsError) as refused:
        Settings.load({**good, "CRM_SECRET_KEY": key})

    assert key not in refused.value.message
    assert "\n" not in refused.value.message


def test_behind_https_the_cookie_is_bound_to_the_host_and_browsers_stay_with_https(good, tmp_path):
    local = {**good, "CRM_ENV": "local", "CRM_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    client = create_app(Settings.load(local)).test_client()

    answer = client.get("/sign-in", base_url="https://desk.example")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-desk=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
