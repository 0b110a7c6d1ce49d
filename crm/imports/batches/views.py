"""Pages of the import: upload, preview, options, progress, what was written and what was left out."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePath

from flask import current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.cultivation.night.due import count_awaiting
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.errors import CrmError
from crm.imports import words
from crm.imports.batches import life as batches
from crm.imports.batches import queries, starting
from crm.imports.batches.announcing import withdraw
from crm.imports.batches.forms import OptionsForm, UploadForm
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.batches.store import BatchStore
from crm.imports.columns.queries import list_sources
from crm.imports.outcome import reasons, rejects
from crm.imports.rows.questions import OPEN_STATES, count_without_day, list_questions, looks_published
from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.tables.layout import KINDS
from crm.imports.undo.undone_page import draw_undone
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.signing.limits import refuse_too_often
from crm.web.pages import form_page
from crm.web.paging import asked_choice, asked_page, refuse_unread
from crm.web.sizes import LARGEST_FILE, accepts
from crm.web.wiring import sentence


def vocabulary() -> dict[str, object]:
    """The words of this feature's pages."""
    return {
        "states": words.STATES,
        "tones": words.TONES,
        "steps": words.STEPS,
        "step_places": {step: place for place, step in enumerate(words.STEPS, start=1)},
        "notes": words.NOTES,
        "note_tones": words.NOTE_TONES,
        "why": reasons.sentence,
        "endpoints": current_app.view_functions,
    }


ORDER = {note: place for place, note in enumerate(FindingKind)}
AT_WORK = batches.WORKED_ON
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Role.MANAGER)
@accepts(LARGEST_FILE)
def index() -> ResponseReturnValue:
    """Earlier imports, and a file to upload; it is read in a child of this process."""
    with reading() as session:
        found = queries.latest(session)
        names = people.names(session, {batch.created_by for batch in found if batch.created_by})
        sources = list_sources(session)
    shown = {"batches": found, "names": names, "sources": sources, "kinds": KINDS}
    page = form_page("imports/index.html", UploadForm(), **shown)
    if not page.is_submitted():
        return page.show()
    upload = page.form.file.data
    content: bytes = upload.read()
    with transaction() as session:
        refuse_too_often(session, me().id, batches.RECEIVED, service_rules().limits.uploads, at=clock.now())
        digest = hashlib.sha256(content).hexdigest()
        name = _printable(upload.filename or "")[-150:]
        source = page.form.source.data or ""
        batch = batches.receive(session, name, digest, len(content), by=me().id, at=clock.now(), source=source)
        _store(batch.id).receive(content)
    starting.start(current_app.config["SETTINGS"], batch.id)
    return redirect(url_for(".show", batch_id=batch.id))


@requires(Role.MANAGER)
def show(batch_id: int) -> ResponseReturnValue:
    """One import: its progress, its preview with the options, or what it wrote."""
    batch, earlier = _batch(batch_id)
    with reading() as session:
        awaiting = count_awaiting(session, clock.today()) if batch.state is BatchState.APPLIED else 0
        undone = draw_undone(session, batch)
    shown = {**_shown(batch), **undone, "earlier": earlier, "awaiting": awaiting}
    return render_template("imports/show.html", form=OptionsForm(), **shown)


@requires(Role.MANAGER)
def progress(batch_id: int) -> ResponseReturnValue:
    """The progress as a fragment; when the work is over, the browser is sent to the whole page."""
    batch, _earlier = _batch(batch_id)
    if batch.state not in AT_WORK:
        return "", 200, {"HX-Refresh": "true"}
    return render_template("imports/_progress.html", batch=batch, silent=_is_silent(batch))


@requires(Role.MANAGER)
def apply(batch_id: int) -> ResponseReturnValue:
    """Confirm: the register is written by a child of this process."""
    batch, earlier = _batch(batch_id)
    page = form_page("imports/show.html", OptionsForm(), earlier=earlier, **_shown(batch))
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        batches.claim(session, batch_id, page.form.options(), by=me().id, at=clock.now())
    starting.start(current_app.config["SETTINGS"], batch_id)
    return redirect(url_for(".show", batch_id=batch_id))


@requires(Role.MANAGER)
def discard(batch_id: int) -> ResponseReturnValue:
    """Throw the upload away."""
    with transaction() as session:
        batch = batches.discard(session, batch_id, by=me().id, at=clock.now())
    _store(batch_id).drop()
    withdraw(current_app.config["SETTINGS"].instance, batch_id)
    flash(
        _("已作废，已写入的 %(count)s 家保留。", count=batch.done) if batch.done else _("已作废，没有写入任何内容。"),
        "saved",
    )
    return redirect(url_for(".index"))


@requires(Role.MANAGER)
def restart(batch_id: int) -> ResponseReturnValue:
    """Go on with an import whose child is gone."""
    with transaction() as session:
        worked_on = _store(batch_id).is_worked_on()
        batches.restart(session, batch_id, by=me().id, at=clock.now(), worked_on=worked_on)
    starting.start(current_app.config["SETTINGS"], batch_id)
    return redirect(url_for(".show", batch_id=batch_id))


@requires(Role.MANAGER)
def download(batch_id: int) -> ResponseReturnValue:
    """The rows left out, under their own headings, with the reason in front."""
    batch, _earlier = _batch(batch_id)
    kept = _store(batch.id).read_findings()
    refuse_unread()
    if not kept.are_readable:
        raise CrmError("import_files_old", name=batch.file_name)
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        refuse_too_often(session, me().id, batches.DOWNLOADED, service_rules().limits.exports, at=clock.now())
        batches.note_download(session, batch.id, by=me().id, rows=len(kept.findings))
    content = BytesIO(rejects.workbook(kept.sheets, kept.findings))
    name = _("未接收的行 %(file)s", file=PurePath(batch.file_name).stem) + ".xlsx"
    return send_file(content, SPREADSHEET, as_attachment=True, download_name=name)


def _printable(name: str) -> str:
    """The file's name without marks that nobody sees; a line end in it would break the head of the download."""
    return "".join(mark for mark in name if mark.isprintable())


def _batch(batch_id: int) -> tuple[ImportBatch, ImportBatch | None]:
    """The batch, and an earlier one that wrote the same file."""
    with reading() as session:
        batch = queries.get(session, batch_id)
        return batch, queries.applied_before(session, batch)


def _shown(batch: ImportBatch) -> dict[str, object]:
    """What the page shows of a batch: counts, and the findings of the chosen kind and sheet."""
    store = _store(batch.id)
    kept = store.read_findings()
    findings = sorted(kept.findings, key=lambda one: ORDER[one.note])
    note = asked_choice("note", [one.value for one in FindingKind])
    sheet = asked_choice("sheet", sorted({finding.sheet for finding in findings}))
    chosen = [finding for finding in findings if _is_chosen(finding, note, sheet)]
    page = asked_page().of(len(chosen))
    return {
        "batch": batch,
        "silent": _is_silent(batch),
        "kinds": [str(kind) for kind in KINDS],
        "sheet_names": {one.kind: one.name for one in kept.sheets},
        "filters": _filters(findings),
        "has_hidden_rows": any(sheet.hidden_rows for sheet in kept.sheets),
        "unread": [(sheet.name, sheet.unknown_columns) for sheet in kept.sheets if sheet.unknown_columns],
        "are_readable": kept.are_readable,
        "rows_to_answer": bool(list_questions(findings) or count_without_day(findings)) and _is_open(batch, store),
        "looks_published": looks_published(findings, batch.error_code),
        "is_open_to_choice": bool(store.excerpts()) and batch.state not in AT_WORK,
        "rejected": any(one.note is FindingKind.REJECTED for one in findings),
        "refused": _refused(batch),
        "page": page,
        "findings": chosen[page.offset : page.offset + page.size],
    }


def _is_open(batch: ImportBatch, store: BatchStore) -> bool:
    """Whether a person may still say something of the rows."""
    return batch.state in OPEN_STATES and store.upload.exists()


def _filters(findings: Sequence[RegisterFinding]) -> list[dict[str, object]]:
    notes = [(note.value, words.NOTES[note], count) for note, count in rejects.count_findings(findings)]
    sheets = sorted(Counter(finding.sheet for finding in findings).items())
    return [
        {"name": "note", "label": _("种类"), "choices": notes, "every": _("全部种类")},
        {
            "name": "sheet",
            "label": _("工作表"),
            "choices": [(name, name, count) for name, count in sheets],
            "every": _("全部工作表"),
        },
    ]


def _refused(batch: ImportBatch) -> str:
    """Why the batch came to nothing, in words."""
    if batch.error_code is None:
        return ""
    return sentence(batch.error_code, batch.report.get("error", {}))


def _is_chosen(finding: RegisterFinding, note: str, sheet: str) -> bool:
    return (not note or finding.note == note) and (not sheet or finding.sheet == sheet)


def _is_silent(batch: ImportBatch) -> bool:
    return batches.is_silent(batch, clock.now(), worked_on=_store(batch.id).is_worked_on())


def _store(batch_id: int) -> BatchStore:
    return BatchStore.of(current_app.config["SETTINGS"], batch_id)
