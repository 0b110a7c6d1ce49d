"""Facts to ask for, in words, and the page on which each is written down once it can be."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from crm.cultivation.gap import Gap, NotInForce
from crm.cultivation.gap_lines import FactBasis
from crm.enterprises.facts.lists.listings import LISTINGS
from crm.enterprises.facts.values import QUALITY
from crm.rules.law.catalogue import FIELDS
from crm.rules.law.fields import FIGURES, FactKind
from crm.web.words import word

IDENTITY = ("uscc", "name", "registered_on", "industry")
YEARLY_FIGURES = frozenset(figure.id for figure in FIGURES)
_ASKED = 6
_YES_OR_NO = (FactKind.YES_NO, FactKind.JUDGEMENT)


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact to ask for; without `url` it cannot be written down yet, and the text says from when it can."""

    text: str
    label: str
    url: str | None


def asks_of(enterprise_id: int, missing: Sequence[FactBasis], today: date) -> tuple[Ask, ...]:
    """Where each missing fact is entered."""
    return tuple(ask_of(enterprise_id, use, today) for use in missing[:_ASKED])


def questions(
    enterprise_id: int, gap: Gap | NotInForce, today: date, *, but: Collection[str] = ()
) -> tuple[Ask, ...]:
    """The facts to ask for at the next contact, the ones that decide first; those of `but` are asked elsewhere."""
    missing = () if isinstance(gap, NotInForce) else gap.missing
    return asks_of(enterprise_id, [use for use in missing if use.field not in but], today)


def open_facts(gap: Gap | NotInForce) -> list[str]:
    """The facts of the enterprise, of no single year, that nobody knows and that block the verdict."""
    return [] if isinstance(gap, NotInForce) else [use.field for use in gap.missing[:_ASKED] if use.year is None]


def ask_of(enterprise_id: int, use: FactBasis, today: date) -> Ask:
    """One fact; figures of a year are taken down once that year is over, a score from the year's first day on."""
    name = name_fact(use)
    first = None if use.year is None else use.year + (use.field in YEARLY_FIGURES)
    if first is not None and first > today.year:
        later = _("%(what)s（%(year)s 年起录入）", what=name, year=first)
        return Ask(str(later), str(later), None)
    return Ask(name, _act(use, name), entry_url(enterprise_id, use))


def name_fact(use: FactBasis) -> str:
    """A fact as one asks for it: a list as a list, a yes or no as a question, a figure with its year."""
    return str(_("%(year)s 年%(label)s", year=use.year, label=use.label)) if use.year else _question(use)


def _question(use: FactBasis) -> str:
    kind = _kind(use)
    if kind is FactKind.LIST:
        return str(_("%(label)s清单", label=use.label))
    if kind not in _YES_OR_NO:
        return use.label
    group = use.field.split(".")[0]
    if group == QUALITY:
        return str(_("是否有%(label)s", label=use.label))
    of = FIELDS[group].zh if group in LISTINGS else ""
    return str(_("%(of)s是否%(label)s", of=of, label=use.label))


def _act(use: FactBasis, name: str) -> str:
    kind = _kind(use)
    if kind is FactKind.LIST:
        return str(_("录全%(what)s", what=name))
    return str(_("核实%(what)s", what=name) if kind in _YES_OR_NO else _("录入%(what)s", what=name))


def _kind(use: FactBasis) -> FactKind | None:
    return FIELDS[use.field].kind if use.field in FIELDS else None


def entry_url(enterprise_id: int, use: FactBasis) -> str:
    """The page on which the fact is written down."""
    group = use.field.split(".")[0]
    if group in LISTINGS:
        return url_for("enterprises.one_list", enterprise_id=enterprise_id, listing=group)
    if group == QUALITY:
        return url_for("enterprises.edit_fact", enterprise_id=enterprise_id, fact=QUALITY)
    if use.field == "recognitions":
        return url_for("cultivation.titles", enterprise_id=enterprise_id)
    if use.field in FIELDS and FIELDS[use.field].group == "figures" and use.year is None:
        return url_for("enterprises.figures", enterprise_id=enterprise_id)
    if use.year is not None:
        return url_for("enterprises.edit_figures", enterprise_id=enterprise_id, year=use.year)
    if use.field in IDENTITY or use.field not in FIELDS:
        return url_for("enterprises.identity", enterprise_id=enterprise_id)
    return url_for("enterprises.edit_fact", enterprise_id=enterprise_id, fact=use.field)


def evidence_words(uses: Sequence[FactBasis]) -> str:
    """What it rests on: each fact with its years, grade and source."""
    years: dict[tuple[str, str | None, str], list[int]] = defaultdict(list)
    for use in uses:
        if not use.missing:
            years[use.label, use.grade, use.source] += [use.year] if use.year else []
    return "；".join(_evidence(*about, known) for about, known in years.items())


def _evidence(label: str, grade: str | None, source: str, years: list[int]) -> str:
    listed = "、".join(str(year) for year in sorted(set(years), reverse=True))
    return " ".join(filter(None, [label, listed, word(grade, "grade"), source]))
