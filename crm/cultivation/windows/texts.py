"""A window as a text of the same form as the file of windows, read by the same strict reader."""

import json
from dataclasses import dataclass
from datetime import date

from crm.errors import CrmError
from crm.rules.law.problems import RulebookError
from crm.rules.reading.ladder import Window, read_window
from crm.rules.reading.notices import YearNotice, read_notice
from crm.rules.reading.written import read_words

_NAME = "窗口"


@dataclass(frozen=True, slots=True)
class WindowEntry:
    """What a manager takes from a yearly notice; each condition is confirmed one by one when somebody applies."""

    id: str
    tier: str
    purpose: str
    year: int
    since: date
    until: date
    title: str
    document: str
    district_until: date | None = None
    review_until: date | None = None
    conditions: tuple[str, ...] = ()


def write_window(entry: WindowEntry) -> str:
    """The text of what was entered."""
    days = {
        "from": entry.since,
        "to": entry.until,
        "district_to": entry.district_until,
        "review_to": entry.review_until,
    }
    about = {"id": entry.id, "tier": entry.tier, "purpose": entry.purpose}
    lines = ["windows:", *_item({**about, "year": entry.year, **days, "document": entry.document}, entry.title)]
    lines.append("notices:" if entry.conditions else "notices: []")
    if entry.conditions:
        asked = {"tier": entry.tier, "year": entry.year, "document": entry.document}
        lines += [
            f"  {'- ' if not place else '  '}{name}: {_word(value)}"
            for place, (name, value) in enumerate(asked.items())
        ]
        lines += [f"    purposes: [{entry.purpose}]", "    conditions:"]
        for condition in entry.conditions:
            lines += [f"      - text: {{zh: {_word(condition)}, en: {_word(condition)}}}", "        to_confirm: true"]
    return "\n".join(lines) + "\n"


def read_window_text(text: str) -> tuple[Window, YearNotice | None]:
    """The window a text says, with its conditions; CrmError window_unreadable names the line and the fault."""
    try:
        entries = read_words(text, _NAME).section("windows notices")
        [window] = [read_window(each) for each in entries["windows"].items()]
        notices = [read_notice(each) for each in entries["notices"].items()]
    except RulebookError as error:
        raise CrmError("window_unreadable", where=error.where, why=error.why) from error
    return window, next(iter(notices), None)


def _item(values: dict[str, object], title: str) -> list[str]:
    known = {name: value for name, value in values.items() if value is not None}
    lines = [f"{name}: {_word(value)}" for name, value in known.items()]
    lines.append(f"text: {{zh: {_word(title)}, en: {_word(title)}}}")
    return [f"  {'- ' if not place else '  '}{line}" for place, line in enumerate(lines)]


def _word(value: object) -> str:
    """A scalar as YAML reads it: texts in quotes, so that nothing in them means anything."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
