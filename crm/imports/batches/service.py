"""Imports as acts: a file arrives, is previewed against the record, and is written once, wholly or not at all."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.cultivation.pool.wholesale import admit_all
from crm.cultivation.titles.wholesale import claim_titles
from crm.db import serialise
from crm.enterprises.facts.models import ListKind
from crm.enterprises.facts.wholesale import declare_lists
from crm.imports.batches import queries
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.batches.options import Options, idempotency_key
from crm.imports.lists.registry import LIST_SHEETS
from crm.imports.record.act import ImportAct
from crm.imports.record.comparison import Comparison, compare
from crm.imports.record.enterprise_writing import attest_clean, write_enterprises
from crm.imports.record.holding import hold_back
from crm.imports.record.leaps import vouches_for_unit
from crm.imports.record.naming import Stewards, command_line_account, create_candidates, known_stewards, names_in
from crm.imports.record.queries import RecordSide, known_codes, read_known
from crm.imports.record.row_plans import visit_keys
from crm.imports.record.row_writing import write_figures, write_items, write_titles, write_visits
from crm.imports.sheets.belonging import OF_NOBODY
from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.sheets.settling import codes_of, settle, unknown_streets, without_hidden_rows
from crm.imports.sheets.staged import StagedEnterprise, StagedRegister
from crm.imports.tables.layout import SheetKind
from crm.imports.undo.kept_rows import keep_rows, recorded_tables
from crm.sql.recording import recording
from crm.stewards.wholesale import PlacementCount, claim_care, place_all

# Whole rows that wait; an amount that leaps is held as well, and the rest of its row is written.
HELD_ROWS = frozenset(
    {"title_ahead", "title_barred", "title_overlaps", "title_removed_before", "visit_ahead", "author_unknown"}
)
LIST_KINDS: dict[str, ListKind] = {
    SheetKind.TITLES: ListKind.RECOGNITIONS,
    **{name: ListKind(sheet.list_id) for name, sheet in LIST_SHEETS.items()},
}


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A register set against the record: what would be written, and under whose names."""

    staged: StagedRegister
    comparison: Comparison
    stewards: Stewards


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The register as it was written, and how much of it; `repeated` when this very import was written before."""

    staged: StagedRegister
    counts: dict[str, Any]
    repeated: bool = False


def preview(session: Session, staged: StagedRegister, *, on: date) -> ImportPreview:
    """Set the register against the record, with what could not be written on this day held back; reads only."""
    return _hold_back(_preview(session, staged)[0], on)


def apply(
    session: Session,
    batch: ImportBatch,
    staged: StagedRegister,
    options: Options,
    *,
    by: int | None,
    on: date,
    at: datetime,
    field_key: bytes,
) -> ImportResult:
    """Write the register as one act. The same file with the same decisions changes nothing the second time."""
    serialise(session, "imports")
    earlier = discard_repeated(session, batch, staged, options, by=by, at=at)
    if earlier is not None:
        return ImportResult(staged, earlier.report["written"], repeated=True)
    written = write_rows(session, batch, staged, options, by=by, on=on, at=at, field_key=field_key)
    close(session, batch, staged, written, options, by=by, at=at)
    return written


def discard_repeated(
    session: Session, batch: ImportBatch, staged: StagedRegister, options: Options, *, by: int | None, at: datetime
) -> ImportBatch | None:
    """The batch that wrote this very import before, if one did; a later twin is thrown away."""
    earlier = queries.applied_as(session, idempotency_key(batch.file_hash, staged.signature(), options))
    if earlier is not None and earlier.id != batch.id:
        batch.state, batch.step, batch.heartbeat_at = BatchState.DISCARDED, "repeated", at
        audit.record(session, by, "import.repeated", f"import:{earlier.id}", file=batch.file_hash)
    return earlier


def write_rows(
    session: Session,
    batch: ImportBatch,
    staged: StagedRegister,
    options: Options,
    *,
    by: int | None,
    on: date,
    at: datetime,
    field_key: bytes,
) -> ImportResult:
    """Write the rows of a register, or of a part of one; the row of audit is the caller's."""
    if options.leave_hidden:
        staged = without_hidden_rows(staged)
    claim_titles(session)
    claim_care(session)
    found, record = _preview(session, staged)
    if options.create_stewards:
        create_candidates(session, found.stewards, on=on)
    found = _hold_back(found, on)
    answerable = by if by is not None else command_line_account(session, on=on)
    evidence = f"登记册导入：{batch.file_name}"[:150]
    act = ImportAct(batch.id, answerable, on, at, evidence, field_key)
    with recording(session, recorded_tables()) as log:
        written = _write(session, found, record, options, act=act)
    keep_rows(session, batch.id, log)
    return written


def _preview(session: Session, staged: StagedRegister) -> tuple[ImportPreview, RecordSide]:
    codes = codes_of(staged)
    staged = settle(staged, known_codes(session, codes))
    lists = [sheet for name, sheet in LIST_SHEETS.items() if staged.rows(name)]
    record = read_known(session, codes, visit_keys(staged.visits), lists)
    comparison = compare(staged, record)
    noticed = [
        *_staying_out(staged, record),
        *_gone(comparison),
        *comparison.held_findings(staged),
        *comparison.kept_findings(staged),
        *unknown_streets(staged, service_rules().streets),
    ]
    asked = [each for each in staged.findings if not vouches_for_unit(each, staged.figures, record)]
    staged = replace(staged, findings=[*asked, *noticed])
    return ImportPreview(staged, comparison, known_stewards(session, names_in(staged))), record


def _hold_back(found: ImportPreview, on: date) -> ImportPreview:
    comparison, held = hold_back(found.comparison, found.stewards.ids, on)
    staged = replace(found.staged, findings=[*found.staged.findings, *held])
    return replace(found, staged=staged, comparison=comparison)


def _write(
    session: Session, found: ImportPreview, record: RecordSide, options: Options, *, act: ImportAct
) -> ImportResult:
    staged, comparison, stewards = found.staged, found.comparison, found.stewards
    ids = write_enterprises(session, comparison.enterprises, codes_of(staged), act=act)
    listed = [ids[enterprise.uscc] for enterprise in staged.enterprises]
    write_figures(session, comparison.figures, ids, with_leaps=options.accept_leaps, act=act)
    write_titles(session, comparison.titles.new, comparison.titles.renewals, ids, act=act)
    for name, plan in comparison.items.items():
        write_items(session, LIST_SHEETS[name], plan.new, ids, act=act)
    _write_lists(session, staged, ids, listed, options, act=act)
    inside = [enterprise_id for enterprise_id in listed if enterprise_id not in record.stays_out]
    admit_all(session, inside, reason=act.evidence, by=act.by, on=act.on)
    wishes = {
        ids[each.uscc]: stewards.ids.get(each.steward or "")
        for each in staged.enterprises
        if ids[each.uscc] not in record.stays_out
    }
    placed = place_all(session, wishes, why=act.evidence, by=act.by, on=act.on)
    kept = [each for each in staged.enterprises if each.steward and _stays(each, placed, ids, stewards)]
    write_visits(session, comparison.visits.new, ids, stewards.ids, act=act)
    attested = attest_clean(session, listed, record, act=act) if options.attest_clean else 0
    staged = replace(staged, findings=[*staged.findings, *_steward_kept(staged, kept)])
    counts = {
        "sheets": comparison.counts(),
        "assigned": placed.assigned,
        "queued": placed.queued,
        "visits": len(comparison.visits.new),
        "held": sum(finding.reason in HELD_ROWS for finding in staged.findings),
        "stewards_kept": len(kept),
        "candidates": stewards.created,
        "attested": attested,
    }
    return ImportResult(staged, counts)


def _write_lists(
    session: Session,
    staged: StagedRegister,
    ids: dict[str, int],
    listed: list[int],
    options: Options,
    *,
    act: ImportAct,
) -> None:
    """A sheet declared complete completes the list of every enterprise; rows alone do not say that none is missing."""
    for kind, listed_as in LIST_KINDS.items():
        if kind in options.complete and kind in staged.kinds() and not _has_row_of_nobody(staged, kind):
            everybody = {*listed, *(ids[row.uscc] for row in staged.rows(kind))}
            ids_known = sorted(everybody - _with_rows_left_out(staged, kind, ids))
            declare_lists(session, listed_as, ids_known, evidence=act.evidence, by=act.by, on=act.on)


def _staying_out(staged: StagedRegister, record: RecordSide) -> list[RegisterFinding]:
    """Enterprises that left the pool or are deregistered stay out, however long registers go on naming them."""
    return [
        RegisterFinding(FindingKind.KEPT, each.sheet, each.row, "", each.name, "stays_out")
        for each in staged.enterprises
        if record.id_of(each.uscc) in record.stays_out
    ]


def _gone(comparison: Comparison) -> list[RegisterFinding]:
    """People who left an enterprise, though the register still names them."""
    return [
        RegisterFinding(
            FindingKind.KEPT, plan.staged.sheet, plan.staged.row, "", "", "contact_left_before", {"name": name}
        )
        for plan in comparison.enterprises
        for name in plan.contacts.left
    ]


def _has_row_of_nobody(staged: StagedRegister, kind: str) -> bool:
    """Whether a row of this kind was left out that may be anybody's: nobody's list is complete."""
    return any(each.reason == OF_NOBODY and each.values["kind"] == kind for each in staged.findings)


def _with_rows_left_out(staged: StagedRegister, kind: str, ids: dict[str, int]) -> set[int]:
    """Enterprises of which a row of this kind could not be read or not be written: their list is not complete."""
    left_out = [finding for finding in staged.findings if finding.note in (FindingKind.REJECTED, FindingKind.HELD)]
    owners = {each.values.get("owner") for each in left_out if each.values.get("kind") == kind}
    names = {each.values.get("name") for each in left_out if each.values.get("kind") == kind} - {"", None}
    owners |= {enterprise.uscc for enterprise in staged.enterprises if enterprise.name in names}
    return {ids[owner] for owner in owners if owner in ids}


def _stays(staged: StagedEnterprise, placed: PlacementCount, ids: dict[str, int], stewards: Stewards) -> bool:
    """Whether the enterprise keeps another steward than the one the register names."""
    present = placed.present.get(ids[staged.uscc])
    return present is not None and stewards.ids.get(staged.steward or "") != present


def _steward_kept(staged: StagedRegister, kept: list[Any]) -> list[RegisterFinding]:
    sheet = next((sheet.name for sheet in staged.sheets if sheet.kind == SheetKind.ENTERPRISES), "")
    return [
        RegisterFinding(
            FindingKind.KEPT, sheet, row.row, "", row.steward or "", "steward_kept", {"name": row.steward}
        )
        for row in kept
    ]


def close(
    session: Session,
    batch: ImportBatch,
    staged: StagedRegister,
    written: ImportResult,
    options: Options,
    *,
    by: int | None,
    at: datetime,
) -> None:
    """The register is written: the batch says what, and one row of audit too."""
    batch.state, batch.step = BatchState.APPLIED, "done"
    batch.idempotency_key = idempotency_key(batch.file_hash, staged.signature(), options)
    batch.applied_by, batch.applied_at, batch.heartbeat_at = by, at, at
    batch.options, batch.report = options.as_json(), {**batch.report, "written": written.counts}
    digest = hashlib.sha256(staged.to_json().encode()).hexdigest()
    detail = {"file": batch.file_hash, "digest": digest, "counts": written.counts, "options": options.as_json()}
    audit.record(session, by, "import.applied", f"import:{batch.id}", **detail)
