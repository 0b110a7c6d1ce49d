"""Applications and claims under way stand on a sheet of handing over with their state and number."""

from sqlalchemy import select

from crm.desk.handover.models import Handover, ItemKind
from tests.awards.claims.making import make_claim
from tests.cast import make_person
from tests.cultivation.applications.making import act_on, begin
from tests.cultivation.srdi import make_candidate
from tests.desk.assigning.test_handovers import hand_over, items_of, of_claim
from tests.makers import writing


def test_an_application_under_way_is_on_the_sheet_and_one_that_is_over_is_not(signed_in, app, cast):
    with writing(app) as session:
        drafted, over = make_candidate(session), make_candidate(session, "北京旁的科技有限公司")
        draft = begin(session, drafted)
        act_on(session, begin(session, over), "withdraw")
        hand_over(session, [drafted, over], make_person(session, "lina"), make_person(session, "maria"))
        handed = [ref for _, kind, ref in items_of(session) if kind is ItemKind.APPLICATION]
        number, sheet_id = draft.number, session.scalars(select(Handover.id)).one()

    page = signed_in("lina").get(f"/handovers/{sheet_id}").text

    assert handed == [draft.id]
    assert f"专精特新认定 · 准备中 · {number}" in page


def test_the_sheet_leads_to_the_draft_of_a_claim_and_the_receiver_may_open_it(signed_in, app, cast):
    with writing(app) as session:
        claim = make_claim(session)
        hand_over(session, [of_claim(session, claim)], make_person(session, "lina"), make_person(session, "maria"))
        number, claim_id, sheet_id = claim.number, claim.id, session.scalars(select(Handover.id)).one()
    lina = signed_in("lina")

    page = lina.get(f"/handovers/{sheet_id}").text

    assert f"专精特新 · 待提交 · {number}" in page
    assert f'href="/claims/{claim_id}"' in page
    assert lina.get(f"/claims/{claim_id}").status_code == 200
