"""A written import is taken back: the record is as before, but for what somebody did since, which is named."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from crm.db import Base
from crm.enterprises.models import Contact, Enterprise, EnterpriseChange, FigureChange, YearlyFigures
from crm.errors import CrmError
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.batches.options import Options
from crm.imports.undo import queries, service
from crm.imports.undo.foreseeing import foresee_undo
from crm.imports.undo.kept_rows import read_kept
from crm.imports.undo.models import BatchWrite
from crm.imports.undo.undone_page import word_line
from crm.interactions.models import Interaction
from crm.standings.models import Standing
from crm.standings.queries import differing
from crm.standings.upkeep import refresh_touched
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.imports.books import CODE, ENTERPRISES, FIGURES, NAME, OTHER_CODE, SHORT, TITLES, stage, write
from tests.makers import make_enterprise

WITH_CONTACT = [*ENTERPRISES, "联系人", "手机", "战略性新兴产业"]
FIRST = [NAME, CODE, "古城", "新材料", None, None, "张芳", "13887825707", "是"]
SECOND = ["北京蓝星有限公司", CODE, "鲁谷", "新能源", None, "迁入", "张芳", "13912345678", "否"]
BEFORE = {"企业台账": [WITH_CONTACT, FIRST], "经营指标": [FIGURES, [NAME, CODE, 2025, 5, 6]]}
AFTER = {
    "企业台账": [WITH_CONTACT, SECOND, ["北京星博有限公司", OTHER_CODE]],
    "经营指标": [FIGURES, [NAME, CODE, 2025, 7, 6], [NAME, CODE, 2024, 4, None], [NAME, OTHER_CODE, 2024, 3, None]],
    "称号": [TITLES, [NAME, CODE, "创新型", "2024-03-15", None], [NAME, OTHER_CODE, "专精特新", "2024-03-15", None]],
}
THIRD_CODE = "91110107MADEM7003Y"
NOT_COMPARED = {"audit_events", "import_batches", "users", "standing_counts", "standing_days", "judging_marks"}
HISTORY = {"enterprise_changes", "figure_changes"}


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


def last_batch(session) -> int:
    return session.scalar(select(func.max(ImportBatch.id)))


def take_back(session, batch_id: int, *, by, on=TODAY) -> ImportBatch:
    """Take a batch back whole, as the child does; it comes to what was said before."""
    ahead = foresee_undo(session, batch_id, offset=0, limit=1000)
    service.claim_undo(session, batch_id, by=by.id, at=NOW, night_runs=False)
    while service.undo_part(session, batch_id, 50, on=on, at=NOW):
        pass
    batch = service.finish_undo(session, batch_id, at=NOW)
    refresh_touched(session, on=on)
    assert batch.report["undone"] == {"gone": ahead.gone, "restored": ahead.restored, "kept": len(ahead.staying)}
    stayed = queries.list_kept(session, batch_id, offset=0, limit=1000)
    assert {(each.enterprise_id, each.lines) for each in stayed} == {
        (each.enterprise_id, each.lines) for each in ahead.staying
    }
    return batch


def record(session) -> dict[str, list[Any]]:
    """Every row of the record, but for what counts versions and what is only added to."""
    session.flush()
    tables = [table for table in Base.metadata.sorted_tables if table.name not in NOT_COMPARED | HISTORY]
    return {
        table.name: sorted(
            str([value for name, value in row.items() if name != "version"])
            for row in session.execute(select(table)).mappings()
        )
        for table in tables
    }


def counts(session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
    }


def staying(session, batch_id: int) -> list[str]:
    kept = queries.list_kept(session, batch_id, offset=0, limit=50)
    return [f"{each.name}：{word_line(line)}" for each in kept for line in each.lines]


def test_enterprises_that_an_import_brought_are_gone_with_all_that_was_written_of_them(session, maria):
    before = counts(session)
    write(session, stage(SHORT), by=maria, options=Options(create_stewards=True, attest_clean=True))
    assert kept_tables(session) == written_tables(before, counts(session))
    refresh_touched(session, on=TODAY)
    assert session.scalar(select(func.count()).select_from(Standing)) == 95

    batch = take_back(session, last_batch(session), by=maria)

    after = counts(session)
    ours = {"audit_events", "users", "import_batches", "standing_counts", "standing_days"}
    assert {name: after[name] for name in after if name not in ours} == {
        name: before[name] for name in before if name not in ours
    }
    assert (batch.state, batch.report["undone"]) == (BatchState.UNDONE, {"gone": 95, "restored": 0, "kept": 0})


def test_an_enterprise_that_was_there_is_as_before_and_says_what_was_taken_back(session, staged, maria):
    write(session, staged(BEFORE), by=maria)
    refresh_touched(session, on=TODAY)
    before = record(session)
    write(session, staged(AFTER), by=maria, on=TODAY + timedelta(days=1))
    refresh_touched(session, on=TODAY + timedelta(days=1))
    assert record(session) != before

    batch = take_back(session, last_batch(session), by=maria, on=TODAY + timedelta(days=1))

    assert record(session) == before
    assert batch.report["undone"] == {"gone": 1, "restored": 1, "kept": 0}
    names = session.scalars(
        select(EnterpriseChange).where(EnterpriseChange.field == "name").order_by(EnterpriseChange.id)
    ).all()
    assert [(each.old, each.new) for each in names] == [(NAME, SECOND[0]), (SECOND[0], NAME)]
    changed = select(FigureChange).where(FigureChange.year == 2025, FigureChange.field == "revenue")
    figures = session.scalars(changed.order_by(FigureChange.id)).all()
    assert [each.new // 1_000_000 for each in figures] == [5, 7, 5]
    assert figures[-1].source == "撤回导入：register.xlsx"
    assert differing(session, on=TODAY + timedelta(days=1)) == []


def test_what_was_changed_since_stays_and_is_named_line_by_line(session, staged, maria):
    write(session, staged(BEFORE), by=maria)
    write(session, staged(AFTER), by=maria)
    enterprise = session.scalars(select(Enterprise).where(Enterprise.credit_code == CODE)).one()
    figures = session.scalars(
        select(YearlyFigures).where(YearlyFigures.year == 2025, YearlyFigures.enterprise_id == enterprise.id)
    ).one()
    figures.revenue = 800_000_00
    session.scalars(select(Contact)).one().telephone = "010-68870000"
    session.flush()

    batch = take_back(session, last_batch(session), by=maria)

    assert batch.report["undone"] == {"gone": 1, "restored": 0, "kept": 1}
    assert staying(session, batch.id) == [f"{NAME}：2025年营业收入在导入之后改动过，保留。"]
    assert enterprise.name == NAME
    assert session.scalars(select(YearlyFigures.revenue).where(YearlyFigures.year == 2025)).one() == 800_000_00


def test_an_enterprise_on_which_something_was_built_stays_whole(session, staged, maria):
    write(session, staged(AFTER), by=maria)
    enterprise = session.scalars(select(Enterprise).where(Enterprise.credit_code == OTHER_CODE)).one()
    log_a_visit(session, enterprise, maria)

    batch = take_back(session, last_batch(session), by=maria)

    assert batch.report["undone"] == {"gone": 1, "restored": 0, "kept": 1}
    assert staying(session, batch.id) == ["北京星博有限公司：整家保留：名称、街道等基本信息已是走访记录的依据。"]
    assert session.scalars(select(Enterprise.credit_code)).all() == [OTHER_CODE]
    assert session.scalar(select(func.count()).select_from(YearlyFigures)) == 1


def log_a_visit(session, enterprise, author) -> None:
    visit = Interaction(enterprise_id=enterprise.id, channel="visit", held_on=TODAY, summary="到访")
    visit.author_id, visit.recorded_at = author.id, NOW
    session.add(visit)
    session.flush()


def test_a_batch_is_taken_back_once(session, staged, maria):
    write(session, staged(AFTER), by=maria)
    take_back(session, last_batch(session), by=maria)

    with pytest.raises(CrmError, match="import_undone_before"):
        service.claim_undo(session, last_batch(session), by=maria.id, at=NOW, night_runs=False)


def test_a_batch_on_which_a_later_one_builds_waits_for_that_one(session, staged, maria):
    write(session, staged(BEFORE), by=maria, file="一季度.xlsx")
    first = last_batch(session)
    write(session, staged(AFTER), by=maria, file="二季度.xlsx")

    with pytest.raises(CrmError) as refused:
        service.claim_undo(session, first, by=maria.id, at=NOW, night_runs=False)

    assert refused.value.code == "import_built_on"
    assert refused.value.values == {"name": "一季度.xlsx", "later": "二季度.xlsx", "count": 1}
    take_back(session, last_batch(session), by=maria)
    take_back(session, first, by=maria)
    assert session.scalar(select(func.count()).select_from(Enterprise)) == 0


def test_nothing_is_taken_back_while_the_night_runs(session, staged, maria):
    write(session, staged(AFTER), by=maria)

    with pytest.raises(CrmError, match="import_undo_at_night"):
        service.claim_undo(session, last_batch(session), by=maria.id, at=NOW, night_runs=True)


def test_an_import_that_changed_nothing_has_nothing_to_be_taken_back(session, staged, maria):
    write(session, staged(BEFORE), by=maria)
    write(session, replace(staged(BEFORE), hidden_sheets=["x"]), by=maria, file="again.xlsx")

    with pytest.raises(CrmError, match="import_nothing_to_undo"):
        service.claim_undo(session, last_batch(session), by=maria.id, at=NOW, night_runs=False)


def test_the_same_file_can_be_imported_again_after_it_was_taken_back(session, staged, maria):
    write(session, staged(AFTER), by=maria)
    after = record(session)
    take_back(session, last_batch(session), by=maria)

    again = write(session, staged(AFTER), by=maria)

    assert not again.repeated
    assert len(record(session)["titles"]) == len(after["titles"]) == 2


def test_the_number_of_an_enterprise_that_was_taken_back_never_means_another(session, staged, maria):
    """Notices, rows of the audit trail, drafts and records that wait on a phone name an enterprise by its number."""
    write(session, staged(AFTER), by=maria)
    gone = set(session.scalars(select(Enterprise.id)))
    take_back(session, last_batch(session), by=maria)

    write(session, staged(AFTER), by=maria)
    again = set(session.scalars(select(Enterprise.id)))

    assert len(gone) == len(again) == 2
    assert gone.isdisjoint(again)
    batch = take_back(session, last_batch(session), by=maria)
    assert batch.report["undone"] == {"gone": 2, "restored": 0, "kept": 0}
    assert make_enterprise(session).id > max(again)


def test_taking_back_is_in_the_audit_trail_with_what_it_came_to(session, staged, maria):
    write(session, staged(AFTER), by=maria)
    session.info.clear()

    take_back(session, last_batch(session), by=maria)

    acts = [(act.action, act.actor) for act in session.info["audit.pending"]]
    assert acts == [("import.part_undone", maria.id), ("import.undone", maria.id)]
    assert session.info["audit.pending"][-1].detail["counts"] == {"gone": 2, "restored": 0, "kept": 0}


def kept_tables(session) -> dict[str, int]:
    """How many rows of each table are kept to be taken back, or bear their batch."""
    kept = Counter(each.table for each in read_kept(session.scalars(select(BatchWrite))))
    mine = select(func.count()).where(FigureChange.batch_id == last_batch(session))
    return dict(kept) | {"figure_changes": session.scalar(mine)}


def written_tables(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """How many rows each table has more, but for those that say what was done and what is derived anew."""
    aside = {"audit_events", "import_batches", "users", "current_facts", "batch_writes"}
    return {name: after[name] - before[name] for name in after if after[name] != before[name] and name not in aside}


def random_book(chance: random.Random) -> dict[str, list[list[Any]]]:
    """Some of three enterprises, with some of what can be said of them."""
    pick = chance.choice
    told = [(f"北京{number}号有限公司", code) for number, code in enumerate((CODE, OTHER_CODE, THIRD_CODE), start=1)]
    some = chance.sample(told, chance.randint(1, 3))
    book: dict[str, list[list[Any]]] = {"企业台账": [WITH_CONTACT], "经营指标": [FIGURES], "称号": [TITLES]}
    for name, code in some:
        who, mobile = pick(("张芳", "李明", None)), pick(("13887825707", "13912345678"))
        product, remark = pick(("新材料", "新能源", None)), pick(("迁入", None))
        said = [name + pick(("", "（集团）")), code, pick(("古城", "鲁谷", None)), product, None, remark]
        book["企业台账"].append([*said, who, mobile if who else None, pick(("是", "否", None))])
        year, revenue, staff = pick((2023, 2024)), pick((5, 6, 7)), pick((5, None))
        book["经营指标"].append([name, code, year, revenue, None, pick((-1, 2)), staff])
        if chance.random() < 0.6:
            book["称号"].append([name, code, pick(("创新型", "专精特新")), pick(("2023-03-15", "2024-03-15")), None])
    return book


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[pytest.mark.faults] * (seed >= 4)) for seed in range(100)]
)
def test_whatever_is_imported_and_taken_back_leaves_the_record_as_it_was(session, staged, maria, seed):
    """But for the rows that say that something was changed and changed back, and for accounts that wait."""
    chance = random.Random(seed)
    for number in range(chance.randint(0, 2)):
        write(session, staged(random_book(chance)), by=maria, file=f"{number}.xlsx")
    refresh_touched(session, on=TODAY)
    before = record(session)
    batches = set(session.scalars(select(ImportBatch.id)))
    write(session, staged(random_book(chance)), by=maria, on=TODAY + timedelta(days=1), file="last.xlsx")
    refresh_touched(session, on=TODAY + timedelta(days=1))

    if last_batch(session) not in batches and queries.count_writes(session, last_batch(session)):
        take_back(session, last_batch(session), by=maria)

    assert record(session) == before
    assert differing(session, on=TODAY) == []
