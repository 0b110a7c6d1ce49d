"""What is announced for one year's applications: the window, and conditions that stand beside the verdict."""

from dataclasses import dataclass
from datetime import date

from crm.errors import CrmError
from crm.rules import Sight, Status
from crm.rules.exact import wording
from crm.rules.exact.conditions import status_of
from crm.rules.reading.ladder import Ladder, Window
from crm.rules.reading.notices import NoticeCondition


@dataclass(frozen=True, slots=True)
class WindowCondition:
    """A condition of a yearly notice held against an enterprise; `actual` is empty where no recorded fact tells."""

    year: int
    document: str
    text: str
    status: Status
    actual: str


def next_window(ladder: Ladder, target: str, purpose: str, as_of: date) -> Window | None:
    """The announced application window that is open or comes next; none is ever guessed."""
    ahead = [one for one in ladder.windows if one.tier == target and one.purpose == purpose and one.until >= as_of]
    return min(ahead, key=lambda one: one.since, default=None)


def window_of(ladder: Ladder, window_id: str | None) -> Window | None:
    """The announced window with this id; CrmError window_unknown where no notice tells of it any more."""
    if window_id is None:
        return None
    window = next((one for one in ladder.windows if one.id == window_id), None)
    if window is None:
        raise CrmError("window_unknown", window=window_id)
    return window


def find_window(ladder: Ladder, window_id: str) -> Window:
    """The announced window with the id of an address; CrmError not_found."""
    window = next((one for one in ladder.windows if one.id == window_id), None)
    if window is None:
        raise CrmError("not_found")
    return window


def window_conditions(ladder: Ladder, target: str, purpose: str, sight: Sight) -> tuple[WindowCondition, ...]:
    """What the notice of the open or coming window asks for; the verdict of the rulebook does not know of it.

    [decision] Until the notice of a year is out, that of the year before is shown, with its year and document.
    """
    known = [one for one in ladder.notices if one.tier == target and purpose in one.purposes]
    window = next_window(ladder, target, purpose, sight.as_of)
    own = (one for one in known if window is not None and one.document == window.document)
    until_then = (one for one in known if one.year <= sight.as_of.year)
    last = next(own, None) or max(until_then, key=lambda one: one.year, default=None)
    if last is None:
        return ()
    return tuple(_held(last.year, last.document, one, sight) for one in last.conditions)


def _held(year: int, document: str, condition: NoticeCondition, sight: Sight) -> WindowCondition:
    if condition.node is None:
        return WindowCondition(year, document, condition.text.zh, Status.UNKNOWN, "")
    found = wording.word_found(condition.node, sight)
    return WindowCondition(year, document, condition.text.zh, status_of(condition.node, sight), found)
