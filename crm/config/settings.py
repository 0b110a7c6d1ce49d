"""Every setting the application has: read once from the environment, checked, and refused in one clear line."""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from click import ClickException

ROOT = Path(__file__).resolve().parents[2]
SECRETS_FILE = "secrets.env"
SECRET_NAMES = ("CRM_SECRET_KEY", "CRM_AUDIT_KEY", "CRM_FIELD_KEY")
KEY_BYTES = 32
PASSWORD_PROFILES = ("mlps", "asvs")
MAIL_SCHEMES = ("smtps", "smtp", "smtp+plain")


class SettingsError(ClickException):
    """A setting is missing or makes no sense; the command line shows the text as one line and ends."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The checked settings. Each field is described in `config/example.env`."""

    instance: Path
    policies: Path
    audit_heads: Path
    database_url: str
    migration_url: str
    secret_key: bytes
    audit_key: bytes
    field_key: bytes
    production: bool
    https: bool
    host: str
    port: int
    password_profile: str
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    district: str
    demonstration: bool
    webhook_hosts: tuple[str, ...]
    private_hosts: tuple[str, ...]
    smtp_url: str
    mail_from: str

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment, and `instance/secrets.env` for what it lacks outside production."""
        given = dict(os.environ if environment is None else environment)
        instance = Path(given.get("CRM_INSTANCE") or ROOT / "instance").resolve()
        production = _is_production(given)
        if not production:
            given = {**read_env_file(instance / SECRETS_FILE), **given}
        _refuse_equal_keys(given)
        database_url = _database_url(given, instance, production=production)
        return cls(
            instance=instance,
            policies=Path(given.get("CRM_POLICIES") or ROOT / "config" / "policies").resolve(),
            audit_heads=Path(given.get("CRM_AUDIT_HEADS") or instance / "audit-heads").resolve(),
            database_url=database_url,
            migration_url=_with_driver("CRM_MIGRATION_URL", given.get("CRM_MIGRATION_URL") or database_url),
            secret_key=_secret(given, "CRM_SECRET_KEY", instance),
            audit_key=_secret(given, "CRM_AUDIT_KEY", instance),
            field_key=_secret(given, "CRM_FIELD_KEY", instance),
            production=production,
            https=_yes(given, "CRM_HTTPS"),
            host=given.get("CRM_HOST", "127.0.0.1"),
            port=_port(given),
            password_profile=_one_of(given, "CRM_PASSWORD_PROFILE", PASSWORD_PROFILES),
            trusted_proxies=_networks(given, "CRM_TRUSTED_PROXIES"),
            district=given.get("CRM_DISTRICT", "石景山区"),
            demonstration=_yes(given, "CRM_DEMONSTRATION"),
            webhook_hosts=_words(given, "CRM_WEBHOOK_HOSTS"),
            private_hosts=_words(given, "CRM_PRIVATE_HOSTS"),
            smtp_url=_mail_server(given),
            mail_from=given.get("CRM_MAIL_FROM", ""),
        )


def ensure_secrets(instance: Path) -> Path:
    """Write `secrets.env` with fresh keys, readable by its owner only, unless it is there already."""
    path = instance / SECRETS_FILE
    if path.exists():
        return path
    instance.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}={urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()}" for name in SECRET_NAMES]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")
    return path


def read_env_file(path: Path) -> dict[str, str]:
    """The NAME=value lines of a file; an absent file has none."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}


def names() -> tuple[str, ...]:
    """The environment variables that settings are read from."""
    derived = {"instance": "CRM_INSTANCE", "production": "CRM_ENV"}
    return tuple(derived.get(field.name, f"CRM_{field.name.upper()}") for field in fields(Settings))


def _is_production(given: Mapping[str, str]) -> bool:
    """A misspelt word must not open a server in earnest with the settings of a trial."""
    word = given.get("CRM_ENV", "") or "local"
    if word not in ("local", "production"):
        raise SettingsError(f"CRM_ENV is either local or production, not {word!r}.")
    if word == "production" and _yes(given, "CRM_DEMONSTRATION"):
        raise SettingsError("CRM_DEMONSTRATION must be 0 in production: its accounts are known.")
    return word == "production"


def _database_url(given: Mapping[str, str], instance: Path, *, production: bool) -> str:
    url = given.get("CRM_DATABASE_URL", "")
    if url.startswith("sqlite") and production:
        raise SettingsError("CRM_DATABASE_URL names SQLite; production needs PostgreSQL, as in config/example.env.")
    if not url and production:
        raise SettingsError("CRM_DATABASE_URL is not set: name the PostgreSQL database, as in config/example.env.")
    if not url:
        return f"sqlite:///{instance / 'crm.sqlite3'}"
    return _with_driver("CRM_DATABASE_URL", url)


def _with_driver(name: str, url: str) -> str:
    if url.startswith("postgresql://"):
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError(f"{name} must begin with postgresql:// or sqlite:///.")
    return url


def _secret(given: Mapping[str, str], name: str, instance: Path) -> bytes:
    text = given.get(name, "")
    if not text:
        raise SettingsError(f"{name} is not set: run `make setup`, or set it as config/example.env describes.")
    try:
        key = urlsafe_b64decode(text)
    except ValueError as error:
        raise SettingsError(f"{name} is not URL-safe base64: make one as config/example.env describes.") from error
    if len(key) != KEY_BYTES or len(set(key)) < KEY_BYTES // 4:
        raise SettingsError(f"{name} must be {KEY_BYTES} random bytes: make one as config/example.env describes.")
    return key


def _refuse_equal_keys(given: Mapping[str, str]) -> None:
    """One key for two purposes: whoever learns one of them has both."""
    keys = [(name, given[name]) for name in SECRET_NAMES if given.get(name)]
    for place, (name, key) in enumerate(keys):
        if any(key == earlier for _, earlier in keys[:place]):
            raise SettingsError(
                f"{name} is the same as another key: make one of its own, as config/example.env says."
            )


def _yes(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "")
    if text not in ("", "0", "1"):
        raise SettingsError(f"{name} is either 1 or 0, not {text!r}.")
    return text == "1"


def _one_of(given: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    """One of the words; the first where none is given."""
    text = given.get(name) or words[0]
    if text not in words:
        raise SettingsError(f"{name} is one of {', '.join(words)}, not {text!r}.")
    return text


def _networks(given: Mapping[str, str], name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    texts = [text.strip() for text in given.get(name, "").split(",") if text.strip()]
    try:
        return tuple(ip_network(text) for text in texts)
    except ValueError as error:
        raise SettingsError(f"{name} must be addresses or networks parted by commas: {error}.") from error


def _words(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(word.strip().lower() for word in given.get(name, "").split(",") if word.strip())


def _mail_server(given: Mapping[str, str]) -> str:
    """The address of the mail server; the text of a wrong one is not repeated, because it may hold a password."""
    address = given.get("CRM_SMTP_URL", "")
    if not address:
        return ""
    try:
        server = urlsplit(address)
        is_known = server.scheme in MAIL_SCHEMES and bool(server.hostname) and (server.port or 1) > 0
    except ValueError:
        is_known = False
    if not is_known:
        raise SettingsError(f"CRM_SMTP_URL must begin with {', '.join(f'{each}://' for each in MAIL_SCHEMES)}.")
    if not given.get("CRM_MAIL_FROM"):
        raise SettingsError(
            "CRM_MAIL_FROM is not set: name the address that mail comes from, as config/example.env says."
        )
    return address


def _port(given: Mapping[str, str]) -> int:
    text = given.get("CRM_PORT", "8000")
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise SettingsError(f"CRM_PORT must be a port number, not {text!r}.")
    return int(text)
