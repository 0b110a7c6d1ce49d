"""Files in the browser: of a title, a fact and a service, with a safe head, and nobody else's."""

from io import BytesIO

import pytest
from sqlalchemy import select

from crm.cultivation.models import Title
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import Grade
from crm.enterprises.facts.service import record_fact
from crm.interactions.service import Encounter, log
from tests.attachments.files import JPEG, PDF
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, writing


@pytest.fixture
def addresses(app, cast):
    """The files of one enterprise's title, fact and service; Stefan looks after it."""
    with writing(app) as session:
        stefan = make_person(session, "stefan").id
        enterprise = make_enterprise(session, "北京甲有限公司", steward="stefan", tier="srdi").id
        title = session.scalars(select(Title.id)).one()
        evidence = Evidence("走访核实", Grade.AUDITED)
        record_fact(session, enterprise, "chain_role", True, evidence, by=stefan, on=TODAY)
        contact = Encounter("visit", "policy", TODAY, "看了生产线")
        service = log(session, enterprise, contact, by=stefan, on=TODAY, at=NOW).id
        base = f"/enterprises/{enterprise}"
        return {
            "title": f"{base}/titles/{title}/files",
            "fact": f"{base}/facts/chain_role/files",
            "service": f"{base}/services/{service}/photos",
        }


def send(client, address, name, content):
    answer = client.post(address, {"file": (BytesIO(content), name)}, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # the test client leaves a large body open
    return answer


@pytest.mark.parametrize("owner", ["title", "fact", "service"])
def test_a_file_is_sent_seen_opened_and_removed(signed_in, addresses, owner):
    stefan, address = signed_in("stefan"), addresses[owner]

    sent = send(stefan, address, "现场（二）.jpg", JPEG)
    page = stefan.get(address).text
    answer = stefan.get(f"{address}/1")
    removed = stefan.post(f"{address}/1/remove")

    assert (sent.status_code, removed.status_code) == (302, 302)
    assert "现场（二）.jpg" in page
    assert "未扫描" in page
    assert answer.data == JPEG
    assert stefan.get(f"{address}/1").status_code == 404
    assert "还没有文件" in stefan.get(address).text


def test_a_file_is_handed_out_with_a_safe_head(signed_in, addresses):
    stefan = signed_in("stefan")
    send(stefan, addresses["title"], "认定 通知.pdf", PDF)

    head = stefan.get(addresses["title"] + "/1").headers

    assert head["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E8%AE%A4%E5%AE%9A%20%E9%80%9A%E7%9F%A5.pdf" in head["Content-Disposition"]
    assert head["X-Content-Type-Options"] == "nosniff"
    assert head["Content-Type"] == "application/pdf"
    assert head["Cache-Control"] == "no-store"
    assert "default-src 'self'" in head["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("图片.png", PDF, "内容与扩展名不符"),
        ("空.pdf", b"", "是空文件"),
        ("../通知.pdf", PDF, "含有路径"),
        ("长" * 300 + ".pdf", PDF, "文件名超过"),
        ("大.pdf", PDF.ljust(10 * 1024 * 1024 + 1, b" "), "超过 10 MB"),
    ],
    ids=["not what it says", "empty", "a path", "a long name", "too large"],
)
def test_what_is_not_kept_is_refused_in_a_clear_sentence(signed_in, addresses, name, content, words):
    stefan = signed_in("stefan")

    page = send(stefan, addresses["title"], name, content)

    assert page.status_code == 422
    assert words in page.text
    assert "还没有文件" in stefan.get(addresses["title"]).text


def test_nothing_sent_is_told_too(signed_in, addresses):
    page = signed_in("stefan").post(addresses["title"], {}, content_type="multipart/form-data")

    assert page.status_code == 422
    assert "请选择一个文件" in page.text


def test_a_document_is_no_photo_of_a_service(signed_in, addresses):
    page = send(signed_in("stefan"), addresses["service"], "通知.pdf", PDF)

    assert page.status_code == 422


@pytest.mark.parametrize("owner", ["title", "fact", "service"])
def test_who_does_not_see_the_enterprise_does_not_see_its_files(signed_in, addresses, owner):
    send(signed_in("stefan"), addresses[owner], "现场.jpg", JPEG)
    lina, address = signed_in("lina"), addresses[owner]

    answers = [lina.get(address), lina.get(f"{address}/1"), lina.post(f"{address}/1/remove")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_file_of_one_owner_is_not_reached_through_another(signed_in, addresses):
    stefan = signed_in("stefan")
    send(stefan, addresses["title"], "现场.jpg", JPEG)

    assert stefan.get(f"{addresses['service']}/1").status_code == 404


def test_pages_lead_to_the_files_and_count_them(signed_in, addresses):
    stefan = signed_in("stefan")
    base = addresses["title"].split("/titles")[0]
    send(stefan, addresses["title"], "通知.pdf", PDF)
    send(stefan, addresses["fact"], "证明.pdf", PDF)
    send(stefan, addresses["service"], "现场.jpg", JPEG)

    assert "文件 1" in stefan.get(f"{base}/titles").text
    assert "依据文件 1 个" in stefan.get(f"{base}/facts/chain_role").text
    assert "照片 1 张" in stefan.get(f"{base}/timeline").text
