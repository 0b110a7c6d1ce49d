"""Titles of a register beside those of the record: what would overlap is held back, told, and nothing else with it."""

from datetime import date

import pytest
from sqlalchemy import select

from crm.cultivation.models import Tier, Title
from crm.imports.outcome.reasons import sentence
from crm.imports.outcome.report import of
from crm.imports.sheets.findings import FindingKind
from tests.cast import make_person
from tests.imports.books import CODE, ENTERPRISES, NAME, OTHER_CODE, TITLES, write
from tests.makers import make_enterprise, make_title

ROLL = [ENTERPRISES, [NAME, CODE], ["北京另一家有限公司", OTHER_CODE]]


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


def sheet(*rows):
    return {"企业台账": ROLL, "称号记录": [TITLES, *rows]}


def spans(session):
    ordered = select(Title).order_by(Title.enterprise_id, Title.granted_on)
    return [(title.granted_on.isoformat(), title.expires_on.isoformat()) for title in session.scalars(ordered)]


def test_a_title_that_overlaps_one_of_the_record_is_held_back_and_the_rest_is_written(session, staged, maria):
    enterprise = make_enterprise(session, NAME, credit_code=CODE)
    make_title(session, enterprise, Tier.SRDI, date(2024, 3, 15), date(2027, 3, 14))

    written = write(
        session,
        staged(
            sheet(
                [NAME, CODE, "专精特新", "2025-03-15", "2028-03-14"],
                ["北京另一家有限公司", OTHER_CODE, "专精特新", "2025-03-15", "2028-03-14"],
            )
        ),
        by=maria,
    )

    held = of(written.staged, FindingKind.HELD)
    assert [(finding.row, finding.reason) for finding in held] == [(2, "title_overlaps")]
    assert "2024-03-15 至 2027-03-14" in sentence(held[0])
    assert written.counts["held"] == 1
    assert spans(session) == [("2024-03-15", "2027-03-14"), ("2025-03-15", "2028-03-14")]


@pytest.mark.parametrize(("granted", "held"), [("2027-05-31", ["title_barred"]), ("2027-06-01", [])])
def test_a_title_that_a_revocation_bars_is_held_back(session, staged, maria, granted, held):
    enterprise = make_enterprise(session, NAME, credit_code=CODE)
    lost = make_title(session, enterprise, Tier.INNOVATIVE, date(2022, 3, 15), date(2025, 3, 14))
    lost.revoked_on = date(2024, 6, 1)
    session.flush()

    row = [NAME, CODE, "专精特新", granted, "2030-05-30"]
    written = write(session, staged(sheet(row)), by=maria, on=date(2027, 7, 1))

    assert [finding.reason for finding in of(written.staged, FindingKind.HELD)] == held
    assert written.counts["held"] == len(held)


def test_of_two_overlapping_titles_of_the_register_the_first_is_written(session, staged, maria):
    rows = [NAME, CODE, "专精特新", "2024-03-15", "2027-03-14"], [NAME, CODE, "专精特新", "2027-03-14", "2030-03-13"]

    written = write(session, staged(sheet(*rows)), by=maria, on=date(2027, 6, 1))

    assert [finding.reason for finding in of(written.staged, FindingKind.HELD)] == ["title_overlaps"]
    assert spans(session) == [("2024-03-15", "2027-03-14")]


def test_a_title_that_begins_the_day_after_is_written_beside_it(session, staged, maria):
    rows = [NAME, CODE, "专精特新", "2022-03-15", "2025-03-14"], [NAME, CODE, "专精特新", "2025-03-15", "2028-03-14"]

    written = write(session, staged(sheet(*rows)), by=maria)

    assert of(written.staged, FindingKind.HELD) == []
    assert spans(session) == [("2022-03-15", "2025-03-14"), ("2025-03-15", "2028-03-14")]


def test_a_title_that_lies_ahead_is_held_back(session, staged, maria):
    written = write(session, staged(sheet([NAME, CODE, "专精特新", "2027-03-15", "2030-03-14"])), by=maria)

    assert [finding.reason for finding in of(written.staged, FindingKind.HELD)] == ["title_ahead"]
    assert spans(session) == []
