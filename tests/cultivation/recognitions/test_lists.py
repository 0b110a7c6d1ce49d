"""Published lists: what a paste says, whom a line may be, and what becomes of each line."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from crm.cultivation.models import Tier, Title
from crm.cultivation.recognitions import queries, service
from crm.cultivation.recognitions.heading import ListHeading
from crm.cultivation.recognitions.models import LineDecision, ListPurpose, RecognitionLine, RecognitionList
from crm.cultivation.recognitions.reading import PrintedLine
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles.bars import RevocationCause
from crm.enterprises.identity.credit_codes import made_up_code
from crm.enterprises.models import Enterprise, FormerName
from crm.errors import CrmError
from tests.cast import make_person
from tests.conftest import NOW
from tests.cultivation.applications.making import make_application, recommended_review
from tests.cultivation.titles.test_titles import LADDER
from tests.makers import TODAY, make_enterprise, make_title

DECIDED = date(2026, 11, 2)
CODE = made_up_code(41)


def lines(*names):
    return [PrintedLine(name) for name in names]


def receive(session, printed, purpose=ListPurpose.RECOGNISED, **about):
    heading = ListHeading("京经信发〔2026〕9号", purpose, Tier.SRDI, about.pop("decided_on", DECIDED), **about)
    return service.receive(session, heading, printed, by=make_person(session, "maria").id, on=TODAY)


def decide(session, received, numbers, decision=LineDecision.TAKEN):
    by = make_person(session, "maria").id
    return service.decide_lines(session, received, numbers, decision, by=by, on=TODAY)


def apply(session, received):
    by = make_person(session, "maria").id
    return service.apply(session, received, ladder=LADDER, by=by, on=TODAY, at=NOW)


def matches(session, received):
    rows = select(RecognitionLine.enterprise_id, RecognitionLine.matched_by).where(
        RecognitionLine.list_id == received.id
    )
    return [tuple(row) for row in session.execute(rows.order_by(RecognitionLine.number))]


def test_a_code_decides_before_a_name_and_a_name_before_a_former_one(session):
    by_code = make_enterprise(session, "北京新名有限公司", credit_code=CODE)
    by_name = make_enterprise(session, "北京乙(集团)有限公司")
    renamed = make_enterprise(session, "北京改名后有限公司")
    session.add(FormerName(enterprise_id=renamed.id, name="北京改名前有限公司", until=TODAY))
    session.flush()

    received = receive(
        session,
        [
            PrintedLine("北京旧名有限公司", CODE),
            *lines("北京乙（集团）有限公司", "北京改名前有限公司", "北京无名公司"),
        ],
    )

    assert matches(session, received) == [
        (by_code.id, "code"),
        (by_name.id, "name"),
        (renamed.id, "former_name"),
        (None, None),
    ]


def test_a_code_nobody_has_is_not_overruled_by_a_name(session):
    make_enterprise(session, "北京同名有限公司")

    received = receive(session, [PrintedLine("北京同名有限公司", CODE)])

    assert matches(session, received) == [(None, None)]


def test_a_name_that_two_bear_proposes_nobody_and_names_both(session):
    pair = [make_enterprise(session, "北京同名有限公司") for _ in range(2)]

    received = receive(session, lines("北京同名有限公司"))

    assert matches(session, received) == [(None, None)]
    assert [one.id for one in queries.candidates(session, ["北京同名有限公司"])["北京同名有限公司"]] == [
        one.id for one in pair
    ]


def test_the_same_list_in_another_order_under_another_name_is_known(session):
    receive(session, lines("北京甲有限公司", "北京乙有限公司"))

    with pytest.raises(CrmError, match="list_known") as refused:
        receive(session, lines("北京乙有限公司", "北京甲有限公司"))

    assert refused.value.values == {"document": "京经信发〔2026〕9号", "day": TODAY}
    assert session.scalar(select(func.count()).select_from(RecognitionList)) == 1


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"decided_on": TODAY + timedelta(days=1)}, "title_day_ahead"),
        ({"purpose": ListPurpose.REVOKED}, "revocation_needs_cause"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(session, about, code):
    with pytest.raises(CrmError, match=code):
        receive(session, lines("北京甲有限公司"), **about)


def test_every_line_is_decided_before_anything_is_done(session):
    make_enterprise(session, "北京甲有限公司")
    received = receive(session, lines("北京甲有限公司", "北京无名公司"))
    decide(session, received, {1})

    with pytest.raises(CrmError, match="list_undecided"):
        apply(session, received)

    assert session.scalar(select(func.count()).select_from(Title)) == 0


def test_a_line_that_is_nobody_cannot_be_taken(session):
    received = receive(session, lines("北京无名公司"))

    assert decide(session, received, {1}) == 0


def test_recognition_makes_titles_and_takes_into_the_pool(session):
    inside, outside = (
        make_enterprise(session, "北京甲有限公司"),
        make_enterprise(session, "北京乙有限公司", in_pool=False),
    )
    received = receive(session, lines("北京甲有限公司", "北京乙有限公司", "北京无名公司"))
    decide(session, received, {1, 2})
    decide(session, received, {3}, LineDecision.LEFT_OUT)

    assert apply(session, received) == (2, 0)

    for enterprise in (inside, outside):
        title = title_queries.titles(session, enterprise.id)[0]
        assert (title.tier, title.granted_on, title.expires_on) == ("srdi", DECIDED, date(2029, 11, 1))
        assert title.document == "京经信发〔2026〕9号"
    assert title_queries.open_entry(session, outside.id).reason == "京经信发〔2026〕9号"
    assert received.applied_on == TODAY


def test_what_cannot_be_done_keeps_its_reason_and_everything_else_is_done_once(session):
    free, held = make_enterprise(session, "北京甲有限公司"), make_enterprise(session, "北京乙有限公司")
    make_title(session, held, Tier.SRDI)
    received = receive(session, lines("北京甲有限公司", "北京乙有限公司"))
    decide(session, received, {1, 2})

    first = apply(session, received)
    refused = service.line_of(session, received.id, 2)
    code = refused.refusal["code"]
    decide(session, received, {2}, LineDecision.LEFT_OUT)
    second = apply(session, received)

    assert (first, second, code) == ((1, 1), (0, 0), "title_already_valid")
    assert len(title_queries.titles(session, free.id)) == len(title_queries.titles(session, held.id)) == 1
    with pytest.raises(CrmError, match="list_applied"):
        apply(session, received)


def test_the_number_of_a_certificate_stays_with_the_title_and_the_one_before_with_its_review(session):
    enterprise = make_enterprise(session, "北京甲有限公司")
    first = [PrintedLine("北京甲有限公司", certificate="2023-7")]
    later = [PrintedLine("北京甲有限公司", certificate="2026-9")]
    granted = receive(session, first, decided_on=date(2023, 10, 1))
    passed = receive(session, later, ListPurpose.REVIEW_PASSED)

    decide(session, granted, {1})
    apply(session, granted)
    [title] = title_queries.titles(session, enterprise.id)
    at_first = title.certificate
    decide(session, passed, {1})
    apply(session, passed)

    assert (at_first, title.certificate) == ("2023-7", "2026-9")
    assert title_queries.certificates_held(session, [enterprise.id], TODAY) == {(enterprise.id, Tier.SRDI): "2026-9"}
    details = [event.detail for event in title_queries.events(session, enterprise.id)]
    assert {"certificate": "2026-9", "certificate_before": "2023-7"}.items() <= details[0].items()


@pytest.mark.parametrize(
    ("purpose", "cause", "end"),
    [(ListPurpose.REVIEW_PASSED, None, date(2029, 9, 30)), (ListPurpose.REVIEW_FAILED, None, date(2026, 9, 30))],
)
def test_a_review_list_after_the_old_end_renews_or_ends(session, purpose, cause, end):
    enterprise = make_enterprise(session, "北京甲有限公司")
    title = make_title(session, enterprise, Tier.SRDI, date(2023, 10, 1), date(2026, 9, 30))
    received = receive(session, lines("北京甲有限公司"), purpose, cause=cause)
    decide(session, received, {1})

    assert apply(session, received) == (1, 0)

    assert title.expires_on == end
    assert service.line_of(session, received.id, 1).title_id == title.id


def test_a_revocation_list_takes_titles_back_with_its_cause(session):
    enterprise = make_enterprise(session, "北京甲有限公司")
    title = make_title(session, enterprise, Tier.SRDI)
    received = receive(session, lines("北京甲有限公司"), ListPurpose.REVOKED, cause=RevocationCause.FALSIFIED)
    decide(session, received, {1})

    apply(session, received)

    assert title.revoked_on == DECIDED
    event = next(one for one in title_queries.events(session, enterprise.id) if one.kind == "revoked")
    assert event.detail == {"why": "京经信发〔2026〕9号", "cause": "falsified"}


@pytest.mark.parametrize(
    ("state", "decided_on", "after"),
    [
        ("recommended", TODAY, "granted"),
        ("recommended", TODAY - timedelta(days=1), "recommended"),
        ("publicity", TODAY, "publicity"),
        ("submitted", TODAY, "submitted"),
    ],
)
def test_a_list_grants_the_application_it_decides(session, state, decided_on, after):
    application = make_application(session, state)
    enterprise = session.get_one(Enterprise, application.enterprise_id)
    received = receive(session, lines(enterprise.name), decided_on=decided_on)
    decide(session, received, {1})

    assert apply(session, received) == (1, 0)

    title_id = service.line_of(session, received.id, 1).title_id
    assert (application.state, application.title_id) == (after, title_id if after == "granted" else None)


def test_a_list_of_reviews_grants_the_application_for_the_review(session):
    application, title = recommended_review(session)
    name = session.get_one(Enterprise, application.enterprise_id).name
    received = receive(session, lines(name), ListPurpose.REVIEW_PASSED, decided_on=TODAY)
    decide(session, received, {1})

    assert apply(session, received) == (1, 0)

    assert (application.state, application.title_id, title.expires_on) == ("granted", title.id, date(2030, 2, 28))


@pytest.mark.parametrize("purpose", [ListPurpose.REVIEW_PASSED, ListPurpose.REVIEW_FAILED])
def test_a_review_without_a_title_is_refused_in_its_line(session, purpose):
    make_enterprise(session, "北京甲有限公司")
    received = receive(session, lines("北京甲有限公司"), purpose)
    decide(session, received, {1})

    assert apply(session, received) == (0, 1)
    assert service.line_of(session, received.id, 1).refusal["code"] == "list_without_title"


def test_two_lines_never_stand_for_one_enterprise(session):
    enterprise = make_enterprise(session, "北京甲有限公司")
    received = receive(session, lines("北京甲有限公司", "北京另写公司"))
    decide(session, received, {1})

    with pytest.raises(CrmError, match="list_line_twice"):
        service.match_line(session, received, 2, enterprise, by=make_person(session, "maria").id, on=TODAY)


def test_every_line_is_in_exactly_one_part(session):
    for name in ("北京甲有限公司", "北京乙有限公司", "北京丙有限公司"):
        make_enterprise(session, name)
    received = receive(
        session, lines("北京甲有限公司", "北京乙有限公司", "北京丙有限公司", "北京无名公司", "北京别名公司")
    )
    decide(session, received, {1})
    decide(session, received, {5}, LineDecision.LEFT_OUT)

    counts = queries.counts_of(session, received.id)

    assert counts == {"open": 2, "unmatched": 1, "taken": 1, "left_out": 1, "done": 0, "certificates": 0}
    for part, number in counts.items():
        assert len(queries.lines_of(session, received.id, part)) == number
