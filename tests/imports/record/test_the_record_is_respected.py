"""What a person took out, ended or knows better is met again with a word, never restored in silence."""

from datetime import date

import pytest
from sqlalchemy import select

from crm.config.settings import ROOT
from crm.cultivation.models import Leaving, PoolEntry, Title, TitleEvent, TitleEventKind
from crm.cultivation.pool import service as pool
from crm.cultivation.titles.service import remove_title
from crm.db import reading, transaction
from crm.enterprises.facts.models import FactList
from crm.enterprises.models import Enterprise, YearlyFigures
from crm.enterprises.search.queries import matching
from crm.imports.batches.options import Options
from crm.money import FEN_IN_WAN
from tests.cast import make_person
from tests.conftest import TODAY
from tests.imports.books import CODE, ENTERPRISES, NAME, TITLES, notes, stage, write

FILES = ROOT / "tests" / "fixtures" / "imports"


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


def bring(session, case, name, *, by, options=Options()):
    written = write(session, stage(FILES / case / name), by=by, options=options, file=name)
    return [reason for _, reason in notes(written.staged)]


def revenue(session):
    session.expire_all()
    return session.scalars(select(YearlyFigures.revenue).where(YearlyFigures.year == 2025)).one()


def test_an_amount_that_leaps_against_the_record_is_asked_about(session, maria):
    bring(session, "unit-leap-across-files", "q1-wan.xlsx", by=maria)

    reasons = bring(session, "unit-leap-across-files", "q2-yuan-typed-as-wan.xlsx", by=maria)

    assert revenue(session) == 5200 * FEN_IN_WAN
    assert reasons.count("amount_leaps") == 6  # the profit as well: it is that of the same year


def test_an_amount_that_leaps_is_written_when_somebody_says_so(session, maria):
    bring(session, "unit-leap-across-files", "q1-wan.xlsx", by=maria)

    name = "q2-yuan-typed-as-wan.xlsx"
    bring(session, "unit-leap-across-files", name, by=maria, options=Options(accept_leaps=True))

    assert revenue(session) == 52_000_000 * FEN_IN_WAN


def test_a_title_that_was_taken_out_stays_out(session, maria):
    bring(session, "removed-comes-back", "q1.xlsx", by=maria)
    title = session.scalars(select(Title)).one()
    remove_title(session, title, why="登记有误", by=maria.id, on=TODAY)

    reasons = bring(session, "removed-comes-back", "q2.xlsx", by=maria)

    assert session.scalars(select(Title).where(Title.removed_on.is_(None))).all() == []
    assert "title_removed_before" in reasons


def test_a_title_known_by_its_month_is_one_with_its_day(session, maria):
    bring(session, "import-double-title", "q1.xlsx", by=maria)

    reasons = bring(session, "import-double-title", "q2.xlsx", by=maria)

    assert session.scalars(select(Title.granted_on)).all() == [date(2023, 7, 1)]
    assert "title_day_kept" in reasons


def test_a_title_of_a_day_ahead_is_held_back(session, maria):
    assert "title_ahead" in bring(session, "import-double-title", "future.xlsx", by=maria)
    assert session.scalars(select(Title)).all() == []


def test_a_review_told_of_later_renews_the_title_of_the_record(session, staged, maria):
    first, review = ["专精特新", "2021-09-30", None], ["专精特新（复核通过）", "2024-10-11", None]
    enterprises = [ENTERPRISES, [NAME, CODE]]
    write(session, staged({"企业台账": enterprises, "称号": [TITLES, [NAME, CODE, *first]]}), by=maria)

    for _ in range(2):
        write(session, staged({"称号": [TITLES, [NAME, CODE, *review]]}), by=maria, file="q4.xlsx")

    (title,) = session.scalars(select(Title))
    assert (title.granted_on, title.expires_on) == (date(2021, 9, 30), date(2027, 9, 29))
    passed = select(TitleEvent).where(TitleEvent.kind == TitleEventKind.REVIEW_PASSED)
    assert [event.expires_before for event in session.scalars(passed)] == [date(2024, 9, 29)]


def test_an_enterprise_that_left_the_pool_stays_out(session, staged, maria):
    book = {"企业台账": [ENTERPRISES, [NAME, CODE]]}
    write(session, staged(book), by=maria)
    enterprise = session.scalars(select(Enterprise)).one()
    pool.leave(session, enterprise, Leaving.MOVED_OUT, note="迁往外区", by=maria.id, on=TODAY)

    written = write(session, staged({**book, "说明": [["第二季度"]]}), by=maria, file="q2.xlsx")

    assert session.scalars(select(PoolEntry).where(PoolEntry.left_on.is_(None))).all() == []
    assert "stays_out" in [reason for _, reason in notes(written.staged)]


def test_a_rejected_row_never_makes_a_list_complete(session, maria):
    bring(session, "rejected-title-makes-list-complete", "register.xlsx", by=maria)

    rows = session.execute(
        select(Enterprise.credit_code, FactList.kind).join(FactList, FactList.enterprise_id == Enterprise.id)
    )
    assert ("91110107MA9000001N", "recognitions") not in {(row.credit_code, row.kind.value) for row in rows}


def test_an_enterprise_of_a_register_is_found_by_its_name_though_it_brings_no_contact(context, staged):
    with transaction() as session:
        write(session, staged({"企业台账": [ENTERPRISES, [NAME, CODE]]}))

    with reading() as session:
        assert session.scalars(select(Enterprise.name).where(matching(NAME[2:6]))).all() == [NAME]
