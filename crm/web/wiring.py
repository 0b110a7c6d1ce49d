"""What pages need from the site without knowing it: the sentence of a refusal, and where a person starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from crm.errors import Wording
from crm.web.words import word

_KEY = "site"


@dataclass(frozen=True, slots=True)
class Site:
    """What the wiring hands over: the wordings of all features by code, and the address of a person's first page,
    and how nobody starts a night until the commit."""

    wordings: Mapping[str, Wording]
    home: Callable[[], str]
    keep_night_out: Callable[[Session, datetime], bool]


def hand_over(app: Flask, site: Site) -> None:
    """Let the pages of this application ask the site."""
    app.extensions[_KEY] = site


def sentence(code: str, values: Mapping[str, Any]) -> str:
    """The sentence people read for a refusal; the code must be known to the site."""
    return _site().wordings[code].say(values, word)


def home() -> str:
    """The address of the first page of whoever is signed in."""
    return _site().home()


def keep_night_out(session: Session, *, at: datetime) -> bool:
    """See to it that no night begins before the commit; False when one is running."""
    return _site().keep_night_out(session, at)


def _site() -> Site:
    return cast(Site, current_app.extensions[_KEY])
