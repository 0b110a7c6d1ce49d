"""What runs by itself, for people: the morning report, the runs and their results, and whether the desk is alive."""

from typing import Any

from flask import current_app, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select, text

from crm import clock
from crm.beside import start_beside
from crm.db import reading, transaction
from crm.enterprises.models import Enterprise
from crm.jobs import asking, night_words, queries
from crm.jobs.models import JobRun
from crm.jobs.plan_words import word_plan
from crm.jobs.registry import JOBS
from crm.people.access import me, public, requires
from crm.people.models import Role
from crm.web.paging import asked_choice, asked_number, asked_page
from crm.web.wiring import home

NIGHT = "night"
_NIGHTS_LISTED = 14
_NAMED = 12


@public
def health() -> ResponseReturnValue:
    """Whether the pages can reach the database; nothing else is told to strangers."""
    with reading() as session:
        session.execute(text("SELECT 1"))
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@requires(Role.SYSTEM_ADMIN)
def index() -> ResponseReturnValue:
    """Every job with its last success, and the runs, newest first."""
    page, job = asked_page(), asked_choice("job", JOBS)
    with reading() as session:
        standings = queries.standings(session, now=clock.now())
        runs, total = queries.runs(session, job=job, offset=page.offset, limit=page.size)
    filters = [{"name": "job", "label": _("任务"), "choices": [(one.name, one.label) for one in standings]}]
    return render_template(
        "jobs/index.html",
        standings=standings,
        runs=runs,
        paging=page.of(total),
        filters=filters,
        labels=_labels(),
        plan=word_plan,
    )


@requires(Role.SYSTEM_ADMIN)
def run(run_id: int) -> ResponseReturnValue:
    """One run: its numbers step by step, what it passed over, and its error."""
    with reading() as session:
        found = queries.run(session, run_id)
    return render_template(
        "jobs/run.html",
        run=found,
        label=_labels().get(found.job, found.job),
        passed_over=night_words.passed_over(found.report),
        seconds=_seconds(found),
    )


@requires(Role.MANAGER)
def reports() -> ResponseReturnValue:
    """晨报: what the night found out, in sentences; each opens its enterprises."""
    with reading() as session:
        nights, _total = queries.runs(session, job=NIGHT, limit=_NIGHTS_LISTED)
        shown = queries.night(session, asked_number("run", 0), NIGHT) or next(iter(nights), None)
        said = night_words.sentences(shown.report) if shown else []
        names = _names(session, said)
        stale = queries.is_stale(queries.last_success(session, NIGHT), now=clock.now())
    return render_template(
        "jobs/reports.html",
        night=shown,
        nights=nights,
        sentences=said,
        names=names,
        stale=stale,
        named=_NAMED,
        passed_over=night_words.passed_over(shown.report) if shown else [],
        seconds=_seconds(shown) if shown else None,
    )


@requires(Role.MANAGER)
def start_night() -> ResponseReturnValue:
    """Evaluate now instead of waiting for the night, as after an import; the run claims its slot like any other."""
    with transaction() as session:
        asking.ask_for_night(session, by=me().id, on=clock.today(), now=clock.now())
    start_beside(current_app.config["SETTINGS"], "jobs", "run", NIGHT)
    flash(_("评估已开始，通常几秒到一分钟；完成后刷新总览即可看到结果。"), "saved")
    return redirect(home())


def _labels() -> dict[str, str]:
    return {name: str(job.label) for name, job in JOBS.items()}


def _seconds(run: JobRun) -> float | None:
    return (run.finished_at - run.started_at).total_seconds() if run.finished_at else None


def _names(session: Any, said: list[night_words.Sentence]) -> dict[int, str]:
    """The names of the enterprises that are named, in one query."""
    ids = {one for sentence in said for part in sentence.parts for one in part.ids[:_NAMED]}
    rows = session.execute(select(Enterprise.id, Enterprise.name).where(Enterprise.id.in_(ids)))
    return {row.id: row.name for row in rows}
