"""The ledger of entitlements: what was earned is claimed or open, what was claimed is paid, in process or refused."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from crm.awards.benefits import best_titles
from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.claims.filing import ClaimFiling
from crm.awards.claims.models import Claim
from crm.awards.ledger import checks
from crm.awards.ledger.checks import check_ledger, ledger_faults
from crm.awards.ledger.ledger_page import clause_ledger
from crm.awards.ledger.queries import Holder, read_ledger, rows_of
from crm.awards.models import Payment
from crm.cultivation.models import Title
from crm.enterprises.models import Enterprise
from crm.money import FEN_IN_WAN
from crm.work import Turn
from tests.awards.claims.making import INTEREST, WAYS, act_on_claim, make_claim, make_claimant, person
from tests.conftest import NOW, TODAY
from tests.makers import make_title
from tests.makers_of_awards import MEASURES, make_award_payment

GIANT = ClaimFiling("title_award", "little_giant")
PARTS = ("entitlement", "claims", "open", "paid", "in_process", "refused")


def row_of(session, enterprise, benefit="title_award"):
    rows = [row for row in read_ledger(session, MEASURES, on=TODAY) if row.holder == Holder(enterprise.id)]
    return next(row for row in rows if row.benefit == benefit)


def wan(row):
    return tuple(getattr(row, part) // FEN_IN_WAN for part in PARTS)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", (20, 0, 20, 0, 0, 0)),
        ("submitted", (20, 20, 0, 0, 20, 0)),
        ("returned", (20, 0, 20, 0, 0, 0)),
        ("approved", (20, 20, 0, 0, 20, 0)),
        ("paid", (20, 20, 0, 20, 0, 0)),
        ("recovered", (20, 20, 0, 0, 0, 20)),
        ("rejected", (20, 20, 0, 0, 0, 20)),
        ("withdrawn", (20, 0, 20, 0, 0, 0)),
    ],
)
def test_an_award_is_open_until_it_is_handed_in_and_then_where_its_claim_stands(session, state, expected):
    enterprise = make_claimant(session)
    make_claim(session, state, enterprise=enterprise)

    assert wan(row_of(session, enterprise)) == expected
    assert ledger_faults(session, MEASURES, on=TODAY) == 0


def test_who_never_claimed_is_open_and_a_most_while_earlier_payments_are_unknown(session):
    clear, unclear = make_claimant(session), make_claimant(session, is_clear=False)
    make_claimant(session, won=date(2026, 1, 1))
    make_award_payment(session, clear, "innovative", 3)

    assert wan(row_of(session, clear)) == (20, 3, 17, 3, 0, 0)
    assert (wan(row_of(session, unclear)), row_of(session, unclear).is_most) == ((20, 0, 20, 0, 0, 0), True)
    assert len(read_ledger(session, MEASURES, on=TODAY)) == 2
    assert ledger_faults(session, MEASURES, on=TODAY) == 0


def test_a_title_above_one_that_was_refused_opens_the_rest_and_counts_nothing_twice(session):
    enterprise = make_claimant(session)
    make_claim(session, "rejected", enterprise=enterprise)
    make_title(session, enterprise, "little_giant", date(2025, 10, 1))

    assert wan(row_of(session, enterprise)) == (80, 20, 60, 0, 0, 20)
    make_claim(session, "submitted", enterprise=enterprise, filing=GIANT)
    assert wan(row_of(session, enterprise)) == (80, 80, 0, 0, 80, 0)
    assert ledger_faults(session, MEASURES, on=TODAY) == 0


def test_a_title_that_is_revoked_takes_away_what_was_open_and_not_what_was_paid(session):
    enterprise = make_claimant(session, tier="innovative")
    make_award_payment(session, enterprise, "innovative", 1)
    assert wan(row_of(session, enterprise)) == (3, 1, 2, 1, 0, 0)

    session.execute(update(Title).where(Title.enterprise_id == enterprise.id).values(revoked_on=TODAY))

    assert wan(row_of(session, enterprise)) == (1, 1, 0, 1, 0, 0)
    assert ledger_faults(session, MEASURES, on=TODAY) == 0


def test_of_another_clause_what_was_claimed_is_all_there_is_and_a_cut_is_refused(session):
    enterprise = make_claimant(session)
    cut = make_claim(session, "submitted", INTEREST, enterprise)
    act_on_claim(session, cut, "accept", who="hana")
    act_on_claim(session, cut, "first_review", ClaimSaying(amount=30 * FEN_IN_WAN), who="hana")

    assert wan(row_of(session, enterprise, "loan_interest")) == (40, 40, 0, 0, 30, 10)


def test_each_sum_of_a_clause_is_that_of_the_rows_it_opens(session):
    for state in WAYS:
        make_claim(session, state)
    make_award_payment(session, make_claimant(session), "innovative", 3)
    ledger = read_ledger(session, MEASURES, on=TODAY)

    line = clause_ledger(MEASURES, ledger)[0]

    for part in PARTS:
        assert line.sums[part] == sum(getattr(row, part) for row in rows_of(ledger, ("title_award",), part)) > 0
    assert line.sums["entitlement"] == line.sums["claims"] + line.sums["open"]
    assert line.sums["claims"] == line.sums["paid"] + line.sums["in_process"] + line.sums["refused"]


def test_the_night_counts_a_claim_that_was_asked_for_and_is_nowhere(session):
    claim = make_claim(session, "submitted")
    session.execute(update(Claim).where(Claim.id == claim.id).values(state="returned"))
    make_claim(session, "paid")
    session.execute(update(Payment).where(Payment.claim_id.is_not(None)).values(amount=Payment.amount - 1))

    report = check_ledger(session, Turn(TODAY, NOW), MEASURES)

    assert report.counts["ledger_faults"] == 1


@pytest.mark.parametrize("part", ["open", "paid", "in_process", "refused", "asked", "lost"])
def test_the_night_finds_one_fen_too_many_in_any_part_of_a_row(session, monkeypatch, part):
    for state in ("submitted", "paid", "rejected"):
        make_claim(session, state)
    make_claimant(session)
    ledger = read_ledger(session, MEASURES, on=TODAY)
    assert (ledger_faults(session, MEASURES, on=TODAY), len(ledger)) == (0, 4)

    for place, row in enumerate(ledger):
        wrong = [*ledger[:place], replace(row, **{part: getattr(row, part) + 1}), *ledger[place + 1 :]]
        monkeypatch.setattr(checks, "read_ledger", lambda *_, wrong=wrong, **__: wrong)
        assert ledger_faults(session, MEASURES, on=TODAY) >= 1


def test_the_night_finds_one_fen_of_difference_between_an_award_and_its_map_and_a_row_too_few(session, monkeypatch):
    make_claimant(session)
    make_claimant(session)
    award = best_titles.amount_of
    monkeypatch.setattr(best_titles, "amount_of", lambda offer, tier: award(offer, tier) - 1)
    assert ledger_faults(session, MEASURES, on=TODAY) == 2

    monkeypatch.undo()
    ledger = read_ledger(session, MEASURES, on=TODAY)
    monkeypatch.setattr(checks, "read_ledger", lambda *_, **__: ledger[1:])
    assert ledger_faults(session, MEASURES, on=TODAY) == 1


def test_a_manager_opens_the_rows_behind_each_figure_and_takes_them_along(signed_in, cast):
    with cast.writing() as session:
        make_claim(session, "submitted")
        name = session.get_one(Enterprise, 1).name
        person(session, "maria")
    maria = signed_in("maria")

    assert "/budget/ledger?clause=first_award&amp;part=in_process" in maria.get("/budget").text
    assert name in maria.get("/budget/ledger?clause=first_award&part=in_process").text
    assert name not in maria.get("/budget/ledger?clause=first_award&part=paid").text
    assert name in maria.get("/budget/ledger/export.csv?clause=first_award&part=entitlement").text
