"""Pages of an enterprise's titles: what it holds, what happened to each, and how one is corrected."""

from collections import Counter
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from crm import clock
from crm.attachments.queries import counts_of
from crm.config.policies import library
from crm.cultivation.duties.page import word_duty
from crm.cultivation.duties.queries import duties_of
from crm.cultivation.forms import LEAVINGS, STEPS, StepForm, TitleForm
from crm.cultivation.models import Tier, Title, TitleAttachment, TitleEventKind
from crm.cultivation.pool.suggestions import proposers as proposers_of
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles import reviews
from crm.cultivation.titles import service as titles
from crm.cultivation.titles.bars import RevocationCause, find_bar
from crm.cultivation.titles.service import TitleGrant
from crm.cultivation.titles.titles_page import Lives, people_named, title_line, word_event
from crm.db import reading, transaction
from crm.enterprises import queries
from crm.enterprises.facts.forms import CompleteForm
from crm.enterprises.facts.lists.service import declare_complete, withdraw_declaration
from crm.enterprises.facts.models import ListKind
from crm.enterprises.facts.queries import declarations
from crm.enterprises.heading import heading, names_of
from crm.errors import CrmError
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page
from crm.web.words import word


@requires(Role.STEWARD, Role.MANAGER)
def enterprise_titles(enterprise_id: int) -> ResponseReturnValue:
    """The titles, what happened to them, and when the enterprise was in the pool."""
    on = clock.today()
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        held = title_queries.titles(session, enterprise_id)
        removed = title_queries.removed_titles(session, enterprise_id)
        events = title_queries.events(session, enterprise_id)
        entries = title_queries.entries(session, enterprise_id)
        proposers = proposers_of(session, enterprise_id) if entries else {}
        duties = duties_of(session, enterprise_id, since=on.replace(month=1, day=1))
        declared = declarations(session, enterprise_id).get(ListKind.RECOGNITIONS)
        files = counts_of(session, TitleAttachment, "title_id", [title.id for title in held])
        writer = [declared.recorded_by] if declared else []
        names = names_of(session, [*people_named(held, removed, events, entries), *writer])
    tiers = {title.id: title.tier for title in (*held, *removed)}
    lives, tier = Lives(held, events), title_queries.tier_on(held, on)
    return render_template(
        "cultivation/titles.html",
        head=head,
        tier=tier,
        awaited=lives.awaited_above(tier, on),
        titles=[title_line(one, lives, names, on) for one in held],
        removed=[title_line(one, lives, names, on) for one in removed],
        events=[word_event(one, tiers, names) for one in events],
        entries=entries,
        proposers=proposers,
        files=Counter(files),
        names=names,
        leavings=LEAVINGS,
        duties=[
            (word(tiers.get(duty.title_id), "short_tier"), word_duty(duty, on, tiers.get(duty.title_id)))
            for duty in duties
        ],
        bar=find_bar(held, on, library().ladder),
        in_pool=any(entry.left_on is None for entry in entries),
        declared=declared,
    )


@requires(Role.MANAGER)
def add_title(enterprise_id: int) -> ResponseReturnValue:
    """Write down a title."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        bar = find_bar(title_queries.titles(session, enterprise_id), clock.today(), library().ladder)
    page = form_page("cultivation/title.html", TitleForm(), head=head, title=None, bar=bar, ladder=_terms())
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        title = titles.grant_title(
            session, enterprise_id, _recognition(page.form), ladder=library().ladder, by=me().id, on=clock.today()
        )
    flash(_("已登记称号，有效至 %(day)s。", day=title.expires_on.isoformat()), "saved")
    return redirect(url_for("cultivation.titles", enterprise_id=enterprise_id))


@requires(Role.MANAGER)
def edit_title(enterprise_id: int, title_id: int) -> ResponseReturnValue:
    """Correct a title that was written down wrongly; what it says now stands beside the form."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        title = title_queries.title(session, enterprise_id, title_id)
        names = names_of(session, [title.recorded_by, title.removed_by])
    form = TitleForm(obj=title, tier=title.tier.value)
    page = form_page(
        "cultivation/title.html",
        form,
        head=head,
        title=title_line(title, None, names, clock.today()),
        bar=None,
        ladder=_terms(),
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        titles.correct_title(
            session,
            title_queries.title(session, enterprise_id, title_id),
            _recognition(form),
            ladder=library().ladder,
            by=me().id,
            on=clock.today(),
        )
    flash(_("已更正称号，原来的一条仍保留。"), "saved")
    return redirect(url_for("cultivation.titles", enterprise_id=enterprise_id))


@requires(Role.MANAGER)
def title_event(enterprise_id: int, title_id: int) -> ResponseReturnValue:
    """A review, an update, a revocation; or the title was never there."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        title = title_queries.title(session, enterprise_id, title_id)
        names = names_of(session, [title.recorded_by, title.removed_by])
    form = StepForm(happened_on=clock.today()).offer_causes()
    page = form_page(
        "cultivation/title_event.html", form, head=head, title=title_line(title, None, names, clock.today())
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        _take_step(session, title_queries.title(session, enterprise_id, title_id), form)
    flash(_("已登记：%(step)s。", step=STEPS[form.kind.data]), "saved")
    return redirect(url_for("cultivation.titles", enterprise_id=enterprise_id))


@requires(Role.MANAGER)
def complete_titles(enterprise_id: int) -> ResponseReturnValue:
    """Somebody says that these are all titles: without any, the enterprise is known to have none."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        held = title_queries.titles(session, enterprise_id)
        names = names_of(session, (one.recorded_by for one in held))
    lines = [title_line(one, None, names, clock.today()) for one in held]
    page = form_page("cultivation/complete_titles.html", CompleteForm(), head=head, titles=lines)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        declare_complete(
            session,
            enterprise_id,
            ListKind.RECOGNITIONS,
            evidence=page.form.evidence.data,
            by=me().id,
            on=clock.today(),
        )
    flash(_("已声明称号清单完整。"), "saved")
    return redirect(url_for("cultivation.titles", enterprise_id=enterprise_id))


@requires(Role.MANAGER)
def reopen_titles(enterprise_id: int) -> ResponseReturnValue:
    """There may be titles nobody has written down."""
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        withdraw_declaration(session, enterprise_id, ListKind.RECOGNITIONS, by=me().id, on=clock.today())
    flash(_("已撤回称号清单的完整声明。"), "saved")
    return redirect(url_for("cultivation.titles", enterprise_id=enterprise_id))


def _terms() -> list[tuple[str, int]]:
    """How many years each title lasts, in words."""
    return [(word(tier.id, "short_tier"), tier.lasts) for tier in library().ladder.tiers if tier.lasts]


def _take_step(session: Session, title: Title, form: StepForm) -> None:
    kind, day, why, by, on = (
        TitleEventKind(form.kind.data),
        form.happened_on.data,
        str(form.why.data),
        me().id,
        clock.today(),
    )
    if kind == TitleEventKind.REVIEW_PASSED:
        reviews.pass_review(session, title, day, ladder=library().ladder, why=why, by=by, on=on)
    elif kind == TitleEventKind.REVIEW_FAILED:
        reviews.fail_review(session, title, day, why=why, by=by, on=on)
    elif kind == TitleEventKind.REVOKED:
        titles.revoke_title(session, title, day, _cause(form), why=why, by=by, on=on)
    elif kind == TitleEventKind.REMOVED:
        titles.remove_title(session, title, why=why, by=by, on=on)
    else:
        titles.note_event(session, title, kind, day, why=why, by=by, on=on)


def _cause(form: StepForm) -> RevocationCause:
    if not form.cause.data:
        raise CrmError("revocation_needs_cause")
    return RevocationCause(form.cause.data)


def _recognition(form: Any) -> TitleGrant:
    return TitleGrant(
        tier=Tier(form.tier.data),
        granted_on=form.granted_on.data,
        expires_on=form.expires_on.data,
        document=form.document.data,
        batch=form.batch.data,
        certificate=form.certificate.data,
    )
