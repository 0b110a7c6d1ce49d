"""政策: every rulebook and measure with its time, and who would rise or fall by other rules, before they bite."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.clause_page import clause_lines
from crm.awards.installed_page import installed_measures
from crm.config.policies import library
from crm.cultivation.pool.columns import read_pool
from crm.cultivation.previews.drafts import read_draft
from crm.cultivation.previews.preview import JudgingBasis, Move, RulePreview, preview
from crm.cultivation.windows.queries import ladder_now
from crm.db import reading
from crm.desk.policies.forms import PreviewForm
from crm.enterprises import queries as enterprises
from crm.enterprises.facts.columns import IdSpan
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.rules import TARGETS, NoRulebookInForce, Purpose, Rulebook, RulebookError
from crm.rules.law.rulebook import Period
from crm.web.pages import form_page
from crm.web.paging import PAGE_SIZE, Page
from crm.web.sizes import accepts
from crm.web.words import word

_LARGEST_REQUEST = 2 * 1024 * 1024  # a draft pasted in full, written as forms write Chinese, or as a file
_EVERYBODY = IdSpan(1, 2**63 - 1)


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """A preview that can be made."""

    before: JudgingBasis
    after: JudgingBasis
    purpose: Purpose


@requires(Role.STEWARD, Role.MANAGER)
def policies() -> ResponseReturnValue:
    """Every version, the newest of each title first."""
    today = clock.today()
    books = sorted(library().rulebooks.values(), key=begins, reverse=True)
    groups = [(target, [book_line(one, today) for one in books if one.target == target]) for target in TARGETS]
    with reading() as session:
        measures = installed_measures(session).all
        windows = ladder_now(session, library().ladder).windows
    return render_template(
        "desk/policies.html",
        groups=groups,
        measures=measures,
        clauses={one.id: clause_lines(one) for one in measures},
        windows=windows,
        today=today,
        may_preview=me().has(Role.MANAGER),
    )


def begins(book: Rulebook) -> date:
    """When a rulebook is first in force."""
    return min((period.since or date.min for period in book.in_force.values()), default=date.min)


def book_line(book: Rulebook, today: date) -> dict[str, Any]:
    """One version with its clauses."""
    return {
        "id": book.id,
        "name": book.text.zh,
        "document": book.document,
        "periods": [
            (purpose.value, period_word(period), today in period) for purpose, period in book.in_force.items()
        ],
        "in_force": any(today in period for period in book.in_force.values()),
        "clauses": [(one.text.zh, one.clause) for one in next(iter(book.criteria.values()))],
        "notes": [note.text.zh for note in book.notes],
    }


def period_word(period: Period) -> str:
    """From when to when."""
    since = period.since.isoformat() if period.since else _("最初")
    return str(
        _("%(since)s 至 %(until)s", since=since, until=period.until.isoformat())
        if period.until
        else _("%(since)s 起", since=since)
    )


@requires(Role.MANAGER)
@accepts(_LARGEST_REQUEST)
def preview_rules() -> ResponseReturnValue:
    """The form; sent, with the result beneath and nothing stored."""
    today = clock.today()
    form = PreviewForm(on=date(today.year + 1, 1, 1))
    page = form_page("desk/preview.html", form, result=None, today=today)
    asked = asked_in(form, today) if page.is_submitted() else None
    if asked is not None:
        page.values["result"] = result(asked, today)
    return page.show()


def asked_in(form: PreviewForm, today: date) -> PreviewRequest | None:
    """What the form asks, or None with the complaint at its field."""
    purpose, on = Purpose(form.purpose.data), form.on.data
    if on < today:
        form.on.errors = (_("请填写今天或以后的日期。"),)
        return None
    try:
        draft = draft_in(form)
        target = draft.target if draft else form.target.data
        before = library().rulebook_for(target, purpose, today)
        after = draft or library().rulebook_for(target, purpose, on)
    except NoRulebookInForce as error:
        form.on.errors = (_("%(day)s 没有对这一层级生效的认定标准。", day=error.on.isoformat()),)
        return None
    except (RulebookError, ValueError) as error:
        form.draft.errors = (complaint(error),)
        return None
    if purpose not in after.criteria:
        form.purpose.errors = (_("草案没有写这一用途（in_force）。"),)
        return None
    sizing = library().sizing
    return PreviewRequest(JudgingBasis(before, sizing, today), JudgingBasis(after, sizing, on), purpose)


def draft_in(form: PreviewForm) -> Rulebook | None:
    """The draft, which stands in the text field from now on."""
    text = form.draft_text()
    if not text.strip():
        return None
    form.draft.data = text
    return read_draft(text, current_app.config["SETTINGS"].policies)


def complaint(error: Exception) -> str:
    """What is wrong with a draft: file, line and why."""
    if isinstance(error, RulebookError):
        return str(_("草案读不懂，没有预演：%(where)s：%(why)s", where=error.where, why=error.why))
    return str(_("草案文件须是 UTF-8 文本，且不超过十万字。"))


def result(asked: PreviewRequest, today: date) -> dict[str, Any]:
    """Counts, clauses, and one page of those who move."""
    with reading() as session:
        pool = read_pool(session, _EVERYBODY, today)
        found = preview(pool, asked.before, asked.after, asked.purpose, library().ladder)
        paging = Page(_page_asked()).of(len(found.moves))
        shown = found.moves[paging.offset : paging.offset + PAGE_SIZE]
        names = enterprises.names(session, [one.enterprise_id for one in shown], scope())
    return {
        "about": about(asked),
        "judged": found.judged,
        "rising": found.rising,
        "falling": len(found.moves) - found.rising,
        "assumed": "、".join(map(str, found.assumed_years)),
        "clauses": clauses(asked, found),
        "paging": paging,
        "moves": [move_line(one, names[one.enterprise_id], asked) for one in shown if one.enterprise_id in names],
    }


def about(asked: PreviewRequest) -> str:
    """Which rules are compared."""
    return str(
        _(
            "%(target)s%(purpose)s：今天的 %(before)s 与 %(day)s 的 %(after)s 相比",
            target=word(asked.after.rulebook.target, "tier"),
            purpose=word(asked.purpose, "evaluation_purpose"),
            before=asked.before.rulebook.text.zh,
            day=asked.after.on.isoformat(),
            after=asked.after.rulebook.text.zh,
        )
    )


def clauses(asked: PreviewRequest, found: RulePreview) -> list[dict[str, Any]]:
    """The criteria that make a difference, the weightiest first."""
    named = clause_names(asked)
    return [{"text": named.get(one, one), "rises": rises, "falls": falls} for one, rises, falls in found.clauses()]


def clause_names(asked: PreviewRequest) -> dict[str, str]:
    """The words of every criterion of both sides."""
    books = (asked.before.rulebook, asked.after.rulebook)
    return {one.id: f"{one.text.zh}（{one.clause}）" for book in books for one in book.criteria[asked.purpose]}


def move_line(move: Move, name: str, asked: PreviewRequest) -> dict[str, Any]:
    """One enterprise that moves."""
    named = clause_names(asked)
    return {
        "id": move.enterprise_id,
        "name": name,
        "before": move.before.value,
        "after": move.after.value,
        "rises": move.rises,
        "because": [named.get(one, one) for one in move.because],
    }


def _page_asked() -> int:
    """The page of the result; the form carries everything else."""
    text = request.form.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1
