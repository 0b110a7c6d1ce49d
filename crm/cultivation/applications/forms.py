"""The forms of an application: what is applied for, submitting it, and what each other step needs said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import ValidationError

from crm.cultivation.applications.judging import ApplicationHearing, Submission
from crm.web.fields import DayField, DeskForm, LineField, ParagraphField, SelectMultipleCheckboxField, must_fill
from crm.web.words import option


class ApplicationForm(DeskForm):
    """What is applied for, and in which window."""

    what = RadioField(_l("申报事项和窗口"), [must_fill(_l("请选择申报事项。"))], choices=[], validate_choice=False)

    def offer(self, wishes: Sequence[tuple[str, str]], asked: str | None) -> "ApplicationForm":
        """Let one of these be chosen; `asked` is chosen already."""
        self.what.choices = [option(*wish) for wish in wishes]
        if not self.what.data and asked:
            self.what.data = asked
        return self

    def validate_what(self, field: RadioField) -> None:
        """What was offered when the page was opened may be offered no more: the title was won, the window changed."""
        if field.data not in {choice[0] for choice in field.iter_choices()}:
            raise ValidationError(_("这一事项现在不能申报：称号可能已经取得，或窗口有变动。请从列出的事项中选择。"))


class SubmissionForm(DeskForm):
    """Submitting: clauses not fulfilled are named one by one, conditions of the notice confirmed one by one."""

    confirmed = SelectMultipleCheckboxField(_l("年度通知的条件，逐项核实后勾选"), choices=[])
    named = SelectMultipleCheckboxField(_l("未达标或缺资料的条款，逐条勾选，表示知悉"), choices=[])
    below_why = ParagraphField(_l("仍然申报的理由"), longest=1000)
    outside_why = ParagraphField(_l("不在窗口期内提交的理由"), longest=1000)

    def hear(self, hearing: ApplicationHearing, *, is_outside: bool) -> "SubmissionForm":
        """Ask only what has to be said of this application."""
        self.confirmed.choices = [option(one.key, one.text) for one in hearing.to_confirm]
        self.named.choices = [option(one.key, f"{one.text}（{one.clause}）") for one in hearing.lacking]
        if not hearing.to_confirm:
            del self.confirmed
        if not hearing.lacking:
            del self.named
            del self.below_why
        if not is_outside:
            del self.outside_why
        return self

    def submission(self) -> Submission:
        """What was said."""
        said = {field.name: field.data for field in self}
        return Submission(
            frozenset(said.get("named") or ()),
            frozenset(said.get("confirmed") or ()),
            said.get("below_why"),
            said.get("outside_why"),
        )


_LABELS: Mapping[str, Mapping[str, Any]] = {
    "check_site": {"day": _l("核查日期"), "text": _l("参加人员、查看内容和结论")},
    "recommend": {"document": _l("推荐函文号")},
    "send_back": {"why": _l("退回理由，需要改什么")},
    "announce": {"document": _l("公示文件"), "day": _l("公示开始"), "until": _l("公示截止")},
    "object": {"text": _l("异议内容和提出人")},
    "settle": {"text": _l("核实经过和结论")},
    "grant": {"document": _l("认定文件"), "day": _l("认定（或复核通过）日期"), "certificate": _l("证书编号")},
    "refuse": {"clause": _l("不符合的条款"), "why": _l("说明")},
    "withdraw": {"why": _l("撤回理由")},
}
_FIELDS: Mapping[str, Any] = {
    "document": lambda label, _shown: LineField(label, needed=True),
    "clause": lambda label, _shown: LineField(label, needed=True),
    "day": lambda label, shown: DayField(label, needed=True, default=shown),
    "until": lambda label, _shown: DayField(label, needed=True),
    "text": lambda label, _shown: ParagraphField(label, longest=4000, needed=True),
    "why": lambda label, _shown: ParagraphField(label, longest=1000, needed=True),
    "certificate": lambda label, _shown: LineField(label, description=_l("还没有拿到证书的可以不填。")),
}
_MAY_BE_SAID: Mapping[str, frozenset[str]] = {"grant": frozenset({"certificate"})}


def step_form(act: str, needs: Iterable[str], shown: date) -> DeskForm:
    """A form with a field for each thing a step needs or may be said with it, in a fixed order."""
    wanted = set(needs) | _MAY_BE_SAID.get(act, frozenset())
    fields = {name: make(_LABELS[act][name], shown) for name, make in _FIELDS.items() if name in wanted}
    form: DeskForm = type("ApplicationStepForm", (DeskForm,), fields)()
    return form


def said_in(form: DeskForm) -> dict[str, Any]:
    """What was said with a step, by the names of `ApplicationSaying`; a field left blank says nothing."""
    return {field.name: field.data or None for field in form if field.name in _FIELDS}
