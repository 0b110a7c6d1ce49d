"""Reads the sheet of enterprises: which rows are enterprises, which repeat one, and which cannot be taken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

from crm.imports.cells.cell import show_cell
from crm.imports.cells.codes import BadCode
from crm.imports.cells.people_names import NamedEnterprise, read_enterprise_name, read_people
from crm.imports.cells.personal import without_personal_numbers
from crm.imports.cells.phones import Numbers, read_numbers
from crm.imports.cells.words.code_words import PRODUCT_FIELDS, RD_LEVELS, YES_OR_NO
from crm.imports.cells.words.industries import read_industry
from crm.imports.sheets.findings import FindingKind
from crm.imports.sheets.staged import StagedEnterprise
from crm.imports.tables.layout import SheetKind, label
from crm.imports.tables.table import LONGEST_LINE, SheetLine, Table, lines_of

# Where a row stands and whose it is: nothing that two rows could say differently.
OWN = frozenset({"sheet", "row", "uscc", "blanked"})


@dataclass(slots=True)
class Roll:
    """The enterprises of the register by code, and the rows left out, by code and by name."""

    accepted: dict[str, StagedEnterprise] = field(default_factory=dict)
    rejected_codes: dict[str, int] = field(default_factory=dict)
    rejected_names: dict[str, int] = field(default_factory=dict)

    def rejected_row(self, code: str, name: str | None) -> int | None:
        """The row of the sheet of enterprises that was left out and that this code or name belongs to."""
        if code:
            return self.rejected_codes.get(code)
        return self.rejected_names.get(name or "")


def read_enterprises(tables: Sequence[Table]) -> Roll:
    """Every enterprise once: a repeated row only fills what the first one leaves open."""
    roll = Roll()
    for line in lines_of(tables):
        enterprise = _read(line, roll)
        if enterprise is None:
            continue
        first = roll.accepted.get(enterprise.uscc)
        roll.accepted[enterprise.uscc] = enterprise if first is None else _merged(line, first, enterprise)
    return roll


def _read(line: SheetLine, roll: Roll) -> StagedEnterprise | None:
    code = line.code()
    named = read_enterprise_name(line.text("name") or "")
    name = named.name
    if isinstance(code, BadCode) or not name:
        line.reject(code.reason if isinstance(code, BadCode) else "name_missing", code=code.text, name=name)
        roll.rejected_codes.setdefault(code.text, line.number)
        roll.rejected_names.setdefault(name, line.number)
        return None
    if code.repaired:
        line.note(FindingKind.REPAIRED, "uscc", "code_repaired", uscc=code.text)
    if named.left:
        line.note(FindingKind.WARNING, "name", "said_to_have_left", how=named.left)
    if named.remark:
        line.note(FindingKind.REMARK, "name", "name_without_remark", remark=named.remark)
    return _details(line, code.text, named)


def _details(line: SheetLine, uscc: str, named: NamedEnterprise) -> StagedEnterprise:
    return StagedEnterprise(
        sheet=line.sheet,
        row=line.number,
        uscc=uscc,
        name=named.name,
        former_name=named.former,
        street=_street(line),
        industry=_industry(line),
        product=line.text("product"),
        niche_started_on=line.day("niche_started_on"),
        product_field=line.word("product_field", PRODUCT_FIELDS),
        strategic_emerging=line.word("strategic_emerging", YES_OR_NO),
        rd_institution=line.word("rd_institution", RD_LEVELS),
        steward=_steward(line),
        contact=line.prose("contact"),
        position=line.text("position"),
        phone=_numbers(line),
        remark=without_personal_numbers(line.numbers("remark", longest=LONGEST_LINE) or "") or None,
        blanked=line.list_blanks(),
    )


def _steward(line: SheetLine) -> str | None:
    """The one steward a cell names; an enterprise of two is nobody's and waits in the queue."""
    names = read_people(line.prose("steward") or "")
    if len(names) > 1:
        line.note(FindingKind.WARNING, "steward", "several_stewards", names="、".join(names))
        return None
    return names[0] if names else None


def _numbers(line: SheetLine) -> str | None:
    """The cell of numbers, with the mobiles that stand beside a name or in a remark: each ends up sealed in a card."""
    beside = (show_cell(line.cell(field)) for field in ("contact", "position", "remark"))
    own = line.numbers("phone", longest=80)
    if own and any(mark.isdigit() for mark in own) and read_numbers(own) == Numbers():
        line.note(FindingKind.UNREADABLE, "phone", "not_a_number")
    written = (own, *read_numbers("\n".join(beside)).mobiles)
    return "、".join(text for text in written if text) or None


def _street(line: SheetLine) -> str | None:
    """The sub-district without 街道 or 地区 behind its name; 金顶街 keeps the 街 that belongs to it."""
    street = line.text("street")
    return re.sub(r"(?<=..)(?:街道|地区)(?:办事处|办)?$", "", street) if street else None


def _industry(line: SheetLine) -> str | None:
    text = line.text("industry")
    if text is None:
        return None
    code = read_industry(text)
    if code:
        return code
    line.note(FindingKind.UNREADABLE, "industry", "not_an_industry")
    return None


def _merged(line: SheetLine, first: StagedEnterprise, again: StagedEnterprise) -> StagedEnterprise:
    """The first row, with its gaps filled from the repeated one; where the two differ the first stays."""
    filled, differing = {}, []
    for name in (each.name for each in fields(StagedEnterprise) if each.name not in OWN):
        old, new = getattr(first, name), getattr(again, name)
        if old is None and new is not None:
            filled[name] = new
        elif new is not None and new != old and name != "former_name":
            differing.append(label(SheetKind.ENTERPRISES, name))
    reason = "repeated_with_differences" if differing else "repeated"
    line.note(FindingKind.MERGED, "uscc", reason, first=first.row, fields="、".join(differing))
    return replace(first, **filled)
