"""The form of a service with a few questions in it, each in the shape of its fact."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField

from crm.desk.answers.answer import FactAnswer
from crm.enterprises.facts.fields import input_for
from crm.enterprises.facts.forms import answer_in
from crm.enterprises.facts.models import Grade
from crm.enterprises.facts.values import QUALITY, single_facts
from crm.interactions.forms import ServiceForm
from crm.rules.law.catalogue import FactKind, Field
from crm.web.fields import LineField
from crm.web.words import choices

MOST_ASKED = 3
_ANSWER, _SEEN = "answer_", "seen_"
_ASKABLE = {field.id: field for field in single_facts() if field.id != QUALITY}


class AnsweringForm(ServiceForm):
    """A service during which questions were asked; whoever answers none says nothing of evidence."""

    asked: ClassVar[tuple[Field, ...]] = ()
    seen_now: ClassVar[Mapping[str, int]] = {}

    answer_source = LineField(_l("依据"), description=_l("文件名称、编号或向谁核实。有回答时填写。"))
    answer_grade = RadioField(_l("依据等级"), choices=choices("grade"), default=Grade.SELF_DECLARED.value)

    def validate(self, extra_validators: Any = None) -> bool:
        """An answer needs something it rests on."""
        is_sound: bool = super().validate(extra_validators)
        if is_sound and self.answers() and not self.answer_source.data:
            self.answer_source.errors = [_l("请写明这些回答的依据。")]
            return False
        return is_sound

    def questions(self) -> list[tuple[Any, str | None]]:
        """The fields of the questions, with their units."""
        return [(self[_ANSWER + name_of(field)], _unit(field)) for field in self.asked]

    def asked_names(self) -> list[str]:
        """The names of those fields."""
        return [_ANSWER + name_of(field) for field in self.asked]

    def seen_fields(self) -> list[Any]:
        """Which row stood there when each question was shown."""
        return [self[_SEEN + name_of(field)] for field in self.asked]

    def answers(self) -> list[FactAnswer]:
        """What was answered; a question without an answer stays one."""
        said = [(field, answer_in(field, self[_ANSWER + name_of(field)])) for field in self.asked]
        return [FactAnswer(field.id, value, self._seen(field)) for field, value in said if value is not None]

    def note_refusal(self, code: str) -> None:
        """Whoever sends again after reading what somebody else recorded has seen it."""
        super().note_refusal(code)
        if code == "fact_changed_meanwhile":
            for field in self.asked:
                self[_SEEN + name_of(field)].data = str(self.seen_now.get(field.id, 0))

    def _seen(self, field: Field) -> int:
        text = self[_SEEN + name_of(field)].data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def answering_form(asked: Sequence[Field], seen_now: Mapping[str, int]) -> type[AnsweringForm]:
    """The class of a form that asks for these facts; `seen_now` are the rows that stand at this moment."""
    inputs: dict[str, Any] = {"asked": tuple(asked), "seen_now": seen_now}
    for field in asked:
        inputs[_ANSWER + name_of(field)] = input_for(field)
        inputs[_SEEN + name_of(field)] = HiddenField(default=str(seen_now.get(field.id, 0)))
    return type("LogForm", (AnsweringForm,), inputs)


def asked_fields(missing: Iterable[str], sent: Iterable[str]) -> list[Field]:
    """The first few of the missing facts that one field can hold, and whatever was answered on the page just sent."""
    first = [_ASKABLE[fact] for fact in dict.fromkeys(missing) if fact in _ASKABLE][:MOST_ASKED]
    named = {_ANSWER + name_of(field): field for field in _ASKABLE.values()}
    return [*first, *(named[name] for name in sent if name in named and named[name] not in first)]


def name_of(field: Field) -> str:
    """A fact's name as that of a field."""
    return field.id.replace(".", "__")


def _unit(field: Field) -> str | None:
    return {FactKind.RATIO: "%", FactKind.MONEY: _("万元")}.get(field.kind)
