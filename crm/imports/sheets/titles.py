"""Reads the sheet of titles: which tier each name stands for, how long it lasts, and which rows renew another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crm.imports.cells.amounts import NONE_GIVEN, Unreadable
from crm.imports.cells.cell import show_cell
from crm.imports.cells.characters import one_line
from crm.imports.cells.personal import without_personal_numbers
from crm.imports.cells.words.title_words import read_title
from crm.imports.sheets.belonging import owner
from crm.imports.sheets.enterprises import Roll
from crm.imports.sheets.findings import FindingKind
from crm.imports.sheets.staged import StagedTitle
from crm.imports.tables.table import SheetLine, Table, lines_of
from crm.rules.law.days.dates import term_end, years_longer

Read = list[tuple[SheetLine, StagedTitle]]


def read_titles(tables: Sequence[Table], roll: Roll, terms: Mapping[str, int]) -> list[StagedTitle]:
    """Every title once, renewed by the passed reviews the sheet tells of; `terms` gives the years a tier lasts."""
    titles: dict[tuple[str, str], Read] = {}
    reviews: Read = []
    for line in lines_of(tables):
        title = _read(line, roll, terms)
        if title is None:
            continue
        if title.reviewed_on:
            reviews.append((line, title))
        else:
            _merge(titles.setdefault((title.uscc, title.tier), []), line, title)
    for line, review in sorted(reviews, key=lambda each: each[1].granted_on):
        _renew(titles.setdefault((review.uscc, review.tier), []), line, review, terms)
    return sorted((title for read in titles.values() for _, title in read), key=lambda title: title.row)


def _read(line: SheetLine, roll: Roll, terms: Mapping[str, int]) -> StagedTitle | None:
    uscc = owner(line, roll)
    if uscc is None:
        return None
    word = read_title(_words(line))
    if word is None or isinstance(word, Unreadable):
        reason = "title_unknown" if word is None else word.reason
        line.reject(reason, text=without_personal_numbers(_words(line)))
        return None
    day = line.named_day("granted_on") or line.answered_day()
    if day is None:
        line.reject("grant_day_missing")
        return None
    given = line.last_day("expires_on")
    expires_on = given or term_end(day.date, terms[word.tier])
    if expires_on < day.date:
        line.reject("ends_before_it_begins", granted=day.date.isoformat(), expires=expires_on.isoformat())
        return None
    return StagedTitle(
        sheet=line.sheet,
        row=line.number,
        uscc=uscc,
        tier=word.tier,
        granted_on=day.date,
        expires_on=expires_on,
        batch=line.text("batch"),
        by_month=day.by_month,
        end_given=given is not None,
        reviewed_on=day.date if word.is_review else None,
        certificate=line.text("certificate"),
    )


def _words(line: SheetLine) -> str:
    """The name of the title with what columns of their own say of it: its level, whether it stands, a review."""
    name, *more = (one_line(show_cell(line.cell(field))) for field in ("tier", "level", "state", "award"))
    return name + "".join(f"（{each}）" for each in more if name and each and each.lower() not in NONE_GIVEN)


def _merge(read: Read, line: SheetLine, title: StagedTitle) -> None:
    """The same title again is merged; a row that names the day goes before one that names only its month."""
    for place, (_, first) in enumerate(read):
        if first.granted_on == title.granted_on or is_same_month(first, title):
            differing = "有效期至" if first.expires_on != title.expires_on and not first.by_month else ""
            reason = "repeated_with_differences" if differing else "repeated"
            line.note(FindingKind.MERGED, "uscc", reason, first=first.row, fields=differing)
            if first.by_month and not title.by_month:
                read[place] = (line, replace(title, row=first.row))
            return
    read.append((line, title))


def is_same_month(one: StagedTitle, other: StagedTitle) -> bool:
    """Whether two rows tell of one title, one of them by its month alone."""
    months = [(title.granted_on.year, title.granted_on.month) for title in (one, other)]
    return (one.by_month or other.by_month) and months[0] == months[1]


def _renew(read: Read, line: SheetLine, review: StagedTitle, terms: Mapping[str, int]) -> None:
    """A passed review moves the end of the title before it: three more years from the old end, or to the end given."""
    earlier = [place for place, (_, title) in enumerate(read) if title.granted_on < review.granted_on]
    if not earlier:
        read.append((line, review))
        return
    place = max(earlier, key=lambda each: read[each][1].granted_on)
    first, title = read[place]
    given = line.last_day("expires_on")
    expires_on = given or years_longer(title.expires_on, terms[title.tier])
    line.note(FindingKind.MERGED, "uscc", "title_renewed", first=title.row, expires=expires_on.isoformat())
    read[place] = (first, replace(title, expires_on=expires_on, reviewed_on=review.granted_on))
