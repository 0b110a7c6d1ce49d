"""What pages need from the site without knowing it: the sentence of a refusal, and where a person starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app

from crm.errors import Wording

_KEY = "site"


@dataclass(frozen=True, slots=True)
class Site:
    """What the wiring hands over: the wordings of all features by code, and the address of a person's first page."""

    wordings: Mapping[str, Wording]
    home: Callable[[], str]


def hand_over(app: Flask, site: Site) -> None:
    """Let the pages of this application ask the site."""
    app.extensions[_KEY] = site


def sentence(code: str, values: Mapping[str, Any]) -> str:
    """The sentence people read for a refusal; the code must be known to the site."""
    return _site().wordings[code].say(values)


def home() -> str:
    """The address of the first page of whoever is signed in."""
    return _site().home()


def _site() -> Site:
    return cast(Site, current_app.extensions[_KEY])
