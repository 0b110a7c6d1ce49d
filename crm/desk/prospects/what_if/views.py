"""假设测算: change any figure and see the verdict move; judged on the server by the same engine, and never saved."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.policies import library
from crm.cultivation.facts import dossier_of
from crm.cultivation.gap import Gap, NotInForce
from crm.cultivation.reasons.fields_used import fields_used
from crm.cultivation.windows.queries import library_now
from crm.db import reading
from crm.desk.prospects.gap_page import PURPOSES, WHAT_IF, more, show_gap
from crm.desk.prospects.near_rows import lacking as _lack
from crm.desk.prospects.outlook import Aim, outlook_for
from crm.desk.prospects.what_if.form import HOLDINGS, Questions, WhatIfForm, figure_id, questions_of, what_if_form
from crm.desk.prospects.what_if.supposition import Supposition, changes, suppose, with_years_repeated
from crm.desk.prospects.what_if.ways import CarriedWay, carry, find_marked_way
from crm.enterprises import queries as enterprises
from crm.people.access import requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.rules import TARGETS, Dossier, Library, Purpose
from crm.rules.law.catalogue import FIELDS, FactKind
from crm.web.pages import form_page, is_fragment
from crm.web.paging import asked_choice, asked_day, asked_mark, may_ask

_NAMED = 3


@dataclass(frozen=True, slots=True)
class VerdictMove:
    """The verdict before and after, and at the next turn of the year; `changed` counts what was supposed."""

    before: Gap
    after: Gap
    later: Gap | NotInForce
    changed: int


@requires(Role.STEWARD, Role.MANAGER)
def what_if(enterprise_id: int) -> ResponseReturnValue:
    """The form beside the verdict; a sent form is answered with both, a script gets the verdict alone."""
    today = clock.today()
    may_ask("way", "since")
    as_of = asked_day("on", today)
    asked = Aim(asked_choice("target", TARGETS) or None, asked_choice("purpose", PURPOSES) or None)
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        dossier = dossier_of(session, enterprise_id)
        rules = library_now(session, library())
    before = judge_supposition(dossier, rules, asked, as_of, today)
    if isinstance(before, NotInForce):
        gap = show_gap(enterprise_id, before, today, endpoint=WHAT_IF)
        return render_template("desk/what_if.html", enterprise=enterprise, gap=gap, form=None, on=as_of)
    asks = questions(before)
    carried = carried_way(before, dossier, rules, asks, today)
    form = what_if_form(asks, carried.dossier, carried.added) if carried else what_if_form(asks, dossier)
    template = "desk/_what_if.html" if is_fragment() else "desk/what_if.html"
    page = form_page(template, form, enterprise=enterprise, on=as_of, layout=layout(asks, form), carried=carried)
    is_sound = page.is_submitted() or request.method == "GET"
    moved = moved_by(dossier, rules, before, supposition_in(form, carried), today) if is_sound else None
    page.values.update(outcome(enterprise_id, before, moved, today))
    return page.show(status=200 if is_fragment() else None)


def questions(gap: Gap) -> Questions:
    """What the rulebook of a gap looks at."""
    used = fields_used(library().rulebooks[gap.rulebook], Purpose(gap.purpose), library().sizing)
    return questions_of(frozenset().union(*used.values()), gap.as_of)


def carried_way(gap: Gap, dossier: Dossier, rules: Library, asked: Questions, today: date) -> CarriedWay | None:
    """The way that a link named, if it is still offered."""
    mark, since = asked_mark("way"), asked_day("since", today)
    if not mark:
        return None
    way = find_marked_way(rules, gap.target, gap.purpose, dossier, since=since, mark=mark)
    return None if way is None else carry(way, dossier, asked)


def supposition_in(form: WhatIfForm, carried: CarriedWay | None) -> Supposition:
    """What was sent, or what a way fills in; a page just opened supposes nothing."""
    if request.method != "POST" and carried is None:
        return Supposition()
    return replace(form.supposition(), steps=carried.steps if carried else ())


def outcome(enterprise_id: int, before: Gap, moved: VerdictMove | None, today: date) -> dict[str, Any]:
    """What the page shows; a form with mistakes gets no verdict."""
    gap = moved.after if moved else before
    return {
        "gap": show_gap(enterprise_id, gap, today, endpoint=WHAT_IF),
        "moved": moved,
        "words": {name: (one.verdict, more(one)) for name, one in _told_apart(moved).items()},
        "lacking": _lacking(gap),
    }


def moved_by(dossier: Dossier, rules: Library, before: Gap, supposition: Supposition, today: date) -> VerdictMove:
    """Judge the supposition on the day asked about, and on the first day of the next year."""
    changed = suppose(dossier, supposition)
    asked = Aim(before.target, before.purpose)
    after = judge_supposition(changed, rules, asked, before.as_of, today)
    later = judge_supposition(changed, rules, asked, date(before.as_of.year + 1, 1, 1), today)
    assert isinstance(after, Gap)  # the day and the target are those of `before`
    return VerdictMove(before, after, later, len(changes(dossier, supposition)))


def judge_supposition(dossier: Dossier, rules: Library, asked: Aim, as_of: date, today: date) -> Gap | NotInForce:
    """The gap, with years whose figures may still be to come assumed to be like the year before (policy 2.10)."""
    found = outlook_for(dossier, rules, asked=asked, as_of=as_of)
    since = rules.ladder.open_year(found.target, min(today, as_of))
    seen = with_years_repeated(dossier, range(since, as_of.year))
    if isinstance(found, NotInForce) or seen == dossier:
        return found
    again = outlook_for(seen, rules, asked=Aim(found.target, found.purpose), as_of=as_of)
    assert isinstance(again, Gap)  # only the facts are others
    return replace(again, assumed_year=as_of.year - 1)


def layout(asked: Questions, form: WhatIfForm) -> dict[str, Any]:
    """The inputs in the order of the page: figures by year with their units, then everything else."""
    figures = {
        year: [
            (form[figure_id(name, year)], _("人") if FIELDS[name].kind is FactKind.COUNT else _("万元"))
            for name in asked.figures
        ]
        for year in asked.years
    }
    holdings = [form[name] for name in (*HOLDINGS, "equity") if name in form]
    own = {field.name for fields in figures.values() for field, _unit in fields} | {one.name for one in holdings}
    others = [one for one in form if one.name not in own and one.type != "CSRFTokenField"]
    return {"figures": figures, "holdings": holdings, "others": others, "last_year": asked.years[1]}


def _lacking(gap: Gap) -> list[str]:
    """The clauses still open, in short, so that they are in view while one types."""
    return [f"{row.text}（{_lack(row.shortfall) or _('待补')}）" for row in gap.rows[:_NAMED]]


def _told_apart(moved: VerdictMove | None) -> dict[str, Gap]:
    if moved is None:
        return {}
    found = {"before": moved.before, "after": moved.after}
    return found | ({"later": moved.later} if isinstance(moved.later, Gap) else {})
