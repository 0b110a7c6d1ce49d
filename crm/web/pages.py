"""Pages with a form: what is shown again, with everything typed, when the form or the service says no."""

from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from crm.web.fields import DeskForm


@dataclass(frozen=True, slots=True)
class FormPage:
    """A template with its form. Made before the service is called, so that a refusal can show it again.

    `template` gets `form`, the given values, and `problem`: the sentence of the refusal, or None.
    """

    template: str
    form: DeskForm
    values: dict[str, Any]

    def is_submitted(self) -> bool:
        """A POST whose fields are all well-formed."""
        return request.method == "POST" and self.form.validate()

    def show(self, *, problem: str | None = None, status: int | None = None, code: str = "") -> ResponseReturnValue:
        """The page; 422 when it shows complaints about what was sent. `code` is that of the refusal."""
        if code:
            self.form.note_refusal(code)
        complaints = problem is not None or bool(self.form.errors)
        content = render_template(self.template, form=self.form, problem=problem, **self.values)
        return content, status or (422 if complaints else 200)


def form_page(template: str, form: DeskForm, **values: Any) -> FormPage:
    """Make the page of this request and remember it for the error handler."""
    page = FormPage(template, form, values)
    g.form_page = page
    return page


def remembered_page() -> FormPage | None:
    """The form page of this request, if a view has made one."""
    page: FormPage | None = g.get("form_page")
    return page


def is_fragment() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
