"""The same people over the quarters: one card for one person, every mobile sealed, who left stays gone."""

import pytest
from sqlalchemy import select

from crm.config.settings import ROOT
from crm.enterprises.contacts.service import leave
from crm.enterprises.models import Contact, Enterprise
from crm.imports.cells.phones import Numbers, read_numbers
from crm.sealing import unseal
from tests.cast import make_person
from tests.conftest import TODAY
from tests.imports.books import FIELD_KEY, notes, stage, write

FILES = ROOT / "tests" / "fixtures" / "imports"
NUMBERS = {
    "13800138000": Numbers(("13800138000",)),
    "138-0013-8000": Numbers(("13800138000",)),
    "+86 138 0013 8000": Numbers(("13800138000",)),
    "13800138000/010-68870000": Numbers(("13800138000",), ("010-68870000",)),
    "13800138000、13900139000": Numbers(("13800138000", "13900139000")),
    "13800138001（微信同号）": Numbers(("13800138001",)),
    "手机：13800138003": Numbers(("13800138003",)),
    "010-68870000转8001": Numbers((), ("010-68870000转8001",)),
    "68870000": Numbers((), ("68870000",)),
    "见附件": Numbers(),
}


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_are_taken_out_of_what_stands_around_them(text):
    assert read_numbers(text) == NUMBERS[text]


def cards(session):
    session.expire_all()
    return [
        (card.name, card.position, card.mobile_sealed and mobile(card), card.telephone)
        for card in session.scalars(select(Contact).order_by(Contact.id))
    ]


def mobile(card):
    return unseal(card.mobile_sealed, key=FIELD_KEY, place="contacts.mobile")


def test_one_card_for_one_person_over_seven_quarters(session, maria):
    for quarter in range(7):
        write(session, stage(FILES / "contact-per-quarter" / f"q{quarter}.xlsx"), by=maria, file=f"q{quarter}.xlsx")

    assert cards(session) == [("张三", "财务", "13800138000", "010-68870000"), ("李四", None, "13900139000", None)]


def test_every_mobile_is_sealed_wherever_it_was_written(session, maria):
    write(session, stage(FILES / "contact-per-quarter" / "two-numbers-in-one-cell.xlsx"), by=maria)

    assert [(name, number) for name, _, number, _ in cards(session)] == [
        ("张三", "13800138000"),
        ("张三（备用号码）", "13900139000"),
        ("李四", "13800138001"),
        ("王五", "13800138002"),
        ("赵六", "13800138003"),
        ("企业联系人", "13800138004"),
    ]


def test_who_left_is_met_again_with_a_word(session, maria):
    write(session, stage(FILES / "removed-comes-back" / "q1.xlsx"), by=maria)
    leave(session, session.scalars(select(Contact)).one(), by=maria.id, on=TODAY)

    written = write(session, stage(FILES / "removed-comes-back" / "q2.xlsx"), by=maria, file="q2.xlsx")

    assert session.scalars(select(Contact).where(Contact.left_on.is_(None))).all() == []
    assert "contact_left_before" in [reason for _, reason in notes(written.staged)]
    assert session.scalars(select(Enterprise)).one()
