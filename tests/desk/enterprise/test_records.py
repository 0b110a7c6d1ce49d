"""The pages of an author's own records: 更正 and 撤回 on the timeline, and one record for "save, back, save"."""

import re

import pytest
from sqlalchemy import func, select

from crm.interactions.models import Interaction
from tests.makers import make_enterprise, writing

SERVICE = {"channel": "visit", "purpose": "policy", "summary": "谈了申报", "held_on": "2026-11-24"}


@pytest.fixture
def number(app, cast):
    cast.person("lina")
    with writing(app) as session:
        return make_enterprise(session, steward="stefan").id


@pytest.fixture
def stefan(signed_in, number):
    return signed_in("stefan")


def key_of(page):
    return re.search(r'name="client_key"[^>]*value="([^"]+)"', page.text).group(1)


def save(client, number, **more):
    return client.post(f"/enterprises/{number}/log", {**SERVICE, "client_key": "the-key-of-this-page", **more})


def how_many(app):
    with writing(app) as session:
        return session.scalar(select(func.count()).select_from(Interaction))


def record_of(app):
    with writing(app) as session:
        return session.scalar(select(func.max(Interaction.id)))


def test_the_timeline_offers_the_author_to_correct_and_to_withdraw(app, stefan, signed_in, number):
    save(stefan, number)
    address = f"/enterprises/{number}/services/{record_of(app)}"

    assert f"{address}/correct" in stefan.get(f"/enterprises/{number}/timeline").text
    assert f"{address}/withdraw" in stefan.get(f"/enterprises/{number}").text
    assert f"{address}/correct" not in signed_in("maria").get(f"/enterprises/{number}/timeline").text


def test_a_corrected_record_shows_both_and_the_later_one_counts(app, stefan, number):
    save(stefan, number)
    address = f"/enterprises/{number}/services/{record_of(app)}/correct"
    form = stefan.get(address)
    assert "谈了申报" in form.text

    answer = stefan.post(address, {**SERVICE, "summary": "谈了贷款", "client_key": key_of(form)})

    assert answer.status_code == 302
    page = stefan.get(f"/enterprises/{number}/timeline").text
    for words in ("谈了申报", "谈了贷款", "已更正", "更正后"):
        assert words in page


def test_a_withdrawn_record_says_why_and_can_be_restored(app, stefan, number):
    save(stefan, number)
    address = f"/enterprises/{number}/services/{record_of(app)}"

    stefan.post(f"{address}/withdraw", {"why": "记到了别家企业"})
    withdrawn = stefan.get(f"/enterprises/{number}/timeline").text
    stefan.post(f"{address}/restore")

    assert "已撤回：记到了别家企业" in withdrawn
    assert f"{address}/restore" in withdrawn
    assert "已撤回" not in stefan.get(f"/enterprises/{number}/timeline").text


def test_saving_the_same_page_again_makes_no_second_record(app, stefan, number):
    save(stefan, number)

    assert save(stefan, number).status_code == 302
    assert how_many(app) == 1


def test_other_words_from_the_same_page_are_shown_again_with_a_key_of_their_own(app, stefan, number):
    save(stefan, number)

    refused = save(stefan, number, summary="谈了厂房")

    assert refused.status_code == 409
    assert "谈了厂房" in refused.text
    assert "刚才已经保存" in refused.text
    assert save(stefan, number, summary="谈了厂房", client_key=key_of(refused)).status_code == 302
    assert how_many(app) == 2


@pytest.mark.parametrize(("asked", "channel"), [("", "visit"), ("?channel=call", "call")])
def test_the_form_can_be_opened_for_a_call(stefan, number, asked, channel):
    page = stefan.get(f"/enterprises/{number}/log{asked}").text

    [chosen] = re.findall(
        r'<input[^>]*name="channel"[^>]*checked[^>]*>|<input checked[^>]*name="channel"[^>]*>', page
    )
    assert f'value="{channel}"' in chosen
