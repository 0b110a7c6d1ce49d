"""The record's pages: seen by those who may, corrected, and never saved over somebody else's work."""

import re

import pytest

from crm.audit.models import AuditEvent
from crm.enterprises import queries, service
from crm.enterprises.facts.lists.listings import LISTINGS
from crm.enterprises.facts.models import Grade
from crm.enterprises.models import Enterprise
from crm.enterprises.service import Identity
from tests.enterprises.sending import EVIDENCE, address, hidden
from tests.makers import TODAY, make_contact, make_enterprise, make_figures, writing

PAGES = [
    "identity",
    "contacts",
    "contacts/new",
    "figures",
    "figures/2025",
    "figures/2024",
    "facts",
    "facts/chain_role",
    "facts/quality",
    "facts/market.share",
    "lists",
    *(f"lists/{name}" for name in LISTINGS),
    *(f"lists/{name}/new" for name in LISTINGS),
    "titles",
]
ACTS = ["contacts/{contact}/reveal", "contacts/{contact}/left", "lists/certificates/open"]


@pytest.mark.parametrize("page", PAGES)
def test_the_steward_reads_every_page_of_the_record(signed_in, enterprise, page):
    answer = signed_in("stefan").get(address(enterprise, page))

    assert answer.status_code == 200
    assert "北京样例科技有限公司" in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_another_steward_finds_nothing_there(signed_in, enterprise, page):
    lina = signed_in("lina")

    answer = lina.get(address(enterprise, page))
    nowhere = lina.get(address(enterprise, page).replace(f"/{enterprise.id}/", "/990001/"))

    assert answer.status_code == nowhere.status_code == 404
    assert "样例" not in answer.text


@pytest.mark.parametrize("page", [*PAGES, *ACTS])
def test_another_steward_changes_nothing_there(signed_in, enterprise, page):
    answer = signed_in("lina").post(address(enterprise, page), {"name": "别人", "version": "1", **EVIDENCE})

    assert answer.status_code in (404, 405)


@pytest.mark.parametrize("name", ["hana", "adam", "rita", "otto"])
@pytest.mark.parametrize("page", ["identity", "contacts", "figures", "facts", "lists", "titles"])
def test_nobody_else_may_open_the_record(signed_in, enterprise, name, page):
    assert signed_in(name).get(address(enterprise, page)).status_code == 403


def test_only_a_manager_corrects_the_identity(signed_in, enterprise):
    url = address(enterprise, "identity/edit")

    assert signed_in("stefan").get(url).status_code == 403
    assert signed_in("maria").get(url).status_code == 200


def test_a_corrected_name_is_shown_and_the_old_one_kept(signed_in, enterprise):
    maria = signed_in("maria")
    url = address(enterprise, "identity/edit")
    version = hidden(maria.get(url), "version")

    saved = maria.post(url, {"name": "北京新名科技有限公司", "street": "古城", "version": version})
    page = maria.get(address(enterprise, "identity"))

    assert saved.status_code == 302
    assert "北京新名科技有限公司" in page.text
    assert "曾用名" in page.text
    assert "八角 → 古城" in page.text


def test_saving_over_a_newer_version_keeps_what_was_typed_and_shows_the_others_value(
    app, signed_in, cast, enterprise
):
    maria = signed_in("maria")
    url = address(enterprise, "identity/edit")
    version = hidden(maria.get(url), "version")
    with writing(app) as session:
        fresh = session.get_one(Enterprise, enterprise.id)
        identity = Identity(fresh.name, street="老山")
        service.change_identity(session, fresh, identity, by=cast.person("maria").id, on=TODAY)

    refused = maria.post(url, {"name": "北京我改科技有限公司", "street": "古城", "version": version})
    again = maria.post(url, {"name": "北京我改科技有限公司", "street": "古城", "version": hidden(refused, "version")})

    assert refused.status_code == 409
    assert "北京我改科技有限公司" in refused.text
    assert "老山" in refused.text
    assert again.status_code == 302


def test_a_typing_error_does_not_hide_that_somebody_else_saved(app, signed_in, cast, enterprise):
    maria = signed_in("maria")
    url = address(enterprise, "identity/edit")
    version = hidden(maria.get(url), "version")
    with writing(app) as session:
        fresh = session.get_one(Enterprise, enterprise.id)
        service.change_identity(
            session, fresh, Identity(fresh.name, street="老山"), by=cast.person("maria").id, on=TODAY
        )

    mistyped = maria.post(url, {"name": "", "version": version})
    refused = maria.post(url, {"name": "北京我改科技有限公司", "version": hidden(mistyped, "version")})

    assert (mistyped.status_code, refused.status_code) == (422, 409)


def test_a_mobile_number_is_shown_only_when_asked_for_and_the_look_is_recorded(app, signed_in, enterprise):
    stefan = signed_in("stefan")
    contacts = stefan.get(address(enterprise, "contacts"))
    contact = re.search(r"/contacts/(\d+)/reveal", contacts.text).group(1)

    revealed = stefan.post(address(enterprise, "contacts/{contact}/reveal", contact))

    assert "13800005707" not in contacts.text
    assert "1** **** 5707" in contacts.text
    assert "13800005707" in stefan.get(revealed.headers["Location"]).text
    assert "13800005707" not in stefan.get(address(enterprise, "contacts")).text
    with writing(app) as session:
        last = session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert (last.action, last.object) == ("contact.revealed", f"enterprise:{enterprise.id}")
    assert "13800005707" not in str(last.detail)


def test_a_contact_of_another_enterprise_is_not_reached_through_ones_own(app, signed_in, enterprise):
    with writing(app) as session:
        other = make_enterprise(session, "北京他家科技有限公司", steward="lina")
        theirs = make_contact(session, other, "李他", key=app.config["SETTINGS"].field_key)
    stefan = signed_in("stefan")

    for act in ("contacts/{contact}/reveal", "contacts/{contact}/left", "contacts/{contact}"):
        answer = stefan.post(address(enterprise, act, theirs.id), {"name": "李改"})
        assert answer.status_code == 404
        assert "李他" not in answer.text


def test_figures_typed_in_wan_are_kept_to_the_fen(app, signed_in, enterprise):
    stefan = signed_in("stefan")
    url = address(enterprise, "figures/2024")

    saved = stefan.post(url, {"revenue": "38.600001", "net_profit": "-0.5", "version": "0", **EVIDENCE})

    assert saved.status_code == 302
    with writing(app) as session:
        row = queries.figures(session, enterprise.id, [2024])[2024]
    assert (row.revenue, row.net_profit) == (38_600_001, -500_000)
    assert row.revenue_grade is Grade.AUDITED


def test_only_the_figure_that_was_changed_takes_the_new_evidence(app, signed_in, enterprise):
    stefan = signed_in("stefan")
    url = address(enterprise, "figures/2025")
    version = hidden(stefan.get(url), "version")

    stefan.post(
        url, {**EVIDENCE, "revenue": "1236.4", "employees": "121", "version": version, "grade": "self_declared"}
    )

    with writing(app) as session:
        row = queries.figures(session, enterprise.id, [2025])[2025]
    assert (row.revenue_grade, row.employees_grade) == (Grade.AUDITED, Grade.SELF_DECLARED)
    assert row.employees == 121


@pytest.mark.parametrize(
    "typed", ["1_000", "１２", "1e3", "NaN", "Infinity", "1,000", "9" * 30, "0.0000001", "-1", "12万"]
)
def test_an_amount_that_is_none_is_refused_and_shown_again(signed_in, enterprise, typed):
    page = signed_in("stefan").post(
        address(enterprise, "figures/2024"), {"revenue": typed, "version": "0", **EVIDENCE}
    )

    assert page.status_code == 422
    assert typed in page.text


def test_figures_saved_meanwhile_are_shown_instead_of_overwritten(app, signed_in, enterprise):
    stefan = signed_in("stefan")
    url = address(enterprise, "figures/2025")
    version = hidden(stefan.get(url), "version")
    with writing(app) as session:
        make_figures(session, enterprise, revenue=777_000_000)

    page = stefan.post(url, {"revenue": "999", "version": version, **EVIDENCE})

    assert page.status_code == 409
    assert "Maria" in page.text
    assert "777.00" in page.text
    assert 'value="999"' in page.text


@pytest.mark.parametrize("year", [2026, 1989, 99999])
def test_a_year_that_is_not_over_takes_no_figures(signed_in, enterprise, year):
    page = signed_in("stefan").post(
        address(enterprise, f"figures/{year}"), {"revenue": "1", "version": "0", **EVIDENCE}
    )

    assert page.status_code == 422


@pytest.mark.parametrize(("typed", "pointed_out"), [("123640", True), ("12.364", True), ("123639.99", False)])
def test_a_figure_far_from_its_neighbours_is_saved_and_pointed_out(signed_in, enterprise, typed, pointed_out):
    stefan = signed_in("stefan")

    saved = stefan.post(address(enterprise, "figures/2024"), {"revenue": typed, "version": "0", **EVIDENCE})
    page = stefan.get(saved.location)

    assert saved.status_code == 302
    assert ("请核对单位" in page.text) is pointed_out
