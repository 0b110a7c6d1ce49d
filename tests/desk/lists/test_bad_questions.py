"""What a list is asked wrongly is never ignored in silence: a clear 400, or a page that says there is nothing."""

import pytest

from tests.makers import make_enterprise, writing

LISTS = {
    "/enterprises": ("maria", ("sort", "tier", "steward", "street", "industry", "pool")),
    "/queue": ("maria", ("tier", "street", "due")),
    "/near": ("maria", ("flag", "target", "purpose", "street", "changed")),
    "/overview/rows": (
        "maria",
        ("title", "tier", "flag", "target", "granted", "ending", "waiting", "admitted", "band"),
    ),
    "/mine": ("stefan", ("tier", "street", "flag", "due")),
    "/search": ("stefan", ()),
}
ASKED = [(path, who, name) for path, (who, names) in LISTS.items() for name in ("page", *names)]


@pytest.mark.parametrize(("path", "who", "name"), ASKED)
def test_a_value_that_no_list_offers_is_refused(signed_in, path, who, name):
    answer = signed_in(who).get(path, query_string={"q": "样例", name: "wrong"})

    assert answer.status_code == 400


@pytest.mark.parametrize(("path", "who"), [(path, who) for path, (who, _) in LISTS.items()])
def test_beyond_the_last_page_there_is_nothing_and_the_page_says_so(app, signed_in, cast, path, who):
    with writing(app) as session:
        for _ in range(2):
            name = make_enterprise(session, steward="stefan").name

    answer = signed_in(who).get(path, query_string={"page": 999, **({"q": "样例"} if path == "/search" else {})})

    assert name not in answer.text
    assert answer.status_code in (200, 400)
    assert 'class="empty' in answer.text or answer.status_code == 400
