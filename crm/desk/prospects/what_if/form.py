"""The form of 假设测算: only what the rulebook looks at, beginning with what is known."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.desk.prospects.what_if.supposition import (
    FIGURE_FIELDS,
    MOST_ADDED,
    Supposition,
    known_fact,
    known_figure,
    years_asked,
)
from crm.enterprises.facts.fields import ScoreField, input_for, typed_from, value_in
from crm.rules.law.catalogue import FIELDS, FactKind
from crm.rules.law.days.dates import end_of
from crm.rules.law.dossier import Dossier, EquityRound
from crm.rules.law.fields import larger_parts
from crm.web.fields import AmountField, DeskForm, WholeField

SCORE = "platform_scores.score"
_NOT_ASKED = {"uscc", "name", "registered_on", "industry", "local_feature_points"}
HOLDINGS = {
    "more_property": _l("再增加Ⅰ类知识产权（项，自主研发）"),
    "more_high_value": _l("再增加Ⅰ类高价值知识产权（项）"),
    "more_second": _l("再增加Ⅱ类知识产权（项）"),
}
NOTHING: Mapping[str, int] = MappingProxyType({})
_TOO_LARGE = _l("%(part)s不能大于%(whole)s，请核对。")


@dataclass(frozen=True, slots=True)
class Questions:
    """Which inputs the form has."""

    years: tuple[int, ...]
    figures: tuple[str, ...]
    facts: tuple[str, ...]
    score_year: int | None
    property: bool
    equity: bool


def questions_of(used: Collection[str], as_of: date) -> Questions:
    """The inputs for the fields a rulebook uses on a day; marks against an enterprise are nothing to suppose."""
    facts = tuple(
        name
        for name, field in FIELDS.items()
        if name in used
        and not field.yearly
        and field.kind is not FactKind.LIST
        and name not in _NOT_ASKED
        and field.group not in ("compliance", "intellectual_property")
    )
    return Questions(
        years_asked(as_of),
        tuple(name for name in FIGURE_FIELDS if name in used),
        facts,
        as_of.year if SCORE in used else None,
        "intellectual_property" in used,
        "equity_financing" in used,
    )


class WhatIfForm(DeskForm):
    """Inputs are added by `what_if_form`."""

    questions: Questions

    def supposition(self) -> Supposition:
        """What a valid form says."""
        asked = self.questions
        score = self["score"].data if asked.score_year else None
        return Supposition(
            figures={
                year: {name: self[figure_id(name, year)].data for name in asked.figures} for year in asked.years
            },
            facts={name: _meant(name, value_in(FIELDS[name], self[fact_id(name)])) for name in asked.facts},
            scores={asked.score_year: None if score is None else Fraction(score)} if asked.score_year else {},
            more_property=self._added("more_property"),
            more_high_value=self._added("more_high_value"),
            more_second=self._added("more_second"),
            equity=self._equity(),
            label=_("假设"),
        )

    def _added(self, name: str) -> int:
        return (self[name].data or 0) if self.questions.property else 0

    def _equity(self) -> EquityRound | None:
        """Paid at the end of the last year that counts on the day asked about."""
        amount = self["equity"].data if self.questions.equity else None
        return EquityRound(end_of(self.questions.years[1]), amount, qualified=True) if amount else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Each input by itself, and no part larger than its whole."""
        is_valid: bool = super().validate(extra_validators)
        for year in self.questions.years:
            is_valid = self._parts_fit(year) and is_valid
        return is_valid

    def _parts_fit(self, year: int) -> bool:
        typed = {name: self[figure_id(name, year)].data for name in self.questions.figures}
        too_large = larger_parts(typed)
        for part, whole in too_large:
            input_field = self[figure_id(part, year)]
            complaint = _TOO_LARGE % {"part": FIELDS[part].zh, "whole": FIELDS[whole].zh}
            input_field.errors = (*input_field.errors, complaint)
        return not too_large

    def typed_inputs(self) -> Iterator[Any]:
        """Every input that text is typed into, which may therefore be wrong."""
        return (one for one in self if one.type not in ("CSRFTokenField", "RadioField", "SelectField"))


def what_if_form(asked: Questions, dossier: Dossier, added: Mapping[str, int] = NOTHING) -> WhatIfForm:
    """The form, showing what is known, and what is supposed to be added to its lists by the names of the inputs."""
    inputs: dict[str, Any] = {"questions": asked}
    start: dict[str, Any] = {}
    for year in asked.years:
        for name in asked.figures:
            inputs[figure_id(name, year)] = _figure_input(name, year)
            start[figure_id(name, year)] = known_figure(dossier, name, year)
    for name in asked.facts:
        inputs[fact_id(name)] = input_for(FIELDS[name])
        start[fact_id(name)] = typed_from(FIELDS[name], _shown(name, known_fact(dossier, name)))
    if asked.score_year:
        inputs["score"] = ScoreField(_("%(year)s 年专精特新发展评价得分", year=asked.score_year))
        scores = {one.year: one.score for one in dossier.platform_scores}
        start["score"] = _decimal(scores.get(asked.score_year))
    if asked.property:
        inputs.update({name: WholeField(label, highest=MOST_ADDED) for name, label in HOLDINGS.items()})
    if asked.equity:
        inputs["equity"] = AmountField(
            _("再增加合格机构实缴的股权融资（万元，计入 %(year)s 年）", year=asked.years[1])
        )
    form: WhatIfForm = type("WhatIfFormOfADay", (WhatIfForm,), inputs)(**start, **added)
    return form


def figure_id(name: str, year: int) -> str:
    """The name of the input of a figure."""
    return f"{name}_{year}"


def fact_id(name: str) -> str:
    """The name of the input of a one-valued fact."""
    return name.replace(".", "__")


def _figure_input(name: str, year: int) -> Any:
    label = _("%(year)s 年%(label)s", year=year, label=FIELDS[name].zh)
    if FIELDS[name].kind is FactKind.COUNT:
        return WholeField(label)
    return AmountField(label, negative=name == "net_profit")


def _meant(name: str, value: Any) -> Any:
    return Fraction(value) if FIELDS[name].kind is FactKind.RATIO and value is not None else value


def _shown(name: str, value: Any) -> Any:
    return _decimal(value) if FIELDS[name].kind is FactKind.RATIO else value


def _decimal(value: Fraction | None) -> str | None:
    """The decimal text of a number that was recorded as one."""
    if value is None:
        return None
    digits = next(places for places in range(30) if value * 10**places == int(value * 10**places))
    whole, rest = divmod(int(value * 10**digits), 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)
