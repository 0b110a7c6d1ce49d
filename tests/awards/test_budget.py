"""The budget of a year: each figure against SQL of its own, accounts that add up, and what flags may bring."""

from datetime import date, timedelta

from sqlalchemy import text, update

from crm.awards.budget.budget_page import clause_money
from crm.awards.budget.expected import expect
from crm.awards.budget.queries import account_faults, money_of_year
from crm.awards.budget.service import set_budget
from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.models import AwardAccount
from crm.config.service_rules import service_rules
from crm.cultivation.models import Tier
from crm.money import FEN_IN_WAN
from tests.awards.claims.making import INTEREST, WAYS, act_on_claim, make_claim, person
from tests.conftest import TODAY
from tests.makers import make_enterprise, make_title
from tests.makers_of_awards import MEASURES, make_award_payment
from tests.makers_of_flags import make_flag

RULES = service_rules().budget


def money_of(session, year=2026):
    return {line.clause: line for line in clause_money(MEASURES, money_of_year(session, year))}


def fill(session):
    """A claim in every state, one cut by its review, and a voucher of an earlier year."""
    for state in WAYS:
        make_claim(session, state)
    cut = make_claim(session, "submitted", INTEREST)
    act_on_claim(session, cut, "accept", who="hana")
    act_on_claim(session, cut, "first_review", ClaimSaying(amount=30 * FEN_IN_WAN), who="hana")
    make_award_payment(session, make_enterprise(session), "innovative", 3)


def test_the_figures_of_a_year_are_those_of_plain_sql(session):
    fill(session)
    award = money_of(session)["first_award"]

    said = {
        "review": "state IN ('submitted', 'accepted', 'first_reviewed', 'second_reviewed')",
        "publicity": "state = 'publicity'",
        "approved": "state = 'approved'",
    }
    for name, condition in said.items():
        sql = f"SELECT sum(coalesce(approved, asked)) FROM claims WHERE clause = 'first_award' AND {condition}"
        assert getattr(award, name) == session.scalar(text(sql)), name
    paid = "SELECT sum(amount) FROM payments WHERE benefit = 'title_award' AND removed_on IS NULL AND paid_on >= :day"
    assert award.paid == session.scalar(text(paid), {"day": date(2026, 1, 1)})


def test_an_account_that_says_something_else_is_counted(session):
    fill(session)
    reserving = session.scalar(text("SELECT count(*) FROM award_accounts WHERE reserved > 0"))
    session.execute(update(AwardAccount).where(AwardAccount.reserved > 0).values(reserved=AwardAccount.reserved - 1))

    assert account_faults(session) == reserving > 0


def test_a_budget_is_set_and_changed_and_says_what_is_left(session):
    claim = make_claim(session, "approved")
    maria = person(session, "maria").id
    for wan in (10, 100):
        amount = wan * FEN_IN_WAN
        department = claim.department_id
        set_budget(
            session, 2026, "first_award", department, amount=amount, document="京财〔2026〕1号", by=maria, on=TODAY
        )

    line = money_of(session)["first_award"]

    assert (line.budget, line.remaining) == (100 * FEN_IN_WAN, 80 * FEN_IN_WAN)
    assert money_of(session)["rd_project"].remaining is None


def test_flags_are_worth_their_awards_times_how_often_they_led_there(session):
    opened = TODAY - timedelta(days=400)
    for number in range(RULES.fewest_tried):
        enterprise = make_enterprise(session)
        flag = make_flag(session, enterprise, Tier.SRDI, "eligible")
        flag.opened_on, flag.closed_on = opened, opened + timedelta(days=30)
        if number < 2:
            make_title(session, enterprise, "srdi", opened + timedelta(days=200))
    session.flush()
    make_flag(session, make_enterprise(session), Tier.SRDI, "eligible")

    found = expect(session, MEASURES, RULES, on=TODAY)

    assert [(one.target, one.flags, one.tried, one.won) for one in found] == [("srdi", 1, RULES.fewest_tried, 2)]
    assert (found[0].full, found[0].amount, found[0].is_expired) == (20 * FEN_IN_WAN, 8 * FEN_IN_WAN, True)


def test_with_too_few_flags_before_nothing_is_expected(session):
    make_flag(session, make_enterprise(session), Tier.SRDI, "near")

    assert [one.amount for one in expect(session, MEASURES, RULES, on=TODAY)] == [None]


def test_a_manager_reads_the_budget_sets_it_and_takes_it_along(signed_in, cast):
    with cast.writing() as session:
        claim = make_claim(session, "submitted")
        department = claim.department_id
    maria = signed_in("maria")

    form = {"year": "2026", "clause": "first_award", "department": str(department), "amount": "100"}
    assert "请选择责任单位" in maria.post("/budget/set", {**form, "department": "", "document": "京财"}).text
    maria.post("/budget/set", {**form, "document": "京财〔2026〕1号"})

    page = maria.get("/budget?year=2026").text
    for words in ("100 万元", "20 万元", "账目相符", "应享台账", "京财〔2026〕1号"):
        assert words in page
    assert maria.get("/budget/payments?year=2026&clause=first_award").status_code == 200
    assert "第一条" in maria.get("/budget/export.csv?year=2026").text
