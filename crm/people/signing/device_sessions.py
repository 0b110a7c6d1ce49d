"""Devices an account has signed in on before, named by a signed cookie: strangers' guesses do not count there."""

import hashlib
import secrets

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from crm.config.service_rules import service_rules
from crm.people.queries import fold

# So many accounts are known on one device, the latest first.
ACCOUNTS_ON_A_DEVICE = 5
_DAY = 24 * 3600


def known_device(staff_number: str) -> str | None:
    """The number of this device for the account, if it signed in here within the time a device is known."""
    return _known().get(_account(staff_number))


def remember_device(response: Response, staff_number: str) -> None:
    """The account has just signed in on this device."""
    account, known = _account(staff_number), _known()
    number = known.pop(account, None) or secrets.token_urlsafe(12)
    latest = dict([(account, number), *known.items()][:ACCOUNTS_ON_A_DEVICE])
    https = current_app.config["SETTINGS"].https
    response.set_cookie(
        _cookie(), _signer().dumps(latest), max_age=_seconds(), secure=https, httponly=True, samesite="Lax", path="/"
    )


def _known() -> dict[str, str]:
    try:
        kept: dict[str, str] = _signer().loads(request.cookies.get(_cookie(), ""), max_age=_seconds())
    except BadData:
        return {}
    return kept


def _account(staff_number: str) -> str:
    return hashlib.sha256(f"device:{fold(staff_number)}".encode()).hexdigest()[:16]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SETTINGS"].secret_key, salt="device")


def _cookie() -> str:
    return "__Host-device" if current_app.config["SETTINGS"].https else "device"


def _seconds() -> int:
    return service_rules().sign_in.device_days * _DAY
