"""Form fields for the kinds of the fact catalogue: three-state answers, choices, parts of a whole, scores."""

import re
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field as FormField
from wtforms import RadioField, SelectField

from crm.rules.files.json_shapes import EARLIEST_YEAR, LATEST_YEAR
from crm.rules.law.catalogue import FactKind, Field
from crm.web.fields import (
    AmountField,
    DayField,
    LineField,
    SelectMultipleCheckboxField,
    TypedField,
    WholeField,
    must_fill,
)
from crm.web.words import option

UNKNOWN = ""
_PERCENT = re.compile(r"\d{1,3}(\.\d{1,8})?", re.ASCII)
_SCORE = re.compile(r"\d{1,3}(\.\d{1,4})?", re.ASCII)
_ANSWERS = {"yes": True, "no": False}


class PercentField(TypedField):
    """A part of a whole, typed in percent and kept as the decimal text of the part: 12.5 is "0.125"."""

    complaint = _l("请填写 0 到 100 之间的百分数，如 12.5。")

    def read(self, text: str) -> str:
        """ASCII digits, at most a hundred."""
        if not _PERCENT.fullmatch(text) or Decimal(text) > 100:
            raise ValueError(text)
        return f"{(Decimal(text) / 100).normalize():f}"

    def write(self, value: str) -> str:
        """The percentage, exactly."""
        return f"{(Decimal(value) * 100).normalize():f}"


class ScoreField(TypedField):
    """A score from 0 to 100 with at most four decimals, kept as typed."""

    complaint = _l("请填写 0 到 100 之间的得分，最多四位小数，如 63.5。")

    def read(self, text: str) -> str:
        """ASCII digits, at most a hundred."""
        if not _SCORE.fullmatch(text) or Decimal(text) > 100:
            raise ValueError(text)
        return text


class ThreeStateField(RadioField):
    """Yes, no, or not known; the last is where it starts."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        answers = [option("yes", _l("是")), option("no", _l("否")), option(UNKNOWN, _l("未知"))]
        super().__init__(label, choices=answers, default=UNKNOWN, **kwargs)
        self.type = RadioField.__name__  # drawn like any other choice
        self.flags.required = True  # one of the three is always chosen

    @property
    def answer(self) -> bool | None:
        """What was chosen."""
        return _ANSWERS.get(str(self.data))


def input_for(field: Field, *, needed: bool = False, **kwargs: Any) -> FormField:
    """The input in which this fact is typed or chosen."""
    label = kwargs.pop("label", field.zh)
    if field.kind in (FactKind.YES_NO, FactKind.JUDGEMENT):
        return ThreeStateField(label, **kwargs)
    if field.kind is FactKind.CHOICE:
        return _choice(label, field, needed=needed, **kwargs)
    if field.kind is FactKind.LIST:
        offered = [option(str(one.value), one.zh) for one in field.choices]
        return SelectMultipleCheckboxField(label, choices=offered, **kwargs)
    if field.kind is FactKind.YEAR:
        return WholeField(label, lowest=EARLIEST_YEAR, highest=LATEST_YEAR, needed=needed, **kwargs)
    makers: dict[FactKind, Any] = {
        FactKind.MONEY: AmountField,
        FactKind.COUNT: WholeField,
        FactKind.DATE: DayField,
        FactKind.RATIO: PercentField,
        FactKind.SCORE: ScoreField,
        FactKind.TEXT: LineField,
    }
    made: FormField = makers[field.kind](label, needed=needed, **kwargs)
    return made


def value_in(field: Field, typed: FormField) -> Any:
    """What an input means: dates and fen as such, answers as yes, no or None, choices as the dossier's word."""
    if isinstance(typed, ThreeStateField):
        return typed.answer
    if field.kind is FactKind.CHOICE:
        return next((one.value for one in field.choices if str(one.value) == typed.data), None)
    return typed.data


def typed_from(field: Field, value: Any) -> Any:
    """What an input starts with so that it shows a known value."""
    if field.kind in (FactKind.YES_NO, FactKind.JUDGEMENT):
        return UNKNOWN if value is None else ("yes" if value else "no")
    if field.kind is FactKind.CHOICE:
        return UNKNOWN if value is None else str(value)
    return value


def _choice(label: Any, field: Field, *, needed: bool, **kwargs: Any) -> FormField:
    offered = [option(str(one.value), one.zh) for one in field.choices]
    if needed:
        return RadioField(label, [must_fill()], choices=offered, **kwargs)
    return SelectField(label, choices=[option(UNKNOWN, _l("未知")), *offered], default=UNKNOWN, **kwargs)
