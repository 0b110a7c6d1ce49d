"""The papers of an application: filled from the record, given to people by a day, waived; and the night's part."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.config import materials
from crm.config.materials import material_rules, material_source, materials_for, read_materials, read_sources
from crm.config.settings import SettingsError
from crm.config.working_days import due, due_before, is_working_day
from crm.cultivation.applications.jobs import keep_applications
from crm.cultivation.applications.judging import Submission
from crm.cultivation.applications.materials.checklist import checklist_of
from crm.cultivation.applications.materials.models import ApplicationMaterial
from crm.cultivation.applications.materials.service import (
    ask_for_material,
    askable,
    reopen_material,
    take_down_material,
    waive_material,
)
from crm.cultivation.applications.service import submit_application
from crm.desk.applications.material_page import word_source
from crm.enterprises.facts.models import Grade
from crm.errors import CrmError
from crm.notifications.models import Notice
from crm.people.models import UserState
from crm.work import Turn
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.cultivation.applications.making import AUTUMN, ENDED, act_on, begin, standards, submit
from tests.cultivation.srdi import make_candidate

DAY = timedelta(days=1)


def states(session, application):
    return {line.material.material: line.state.value for line in checklist_of(session, application, AUTUMN)}


def paper(session, application, name):
    return session.scalars(
        select(ApplicationMaterial).where(
            ApplicationMaterial.application_id == application.id, ApplicationMaterial.material == name
        )
    ).one()


def night(session, on):
    return keep_applications(session, Turn(on, NOW), standards().library.ladder)


def test_the_checklist_is_that_of_title_and_purpose_filled_from_the_record(session):
    application = begin(session)

    assert states(session, application) == {
        "form": "missing",
        "licence": "missing",
        "audit": "filled",
        "property": "filled",
        "score": "filled",
        "title": "filled",
        "credit": "missing",
    }


def test_figures_nobody_audited_fill_nothing(session):
    application = begin(session, make_candidate(session, grade=Grade.SELF_DECLARED))

    assert states(session, application)["audit"] == "missing"


def test_a_gap_is_due_so_many_working_days_before_the_window_closes(session):
    application = begin(session)

    lines = {line.material.material: line.due_on for line in checklist_of(session, application, AUTUMN)}

    assert lines["form"] == date(2026, 11, 25)  # three working days before Monday the 30th
    assert lines["credit"] == date(2026, 11, 23)


@pytest.mark.parametrize("days", [0, 1, 5, 10])
@pytest.mark.parametrize("last", [date(2026, 2, 28), date(2026, 10, 8), date(2026, 11, 29), date(2026, 11, 30)])
def test_counting_back_and_forth_over_holidays_comes_to_the_same_day(last, days):
    day = due_before(last, days)

    assert is_working_day(day)
    assert due(day, days) == (last if is_working_day(last) else due_before(last, 0)) or days == 0


def test_a_paper_is_given_to_somebody_who_is_told_once_and_again_when_its_day_is_there(session):
    application = begin(session)
    stefan, maria = make_person(session, "stefan"), make_person(session, "maria")
    form = paper(session, application, "form")

    ask(session, application, form, stefan, TODAY + DAY, by=maria)
    night(session, TODAY)
    assert steps_told(session) == ["asked"]
    night(session, TODAY + DAY)
    night(session, TODAY + DAY)
    assert steps_told(session) == ["asked", "due"]
    take_down_material(session, application, form.id, note="原件已收", by=stefan.id, on=TODAY)
    night(session, TODAY + DAY)

    assert states(session, application)["form"] == "ready"
    assert steps_told(session) == []


def test_nobody_is_told_of_a_paper_that_the_record_stands_for(session):
    application = begin(session)
    stefan, maria = make_person(session, "stefan"), make_person(session, "maria")
    assert states(session, application)["score"] == "filled"

    ask(session, application, paper(session, application, "score"), stefan, TODAY, by=maria)
    night(session, TODAY)

    assert steps_told(session) == []


def ask(session, application, material, whom, due_on, *, by):
    ask_for_material(session, application, material.id, whom.id, due_on, text="申请书", by=by.id, on=TODAY, at=NOW)


def steps_told(session):
    standing = Notice.kind == "application_material", Notice.withdrawn_at.is_(None)
    return [notice.values["step"] for notice in session.scalars(select(Notice).where(*standing).order_by(Notice.id))]


def test_a_paper_is_given_to_nobody_who_does_not_see_the_enterprise_and_for_no_past_day(session):
    application = begin(session)
    form, stefan = paper(session, application, "form"), make_person(session, "stefan")

    with pytest.raises(CrmError, match="material_asked_of_stranger"):
        ask(session, application, form, make_person(session, "lina"), TODAY, by=stefan)
    with pytest.raises(CrmError, match="material_due_past"):
        ask(session, application, form, stefan, TODAY - DAY, by=stefan)
    other = begin(session, make_candidate(session, "北京旁的科技有限公司"))
    with pytest.raises(CrmError, match="not_found"):
        ask(session, other, form, stefan, TODAY, by=stefan)


def test_who_lost_the_account_meanwhile_is_named_and_a_candidate_is_not_offered(session):
    application = begin(session)
    form = paper(session, application, "form")
    stefan, maria = make_person(session, "stefan"), make_person(session, "maria")

    for state in (UserState.CANDIDATE, UserState.DISABLED):
        stefan.state = state
        session.flush()
        with pytest.raises(CrmError, match="material_asked_of_inactive") as refused:
            ask(session, application, form, stefan, TODAY, by=maria)

    assert refused.value.values == {"name": "Stefan"}
    assert askable(session, application.enterprise_id, on=TODAY) == [maria.id]


def test_nothing_is_submitted_while_a_paper_is_missing(session):
    application = begin(session)
    stefan = make_person(session, "stefan").id

    with pytest.raises(CrmError, match="application_materials_missing") as refusal:
        submit_application(session, application.id, Submission(), standards(), by=stefan, on=TODAY, at=NOW)
    assert refusal.value.values["what"] == "平台申请书（盖章）；营业执照副本；信用承诺书"
    for name in ("form", "licence"):
        take_down_material(
            session, application, paper(session, application, name).id, note="原件已收", by=stefan, on=TODAY
        )
    waive_material(session, application, paper(session, application, "credit").id, why="已备案", by=stefan, on=TODAY)

    submit_application(session, application.id, Submission(), standards(), by=stefan, on=TODAY, at=NOW)

    with pytest.raises(CrmError, match="material_of_submitted"):
        reopen_material(session, application, paper(session, application, "credit").id, by=stefan)


def test_one_reason_never_takes_the_place_of_another(session):
    application = begin(session)
    stefan = make_person(session, "stefan").id
    credit = paper(session, application, "credit")
    waive_material(session, application, credit.id, why="已备案", by=stefan, on=TODAY)

    with pytest.raises(CrmError, match="material_settled"):
        waive_material(session, application, credit.id, why="另一个理由", by=stefan, on=TODAY)
    with pytest.raises(CrmError, match="material_settled"):
        take_down_material(session, application, credit.id, note="原件已收", by=stefan, on=TODAY)

    assert credit.waived_why == "已备案"


def test_whoever_does_not_submit_while_the_window_is_open_has_missed_it(session):
    application = begin(session)

    night(session, AUTUMN.until)
    assert application.state == "prepared"
    report = night(session, ENDED)

    assert (application.state, application.closed_on) == ("missed", ENDED)
    assert [line.kind for line in report.lines] == ["application_missed"]
    assert night(session, ENDED + DAY).lines == []


def test_one_sent_back_or_begun_after_the_window_has_not_missed_it(session):
    returned = submit(session, begin(session))
    act_on(session, returned, "send_back")
    late = begin(session, make_candidate(session, "北京迟到科技有限公司"), on=ENDED)

    night(session, ENDED + DAY)

    assert (returned.state, late.state) == ("prepared", "prepared")


def test_every_title_and_purpose_has_papers_and_a_broken_file_names_its_line(tmp_path):
    assert all(materials_for(target, purpose) for target in ("innovative", "srdi") for purpose in ("new", "review"))
    text = """materials:
  - id: form
    targets: [srdi]
    purposes: [new]
    days_before: 3
    known_by: rumour
    text: {zh: 表, en: Form}
"""
    broken = tmp_path / "materials.yaml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"materials.yaml:6: unknown word 'rumour'"):
        read_materials(broken)
    twice = tmp_path / "twice.yaml"
    entry = text.replace("    known_by: rumour\n", "").removeprefix("materials:\n")
    twice.write_text(f"materials:\n{entry}{entry}", encoding="utf-8")
    with pytest.raises(SettingsError, match="written twice"):
        read_materials(twice)
    assert len({rule.id for rule in material_rules()}) == len(material_rules())


CONFIRMED = """sources:
  - targets: [srdi]
    purposes: [new]
    document: 京经信发〔2027〕9号
    confirmed_by: 政策专员
    confirmed_on: 2027-03-01
materials: []
"""


def test_a_list_that_somebody_held_against_a_notice_names_it_and_any_other_is_our_own(tmp_path, monkeypatch):
    file = tmp_path / "materials.yaml"
    file.write_text(CONFIRMED, encoding="utf-8")
    monkeypatch.setattr(materials, "MATERIALS", file)

    source = material_source("srdi", "new")

    assert (source.document, source.confirmed_by, source.confirmed_on) == (
        "京经信发〔2027〕9号",
        "政策专员",
        date(2027, 3, 1),
    )
    assert material_source("srdi", "review") is None
    assert word_source("srdi", "new") == ("材料清单依据 京经信发〔2027〕9号，政策专员 于 2027-03-01 核对。", "note")
    assert "自拟" in word_source("little_giant", "new")[0]


def test_two_notices_never_speak_for_the_same_papers(tmp_path):
    file = tmp_path / "materials.yaml"
    entry = CONFIRMED.removeprefix("sources:\n").removesuffix("materials: []\n")
    file.write_text(f"sources:\n{entry}{entry}materials: []\n", encoding="utf-8")

    with pytest.raises(SettingsError, match="two sources"):
        read_sources(file)
