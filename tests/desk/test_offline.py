"""What a device may keep: empty forms that name nobody, and the short names of one's own enterprises."""

import json
import re

from tests.architecture.sources import ROOT
from tests.makers import make_enterprise, writing

SCRIPTS = ROOT / "crm" / "static" / "js"


def test_the_page_a_device_keeps_knows_nobody_and_holds_no_token(signed_in, client, app):
    with writing(app) as session:
        make_enterprise(session, "北京华瑞航空电子有限公司", steward="stefan")

    for_stefan, for_strangers = signed_in("stefan").get("/offline"), client.get("/offline")

    assert for_stefan.text == for_strangers.text
    assert "Set-Cookie" not in for_strangers.headers
    for told in ("华瑞", "csrf_token", "client_key", 'data-person="', "Stefan"):
        assert told not in for_strangers.text


def test_a_device_keeps_number_and_name_of_ones_own_enterprises_only(signed_in, app):
    with writing(app) as session:
        own = make_enterprise(session, "北京华瑞航空电子有限公司", steward="stefan").id
        make_enterprise(session, "北京别家精密有限公司", steward="lina")

    answer = signed_in("stefan").get("/offline/names")

    assert answer.json == [{"id": own, "name": "北京华瑞航空电子有限公司"}]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_forms_of_the_device_ask_for_nothing_the_desk_does_not_know(client):
    page = client.get("/offline").text

    services, demands = (re.findall(rf'name="{start}-([a-z_]+)"', page) for start in ("service", "demand"))

    assert {"channel", "purpose", "summary", "held_on", "next_contact_on", "asked_for"} <= set(services)
    assert set(demands) == {"category", "title", "text", "photos"}


def test_the_worker_answers_for_all_pages_and_keeps_only_what_is_the_same_for_everybody(client):
    with client.raw.get("/static/js/worker.js") as worker, client.raw.get("/static/js/desk.js") as other:
        assert worker.headers["Service-Worker-Allowed"] == "/"
        assert 'credentials: "omit"' in worker.text
        assert "Service-Worker-Allowed" not in other.headers


def test_the_desk_can_be_put_on_the_first_screen_of_a_phone(client):
    with client.raw.get("/static/desk.webmanifest") as answer:
        assert answer.mimetype == "application/manifest+json"
        manifest = json.loads(answer.data)

    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert (ROOT / "crm" / "static" / manifest["icons"][0]["src"]).exists()
    assert 'rel="manifest"' in client.get("/sign-in").text
