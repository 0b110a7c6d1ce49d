"""Notices people read: their words, their scope, what is withdrawn, what is chosen, and who stands in."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from crm import clock
from crm.audit.models import AuditEvent
from crm.config.service_rules import service_rules
from crm.cultivation.flags.acts import see
from crm.cultivation.models import Flag
from crm.cultivation.night.notices import KIND, tell_stewards
from crm.cultivation.reminders.matters import FLAG, TITLE
from crm.db import reading
from crm.jobs.registry import standards
from crm.notifications import queries, service
from crm.notifications.models import Notice, NoticeChannel
from crm.notifications.service import Telling
from crm.stewards import leave
from crm.stewards import service as stewards
from crm.work import Turn
from tests.access.things import raise_flag
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, make_title, writing

DAYS = service_rules().reminders.title_ends_days
UNSEEN = service_rules().reminders.flag_unseen_days


def tell(session, on=TODAY, at=NOW):
    session.flush()
    return tell_stewards(session, standards().library.ladder, service_rules(), Turn(on, at))


def deliver(session):
    service.deliver(session, queries.waiting(session, limit=500), at=NOW)


def told(session):
    rows = session.scalars(select(Notice).order_by(Notice.id).execution_options(populate_existing=True))
    return [(one.kind, one.user_id, one.withdrawn_at is not None) for one in rows]


def make_flag(session, enterprise, on=TODAY):
    raise_flag(session, enterprise.id)
    session.flush()
    flag = session.scalars(select(Flag).where(Flag.enterprise_id == enterprise.id)).one()
    flag.opened_on = on
    session.flush()
    return flag


@pytest.fixture
def morning(app, cast):
    """Stefan's enterprise was flagged tonight, and he was told."""
    with writing(app) as session:
        enterprise = make_enterprise(session, "北京甲有限公司", steward="stefan")
        flag = make_flag(session, enterprise)
        tell(session)
        deliver(session)
        return enterprise.id, flag.id


def test_a_new_flag_is_told_once_and_counted_in_one_digest(session):
    flag = make_flag(session, make_enterprise(session, steward="stefan"))
    stefan = make_person(session, "stefan").id

    counts = [tell(session), tell(session)]

    assert counts == [2, 0]
    assert told(session) == [("flag_opened", stefan, False), ("night", stefan, False)]
    digest = session.scalars(select(Notice).where(Notice.kind == "night")).one()
    assert digest.values == {"date": "2026-11-24", "near": 1}
    assert session.scalars(select(Notice.reason).where(Notice.kind == "flag_opened")).one() == f"flag:{flag.id}"


def test_a_stand_in_is_told_what_the_steward_is_told(session):
    maria, stefan, lina = (make_person(session, name).id for name in ("maria", "stefan", "lina"))
    make_flag(session, make_enterprise(session, steward="stefan"))
    leave.arrange(session, stefan, lina, from_on=TODAY, to_on=TODAY, why="年休", by=maria, on=TODAY)

    tell(session)

    assert {(kind, who) for kind, who, _ in told(session)} == {
        *((kind, who) for kind in ("flag_opened", "night") for who in (stefan, lina)),
        ("night", maria),
    }
    digest = session.scalars(select(Notice).where(Notice.kind == "night", Notice.user_id == lina)).one()
    assert digest.values["stands_in"] == 1


def test_nobody_stands_in_the_day_after(session):
    maria, stefan, lina = (make_person(session, name).id for name in ("maria", "stefan", "lina"))
    tomorrow = TODAY + timedelta(days=1)
    make_flag(session, make_enterprise(session, steward="stefan"), on=tomorrow)
    leave.arrange(session, stefan, lina, from_on=TODAY, to_on=TODAY, why="年休", by=maria, on=TODAY)

    tell(session, on=tomorrow)

    assert {who for _, who, _ in told(session)} == {stefan, maria}


def test_a_notice_is_withdrawn_when_its_flag_closes(session):
    flag = make_flag(session, make_enterprise(session, steward="stefan"))
    tell(session)

    flag.closed_on = TODAY
    tell(session, at=NOW + timedelta(hours=1))

    assert [(kind, withdrawn) for kind, _, withdrawn in told(session)] == [("flag_opened", True), ("night", False)]


@pytest.mark.parametrize(
    ("days", "more"), [(UNSEEN - 1, []), (UNSEEN, ["flag_unseen"]), (UNSEEN + 9, ["flag_unseen"])]
)
def test_a_flag_that_stays_unseen_is_told_again_once_its_time_is_up(session, days, more):
    """Also when the night of that day was missed, and not a third time in the night after."""
    opened = TODAY - timedelta(days=days)
    make_flag(session, make_enterprise(session, steward="stefan"), on=opened)
    tell(session, on=opened)

    tell(session)
    tell(session)

    assert [kind for kind, _, _ in told(session) if kind != "night"] == ["flag_opened", *more]


def test_a_flag_seen_late_is_no_reason_any_more(session):
    opened = TODAY - timedelta(days=UNSEEN)
    flag = make_flag(session, make_enterprise(session, steward="stefan"), on=opened)
    tell(session, on=opened)
    tell(session)

    see(session, flag.enterprise_id, flag.id, by=make_person(session, "stefan").id, on=TODAY)
    tell(session, at=NOW + timedelta(hours=1))

    assert [(kind, gone) for kind, _, gone in told(session) if kind == "flag_unseen"] == [("flag_unseen", True)]


def test_a_title_that_was_carried_on_is_no_reason_any_more(session):
    enterprise = make_enterprise(session, steward="stefan")
    title = make_title(session, enterprise, "srdi", expires_on=TODAY + timedelta(days=DAYS))
    tell(session)

    title.expires_on = date(2030, 5, 31)
    tell(session, on=TODAY + timedelta(days=1))

    assert [(kind, withdrawn) for kind, _, withdrawn in told(session)] == [("title_ends", True), ("night", False)]


@pytest.mark.parametrize(
    ("channel", "kinds"),
    [(NoticeChannel.PAGE, ["night"]), (NoticeChannel.DIGEST, ["flag_opened"])],
    ids=["page", "digest"],
)
def test_what_somebody_does_not_want_is_not_told(session, channel, kinds):
    stefan = make_person(session, "stefan").id
    make_flag(session, make_enterprise(session, steward="stefan"))
    service.choose(session, {(FLAG, channel): False}, by=stefan)

    tell(session)

    assert [kind for kind, _, _ in told(session)] == kinds


def acts_of(app, action):
    with app.app_context(), reading() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id))
        return [(row.object, row.detail) for row in rows]


def test_reading_leaves_one_row_of_audit_and_reading_again_none(app, signed_in, morning):
    stefan = signed_in("stefan")

    for _ in range(2):
        stefan.post("/notices/read")

    assert acts_of(app, "notices.read") == [("notices", {"count": 2})]


def test_choosing_leaves_a_row_that_names_what_is_not_wanted(app, signed_in):
    signed_in("stefan").post("/notices/choices", {f"{FLAG}-{NoticeChannel.DIGEST}": "y"})

    ((_, detail),) = acts_of(app, "notices.chosen")
    assert f"{FLAG}:{NoticeChannel.PAGE}" in detail["unwanted"]
    assert f"{FLAG}:{NoticeChannel.DIGEST}" not in detail["unwanted"]


def test_many_notices_are_written_in_a_few_statements_and_each_once(session):
    stefan = make_person(session, "stefan").id
    many = [Telling(f"key:{number}", stefan, "night", {"date": "2026-11-24"}) for number in range(1201)]

    assert [service.tell(session, many, at=NOW), service.tell(session, many, at=NOW)] == [1201, 0]


def test_the_page_groups_and_opens_and_the_badge_counts(signed_in, morning):
    stefan = signed_in("stefan")

    page = stefan.get("/notices").text
    assert "2 条未读" in page
    assert "北京甲有限公司 离专精特新中小企业只差一步" in page
    assert "11 月 24 日夜间评估：临近 1 家。" in page
    assert 'chip-bad">2<' in stefan.get("/account").text


def test_opening_a_notice_reads_it_and_leads_to_its_enterprise(app, signed_in, morning):
    enterprise_id, _ = morning
    stefan = signed_in("stefan")
    with app.app_context(), reading() as session:
        notice = session.scalars(select(Notice.id).where(Notice.kind == "flag_opened")).one()

    answer = stefan.post(f"/notices/{notice}/read", {"open": "1"})

    assert answer.location == f"/enterprises/{enterprise_id}/gap"
    assert "1 条未读" in stefan.get("/notices").text


def test_everything_is_read_at_once(signed_in, morning):
    stefan = signed_in("stefan")

    stefan.post("/notices/read")

    page = stefan.get("/notices").text
    assert "2 条提醒已标为已读" in page
    assert "条未读" not in page


def test_the_notice_of_an_enterprise_that_went_to_somebody_else_is_not_shown(app, signed_in, morning):
    enterprise_id, _ = morning
    stefan = signed_in("stefan")
    with writing(app) as session:
        maria, lina = make_person(session, "maria").id, make_person(session, "lina").id
        stewards.assign(session, enterprise_id, lina, why="调整", by=maria, on=TODAY)
        notice = session.scalars(select(Notice.id).where(Notice.kind == "flag_opened")).one()

    page = stefan.get("/notices").text

    assert "北京甲有限公司" not in page
    assert "1 条未读" in page
    assert stefan.post(f"/notices/{notice}/read", {"open": "1"}).status_code == 404


def test_a_withdrawn_notice_is_gone(app, signed_in, morning):
    with writing(app) as session:
        session.execute(update(Notice).values(withdrawn_at=clock.now()))

    page = signed_in("stefan").get("/notices").text

    assert "没有提醒" in page


def test_nobody_reads_the_notices_of_another(app, signed_in, morning):
    with app.app_context(), reading() as session:
        notice = session.scalars(select(Notice.id).where(Notice.kind == "night")).one()

    lina = signed_in("lina")

    assert lina.post(f"/notices/{notice}/read").status_code == 404
    assert "没有提醒" in lina.get("/notices").text


def test_choices_are_plain_sentences_and_are_kept(app, signed_in, cast):
    stefan = signed_in("stefan")

    page = stefan.get("/notices/choices").text
    answer = stefan.post("/notices/choices", {"flag_opened-digest": "y", "title_ends-page": "y"})

    assert "我负责或代管的企业的称号快到期了" in page
    assert answer.status_code == 302
    with cast.reading() as session:
        chosen = queries.choices_of(session, cast.person("stefan").id)
    assert chosen[FLAG, NoticeChannel.PAGE] is False
    assert chosen[FLAG, NoticeChannel.DIGEST] is True
    assert chosen[TITLE, NoticeChannel.PAGE] is True
    assert (KIND, NoticeChannel.PAGE) not in chosen
