"""What a handler may see and do of claims: those handed in to the department, and nothing of who files them."""

import pytest
from sqlalchemy import select

from crm.awards.claims.filing import prepare_claim
from crm.awards.claims.models import Claim, ClaimAttachment
from crm.awards.claims.scopes import identities_visible_to, visible_to
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people.models import Role
from crm.people.person import Person
from tests.attachments.files import JPEG
from tests.attachments.test_pages import send
from tests.awards.claims.making import INTEREST, act_on_claim, make_claim, make_claimant, person
from tests.awards.test_beneficiaries import FUND, INVESTED, complete_for, draft, made
from tests.conftest import NOW, TODAY


def signed_in_as(user) -> Person:
    return Person(
        user.id, user.name, user.staff_number, frozenset({Role.HANDLER}), user.department_id, False, 1, NOW, "token"
    )


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_handler_sees_only_what_was_handed_in(session, state):
    make_claim(session, state)
    known = make_claimant(session)
    handed_in = make_claim(session, "returned", enterprise=known)
    heidi = signed_in_as(person(session, "heidi"))

    assert session.scalars(select(Claim.id).where(visible_to(heidi, TODAY))).all() == [handed_in.id]
    theirs = select(Enterprise.id).where(identities_visible_to(heidi, TODAY))
    assert session.scalars(theirs).all() == [known.id]


def test_the_handler_of_a_returned_claim_does_not_complete_it(session):
    claim = make_claim(session, "returned")

    with pytest.raises(CrmError, match="not_found"):
        prepare_claim(session, claim.id, {"营业执照": "见附件"}, by=person(session, "heidi").id, on=TODAY)


@pytest.mark.parametrize(("state", "answer"), [("draft", 302), ("returned", 302), ("submitted", 409), ("paid", 409)])
def test_the_files_of_a_claim_change_only_while_it_is_prepared(signed_in, cast, state, answer):
    with cast.writing() as session:
        claim = make_claim(session, state)
        address = f"/claims/{claim.id}/files"
    stefan = signed_in("stefan")

    assert send(stefan, address, "营业执照.jpg", JPEG).status_code == answer
    assert stefan.get(address).status_code == 200
    assert stefan.post(f"{address}/1/remove").status_code == answer


def test_the_handler_reads_the_files_of_a_claim_and_takes_none_away(signed_in, cast):
    with cast.writing() as session:
        address = f"/claims/{make_claim(session, 'draft', INTEREST).id}/files"
    send(signed_in("stefan"), address, "营业执照.jpg", JPEG)
    with cast.writing() as session:
        for act, who in (("submit", "stefan"), ("return", "hana")):
            act_on_claim(session, session.scalars(select(Claim)).one(), act, who=who)
    hana = signed_in("hana")

    assert hana.get(f"{address}/1").data == JPEG
    assert hana.post(f"{address}/1/remove").status_code == 404


def test_the_files_of_who_is_no_enterprise_are_seen_by_exactly_those_who_see_the_claim(signed_in, cast):
    with cast.writing() as session:
        claim = draft(session, made(session, FUND), INVESTED)
        complete_for(session, claim)
        address = f"/claims/{claim.id}/files"
    maria, hana = signed_in("maria"), signed_in("hana")

    assert send(maria, address, "出资证明.jpg", JPEG).status_code == 302
    assert [client.get(f"{address}/1").status_code for client in (maria, hana)] == [200, 404]

    with cast.writing() as session:
        act_on_claim(session, session.scalars(select(Claim)).one(), "submit", who="maria")
    assert hana.get(f"{address}/1").data == JPEG
    assert "出资证明.jpg" in hana.get(address).text
    for name, answer in (("stefan", 404), ("hugo", 404), ("otto", 403)):
        assert signed_in(name).get(f"{address}/1").status_code == answer
    assert maria.post(f"{address}/1/remove").status_code == 409
    with cast.reading() as session:
        assert session.scalars(select(ClaimAttachment.enterprise_id)).all() == [None]
