"""The one kind of error a person can cause; a service raises it by code, the edge looks its wording up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import LazyString

from crm.clock import business_date


class CrmError(Exception):
    """A refusal with a code and the values its sentence needs.

    Every code has a `Wording` in some feature's `wordings.py`; the error handler of the edge turns it
    into a page, a fragment or JSON with the status the wording names.
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


def _leave(code: str, _kind: str) -> str:
    return code


@dataclass(frozen=True, slots=True)
class Wording:
    """What a person reads for one error code: an HTTP status and a sentence that ends with what to do next.

    `kinds` says of which vocabulary a coded value is, such as a state; `say` is given what words it.
    """

    status: int
    sentence: LazyString
    kinds: Mapping[str, str] = field(default_factory=dict)

    def say(self, values: Mapping[str, Any], word: Callable[[str, str], str] = _leave) -> str:
        """The sentence with these values; a moment is named by its business date, a code by its word."""
        days = {name: business_date(value) for name, value in values.items() if isinstance(value, datetime)}
        words = {name: word(values[name], kind) for name, kind in self.kinds.items()}
        return str(self.sentence) % {**values, **days, **words}
