"""Form fields that take only what they mean: clean text, ASCII amounts, real dates, whole numbers."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form, HiddenField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional, Regexp, StopValidation
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, TextInput

from crm.money import fen_from_wan, wan_to_type

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_ALLOWED_CONTROLS = {"\n", "\t"}


class DeskForm(FlaskForm):  # type: ignore[misc]
    """A form of this house: texts are cleaned, and validators may be given as words."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Every text field is normalised before it is looked at."""

        def bind_field(self, form: Form, unbound_field: Any, options: Any) -> Field:
            """Add the cleaning filter to every text field."""
            if issubclass(unbound_field.field_class, StringField):
                unbound_field.kwargs.setdefault("filters", [clean_text])
            field: Field = super().bind_field(form, unbound_field, options)
            return field

    def note_refusal(self, code: str) -> None:
        """The service has refused what was sent; a form may make ready for what comes next."""


def clean_text(text: str | None) -> str | None:
    """NFC, one kind of line end, no blanks around; control and direction marks are refused."""
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if any(unicodedata.category(mark) in _HIDDEN and mark not in _ALLOWED_CONTROLS for mark in text):
        raise ValueError(_l("含有不可见的控制字符，请删除后重试。"))
    return text or None


class MustBeFilled(InputRequired):
    """Something was sent, and something is left of it once it is cleaned: blanks alone say nothing."""

    def __call__(self, form: Any, field: Field) -> None:
        """Stop at the first complaint, so that a field is not told off twice."""
        super().__call__(form, field)
        if field.data is None and not field.process_errors:
            raise StopValidation(self.message or "")


def must_fill(message: Any = None) -> MustBeFilled:
    """The field must be filled in."""
    return MustBeFilled(message or _l("请填写这一项。"))


def at_most(length: int) -> Length:
    """A text no longer than so many characters."""
    return Length(max=length, message=_l("最多 %(max)d 个字，请缩短。"))


class LineField(StringField):
    """One line of text."""

    def __init__(self, label: Any, *, longest: int = 200, needed: bool = False, **kwargs: Any) -> None:
        validators = [must_fill() if needed else Optional(), at_most(longest), *kwargs.pop("validators", [])]
        super().__init__(label, validators, **kwargs)


class ParagraphField(TextAreaField):
    """Several lines of text."""

    def __init__(self, label: Any, *, longest: int = 4000, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(label, [must_fill() if needed else Optional(), at_most(longest)], **kwargs)


class PageKeyField(HiddenField):
    """The key that is made with an empty form and makes sending it twice harmless."""

    def __init__(self, **options: Any):
        words = Regexp(r"^[0-9a-zA-Z_-]+\Z", message=_l("页面已失效，请刷新后重填。"))
        super().__init__(validators=[must_fill(), Length(min=16, max=64), words], **options)


def fresh_key() -> str:
    """A key that no other form has."""
    return secrets.token_urlsafe(16)


class TypedField(Field):
    """A field whose text means a value; what was typed is shown again when it does not."""

    widget: Any = TextInput()
    complaint: Any = ""

    def __init__(self, label: Any, *, needed: bool = False, **kwargs: Any) -> None:
        validators = [must_fill() if needed else Optional(), *kwargs.pop("validators", [])]
        super().__init__(label, validators, **kwargs)

    def read(self, text: str) -> Any:
        """The value the text means; raises ValueError."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """How the value is typed."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the first text; a blank one is None, and a field that was not sent keeps what it showed."""
        if not valuelist:
            return
        self.data = None
        text = valuelist[0].strip()
        if not text:
            return
        try:
            self.data = self.read(text)
        except ValueError as error:
            raise ValueError(self.complaint) from error


class AmountField(TypedField):
    """An amount typed in 万元, kept as fen."""

    widget = TextInput()
    complaint = _l("请填写以万元为单位的数字，如 1500 或 38.6；最多六位小数。")

    def __init__(self, label: Any, *, negative: bool = False, **kwargs: Any) -> None:
        self.negative = negative
        super().__init__(label, **kwargs)

    def read(self, text: str) -> int:
        """Fen; negative only where that has a meaning."""
        return fen_from_wan(text)

    def write(self, value: int) -> str:
        """万元 without thousands marks."""
        return wan_to_type(value)

    def pre_validate(self, form: Any) -> None:
        """Only net profit may be below zero."""
        if self.data is not None and self.data < 0 and not self.negative:
            raise ValidationError(_l("金额不能为负数，请核对。"))


class WholeField(TypedField):
    """A whole number from `lowest` to `highest`."""

    complaint = _l("请填写整数，不带小数和其他符号。")

    def __init__(self, label: Any, *, lowest: int = 0, highest: int = 9_999_999, **kwargs: Any) -> None:
        self.lowest, self.highest = lowest, highest
        super().__init__(label, **kwargs)

    def read(self, text: str) -> int:
        """ASCII digits only."""
        if not _WHOLE.fullmatch(text):
            raise ValueError(text)
        return int(text)

    def pre_validate(self, form: Any) -> None:
        """Within the range."""
        if self.data is not None and not self.lowest <= self.data <= self.highest:
            raise ValidationError(_l("请填写 %(low)s 到 %(high)s 之间的整数。", low=self.lowest, high=self.highest))


class DayField(TypedField):
    """A calendar date, as browsers send it."""

    widget = DateInput()
    complaint = _l("请填写存在的日期，如 2026-11-24。")

    def read(self, text: str) -> date:
        """ISO dates of the twentieth and twenty-first centuries."""
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        day = date.fromisoformat(text)
        if not EARLIEST <= day <= LATEST:
            raise ValueError(text)
        return day


class SelectMultipleCheckboxField(SelectMultipleField):
    """Several of the choices, each with its own tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **kwargs: Any) -> None:
        kwargs.setdefault("invalid_choice_message", _l("不是有效的选择。"))
        super().__init__(label, **kwargs)
