"""Number formats: what a cell shows where that is not the number under it; which cells have them is elsewhere."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.imports.cells.cell import Cell

_COLOUR_OR_PLACE = re.compile(r"\[(?:[A-Za-z]+\d*|\$[^\]]*|DBNum\d)\]", re.IGNORECASE)
_CONDITION = re.compile(r"^\s*\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|(?P<sign>[0#?.,%/@]|E[+-])|(?P<other>.)', re.DOTALL
)
_DATE_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<part>[yY]+|[mM]+|[dD]+|[hHsS]+)|(?P<other>.)')
_NUMBER_AS_IT_IS = re.compile(r"general|@", re.IGNORECASE)
# Signs around a number that say nothing a person would read as a word.
_SILENT = re.compile(r"[\s()（）\-—–+¥￥]|CNY|RMB|人民币", re.IGNORECASE)
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda number, limit: number < limit,
    "<=": lambda number, limit: number <= limit,
    ">": lambda number, limit: number > limit,
    ">=": lambda number, limit: number >= limit,
    "=": lambda number, limit: number == limit,
    "<>": lambda number, limit: number != limit,
}


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a format: the words around the number, and by what the number is multiplied before it is shown."""

    before: str
    after: str
    factor: Decimal
    places: bool

    def show(self, number: Decimal) -> str | None:
        """The text a person reads; None where that is the number itself."""
        if not self.places:
            return self.before if _SILENT.sub("", self.before) else "" if number else None
        words = _SILENT.sub("", self.before + self.after)
        if self.factor == 1 and not words:
            return None
        return f"{self.before.strip()}{_plain(abs(number) * self.factor)}{self.after.strip()}"


def appearance(code: str, cell: Cell) -> Cell:
    """What a cell with this format shows: the cell itself, or the text that a person reads instead of it."""
    if isinstance(cell, date):
        return _dated(code, cell)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return cell
    number = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    if not number.is_finite():
        return cell
    shown = _section(code, number).show(number)
    if shown is None:
        return cell
    sign = "-" if number < 0 and shown and len(_parts(code)) == 1 else ""
    return f"{sign}{shown}" if shown else None


def changes_what_is_read(code: str) -> bool:
    """Whether a number or a day may look otherwise under this format; false for what merely groups or rounds."""
    if _is_of_days(code):
        return _lacks_a_date_part(code)
    if any(_CONDITION.match(part) for part in _parts(code)):
        return True
    return any(
        section.factor != 1 or not section.places or _SILENT.sub("", section.before + section.after)
        for section in map(_read, _parts(code))
    )


def _section(code: str, number: Decimal) -> Section:
    parts = _parts(code)
    for part in parts:
        condition = _CONDITION.match(part)
        if condition and _COMPARE[condition[1]](number, Decimal(condition[2])):
            return _read(part)
    if any(_CONDITION.match(part) for part in parts):
        return _read(parts[-1])
    if len(parts) == 1 or number > 0 or (number == 0 and len(parts) < 3):
        return _read(parts[0])
    return _read(parts[1] if number < 0 else parts[2])


def _parts(code: str) -> list[str]:
    """The sections of a format, parted by semicolons outside of quotes; the one for texts is left out."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[:3]


def _read(part: str) -> Section:
    text = _COLOUR_OR_PLACE.sub(_currency, _CONDITION.sub("", _NUMBER_AS_IT_IS.sub("0", part)))
    before, after, factor, trailing, places, decimals = "", "", Decimal(1), 0, 0, 0
    literal_point = False
    for match in _TOKEN.finditer(text):
        word = match["quoted"] or match["escaped"] or match["other"] or ""
        sign = match["sign"]
        if sign and sign in "0#?":
            places, trailing = places + 1, 0
            decimals += literal_point
        elif sign == ",":
            trailing += 1
        elif sign == "%":
            factor, after = factor * 100, after + "%"
        elif word == "." and places and match["escaped"]:
            literal_point = True
        elif places:
            after += word
        else:
            before += word
    if places:
        return Section(before, after, factor / 1000**trailing / 10**decimals, places=True)
    return Section(before, "", Decimal(1), places=False)


def _currency(match: re.Match[str]) -> str:
    """The sign of a currency stays; colours and languages go."""
    inside = match[0][1:-1]
    return f'"{inside[1:].split("-")[0]}"' if inside.startswith("$") and not inside.startswith("$-") else ""


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _dated(code: str, day: date) -> Cell:
    return "".join(_date_words(code, day)) if _lacks_a_date_part(code) else day


def _date_words(code: str, day: date) -> Iterator[str]:
    for match in _DATE_TOKEN.finditer(_COLOUR_OR_PLACE.sub("", _parts(code)[0])):
        part = (match["part"] or "").lower()
        if part.startswith("y"):
            yield f"{day.year}"
        elif part.startswith("m"):
            yield f"{day.month}"
        elif part.startswith("d"):
            yield f"{day.day}"
        elif not part:
            yield match["quoted"] or match["escaped"] or match["other"] or ""


def _date_parts(code: str) -> set[str]:
    """The first letters of the parts of a day or a time that a format shows."""
    tokens = _DATE_TOKEN.finditer(_COLOUR_OR_PLACE.sub("", _NUMBER_AS_IT_IS.sub("", code)))
    return {match["part"][0].lower() for match in tokens if match["part"]}


def _is_of_days(code: str) -> bool:
    return bool(_date_parts(code)) and not any(section.places for section in map(_read, _parts(code)))


def _lacks_a_date_part(code: str) -> bool:
    """Whether a format of days leaves out the year, the month or the day; one of times only leaves out nothing."""
    parts = _date_parts(code) & {"y", "m", "d"}
    return bool(parts & {"y", "d"}) and len(parts) < 3
