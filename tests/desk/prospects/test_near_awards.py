"""What a flagged promotion would earn: less what was paid, and never a promise once the measure is over."""

from crm.cultivation.models import Tier
from tests.makers import make_enterprise, writing
from tests.makers_of_awards import make_award_payment
from tests.makers_of_flags import make_flag


def test_page_and_file_take_off_what_was_paid_and_say_that_the_basis_is_over(app, cast, signed_in):
    with writing(app) as session:
        paid = make_enterprise(session, "北京兑过有限公司", steward="stefan", tier="innovative")
        make_award_payment(session, paid, "innovative", 3)
        unknown = make_enterprise(session, "北京没录有限公司", steward="stefan", tier="innovative")
        for enterprise in (paid, unknown):
            make_flag(session, enterprise, Tier.SRDI, "eligible")
    stefan = signed_in("stefan")

    page, file = stefan.get("/near").text, stefan.get("/near/export.csv").text

    for words in ("17 万元", "20−3", "20 万元", "至多，此前兑付未录入", "金额依据已到期，仅供测算"):
        assert words in page
    over = "依据石经信局〔2023〕24号已于 2025-12-31 到期，仅供测算，不作承诺"
    by_name = {line.split(",")[0].strip('"'): line for line in file.splitlines()}
    assert f"17,20−3；{over}" in by_name["北京兑过有限公司"].replace('"', "")
    assert f"20,至多，此前兑付未录入；{over}" in by_name["北京没录有限公司"].replace('"', "")


def test_the_ways_up_name_the_difference(app, cast, signed_in):
    with writing(app) as session:
        paid = make_enterprise(session, "北京兑过有限公司", steward="stefan", tier="innovative")
        make_award_payment(session, paid, "innovative", 3)

    text = signed_in("stefan").get(f"/enterprises/{paid.id}/ways?target=srdi", headers={"HX-Request": "true"}).text

    assert "第一条奖励 20 万 − 已兑现 3 万 = 17 万元" in text
    assert "2025-12-31 到期" in text
