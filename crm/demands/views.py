"""诉求: the list, raising one, its page, and each step of its life."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from crm import clock
from crm.attachments.page import keeping, read_photos
from crm.attachments.service import attach_each
from crm.config.working_days import is_provisional
from crm.db import reading, transaction
from crm.demands import queries, service
from crm.demands.course.acts import Saying
from crm.demands.course.life import DEMAND_LIFE, steps_open_to
from crm.demands.forms import NOBODY, DemandForm, step_form
from crm.demands.models import DemandSource
from crm.demands.page import (
    buttons,
    category_choices,
    category_word,
    clauses_word,
    clock_words,
    contact_choices,
    department_choices,
    history,
    last_day,
    level_choices,
    rows,
    unattended_words,
)
from crm.demands.scopes import DEMANDS
from crm.enterprises import queries as enterprises
from crm.errors import CrmError
from crm.people.access import me, requires
from crm.people.departments import queries as departments
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.steps_taken import steps_taken
from crm.web.fields import fresh_key
from crm.web.pages import form_page
from crm.web.paging import asked_choice, asked_number, asked_page, asked_text
from crm.web.sizes import LARGEST_FILE, accepts
from crm.web.words import option, word

MAY_SEE = (Role.STEWARD, Role.MANAGER, Role.HANDLER)
_ACTS = {step.act for step in DEMAND_LIFE}


@requires(*MAY_SEE)
def demands() -> ResponseReturnValue:
    """Demands one may see, the most urgent first; where a handler starts."""
    on, page = clock.today(), asked_page()
    lists = (*queries.LISTS, queries.JOINED) if me().has(Role.HANDLER) else queries.LISTS
    which, text = asked_choice("list", lists, queries.LISTS[0]), asked_text("q")
    department_id = asked_number("department", 0)
    with reading() as session:
        department = departments.get(session, department_id).name if department_id else None
        lines, total = queries.list_demands(
            session,
            scope(DEMANDS),
            which,
            on=on,
            text=text,
            department_id=department_id,
            joins=me().department_id,
            offset=page.offset,
            limit=page.size,
        )
    return render_template(
        "demands/list.html",
        rows=rows(lines, on),
        paging=page.of(total),
        which=which,
        lists=lists,
        text=text,
        department=department,
        kept={"q": text or None, "department": department_id or None},
    )


@requires(Role.STEWARD, Role.MANAGER)
@accepts(LARGEST_FILE)
def raise_demand(enterprise_id: int) -> ResponseReturnValue:
    """Write down what an enterprise asks for."""
    on = clock.today()
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        unfinished = queries.unfinished_of(session, enterprise_id)
        form = _demand_form(session, enterprise_id)
    page = form_page("demands/raise.html", form, enterprise=enterprise, unfinished=rows(unfinished, on))
    if not page.is_submitted():
        return page.show()
    photos = read_photos(form.photos.data)
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        raised = service.raise_demand(
            session,
            enterprise_id,
            _raising(session, form),
            by=me().id,
            on=on,
            at=clock.now(),
            client_key=form.client_key.data,
        )
        attach_each(session, queries.files_of(raised), photos, keeping(), by=me().id, on=on, at=clock.now())
    flash(_("已提交诉求 %(number)s，%(day)s 前答复。", number=raised.number, day=last_day(raised.finish_by)), "saved")
    return redirect(url_for("demands.demand", demand_id=raised.id))


@requires(*MAY_SEE)
def demand(demand_id: int) -> ResponseReturnValue:
    """One demand: what it is, how its clock stands, what happened, and what can be done now."""
    on = clock.today()
    with reading() as session:
        found = queries.get(session, demand_id, scope(DEMANDS))
        line = queries.line_of(session, found)
        parts = queries.departments_of(session, demand_id)
        merged = queries.merged_with(session, found, scope(DEMANDS))
        steps = steps_open_to(found, queries.actors_of(session, found, me().id, on=on))
        taken = steps_taken(session, service.thing_of(found))
        voice = queries.voice_of(session, found)
    may_open = me().has(Role.STEWARD, Role.MANAGER)
    return render_template(
        "demands/demand.html",
        demand=found,
        line=line,
        parts=parts,
        merged=merged,
        category=category_word(found.category),
        voice=voice if may_open else None,
        clauses=clauses_word(found.category),
        last_days=(last_day(found.answer_by), last_day(found.finish_by)),
        is_provisional=is_provisional(found.finish_by.year),
        clock=clock_words(found, on),
        unattended=unattended_words(line),
        history=history(taken, names_contacts=may_open),
        buttons=buttons(found, steps),
        may_open_enterprise=may_open,
    )


@requires(*MAY_SEE)
def step(demand_id: int, demand_act: str) -> ResponseReturnValue:
    """Take a step, saying what it needs."""
    on = clock.today()
    if demand_act not in _ACTS:
        raise CrmError("not_found")
    with reading() as session:
        found = queries.get(session, demand_id, scope(DEMANDS))
        line = queries.line_of(session, found)
        units, staffed = departments.open_departments(session), queries.staffed_departments(session)
        contacts = queries.contacts_of(session, found.enterprise_id, on)
    needs = {need for each in DEMAND_LIFE if each.act == demand_act for need in each.needs}
    offered = {
        "department": [(NOBODY, _("请选择")), *department_choices(units, staffed, _("还没有经办人"))],
        "contact": [*contact_choices(contacts), (NOBODY, _("其他人"))],
    }
    form = step_form(needs, offered, found)
    page = form_page("demands/step.html", form, demand=found, line=line, act=demand_act)
    if not page.is_submitted():
        return page.show()
    saying = Saying(**{field.name: field.data or None for field in form if field.name in Saying.__slots__})
    with transaction() as session:
        queries.get(session, demand_id, scope(DEMANDS))
        service.take_step(session, demand_id, demand_act, saying, by=me().id, on=on, at=clock.now())
    flash(_("%(number)s：%(act)s，已保存。", number=found.number, act=word(demand_act, "demand_act")), "saved")
    return redirect(url_for("demands.demand", demand_id=demand_id))


def _demand_form(session: Session, enterprise_id: int) -> DemandForm:
    on = clock.today()
    form = DemandForm(data={"client_key": fresh_key(), "source": DemandSource.STEWARD.value, "level": ""})
    units, staffed = departments.open_departments(session), queries.staffed_departments(session)
    form.category.choices = [option(*each) for each in category_choices(on, units, staffed)]
    form.level.choices = [option(*each) for each in level_choices(on)]
    offered = department_choices(units, staffed, _("还没有经办人，将由主管安排"))
    form.department.choices = [(NOBODY, _("按事项自动转办")), *offered]
    form.joint.choices = [(one.id, one.name) for one in units]
    named = contact_choices(queries.contacts_of(session, enterprise_id, on))
    form.contact.choices = [(NOBODY, _("不指定")), *named]
    return form


def _raising(session: Session, form: DemandForm) -> service.Raising:
    """What the form says, with what the category proposes where nothing else was chosen."""
    proposal = service.propose(session, form.category.data)
    return service.Raising(
        category=form.category.data,
        title=form.title.data or "",
        text=form.text.data or "",
        level=form.level.data or proposal.level,
        department_id=form.department.data or proposal.department_id,
        joint_ids=frozenset(form.joint.data or (() if form.department.data else proposal.joint_ids)),
        source=DemandSource(form.source.data),
        source_number=form.source_number.data,
        contact_id=form.contact.data or None,
        is_another=form.is_another.data,
    )
