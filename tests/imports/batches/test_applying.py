"""Writing a register: completely, once, under the right names, and never over what the record knows better."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from crm.audit.models import AuditEvent
from crm.cultivation.models import PoolEntry, Title, TitleEvent
from crm.db import Base
from crm.enterprises.contacts.service import MOBILE_PLACE
from crm.enterprises.facts import values as fact_values
from crm.enterprises.facts.models import EnterpriseFact, FactList, Grade, IntellectualProperty
from crm.enterprises.models import Contact, Enterprise, EnterpriseChange, FigureChange, FormerName, YearlyFigures
from crm.enterprises.search.queries import matching
from crm.enterprises.search.upkeep import index_touched
from crm.errors import CrmError
from crm.imports.batches import life as batches
from crm.imports.batches import queries
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.batches.options import Options
from crm.imports.outcome.report import of
from crm.imports.sheets.findings import FindingKind
from crm.interactions.models import Interaction
from crm.money import FEN_IN_WAN
from crm.people.models import User, UserState
from crm.sealing import unseal
from crm.stewards.models import Assignment, QueueEntry
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.imports.books import CODE, ENTERPRISES, FIELD_KEY, FIGURES, NAME, OTHER_CODE, TITLES, write

WITH_CONTACT = [*ENTERPRISES, "联系人", "职务", "手机", "进入细分市场时间", "战略性新兴产业"]
PROPERTY = ["统一社会信用代码", "类别", "名称", "与主导产品相关"]


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


def count(session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table))


def test_the_whole_register_is_written_in_one_act(session, register, maria):
    written = write(session, register, by=maria, options=Options(create_stewards=True, attest_clean=True))

    tables = {Enterprise: 454, YearlyFigures: 1231, Title: 399, TitleEvent: 399, IntellectualProperty: 627}
    tables |= {Interaction: 680, PoolEntry: 454, Assignment: 426, QueueEntry: 28}
    assert {table: count(session, table) for table in tables} == tables
    assert written.counts["candidates"] == sorted(
        ["单立文", "吴桐", "周立波", "孙悦", "曾晓东", "李秀英", "王建国", "解春梅", "赵敏", "钱进"]
    )
    assert written.counts["attested"] == 454
    assert written.counts["held"] == 0


def test_the_same_import_again_changes_nothing(session, register, maria):
    write(session, register, by=maria, options=Options(create_stewards=True))
    before = {table: count(session, table) for table in Base.__subclasses__() if table is not ImportBatch}

    again = write(session, register, by=maria, options=Options(create_stewards=True), on=TODAY + timedelta(days=1))

    assert again.repeated
    assert {table: count(session, table) for table in before} == before


def test_a_register_that_was_saved_anew_finds_all_its_rows_in_the_record(session, register, maria):
    write(session, register, by=maria, options=Options(create_stewards=True))
    tables = (YearlyFigures, FigureChange, Title, IntellectualProperty, Interaction, Contact, EnterpriseFact)
    before = {table: count(session, table) for table in tables}

    again = write(session, replace(register, hidden_sheets=["别的"]), by=maria, options=Options(create_stewards=True))

    assert not again.repeated
    assert {(row["new"], row["changed"]) for row in again.counts["sheets"].values()} == {(0, 0)}
    assert {table: count(session, table) for table in tables} == before


def test_an_import_leaves_two_rows_in_the_audit_chain_received_and_applied(session, staged, maria):
    session.info.clear()

    write(session, staged({"企业台账": [ENTERPRISES, [NAME, CODE]]}), by=maria)

    acts = session.info["audit.pending"]
    assert [(act.action, act.actor) for act in acts] == [("import.received", maria.id), ("import.applied", maria.id)]
    assert acts[1].detail["counts"]["sheets"]["企业台账"] == {"new": 1, "changed": 0, "same": 0}
    assert count(session, AuditEvent) == 0 or NAME not in str(acts)


def test_figures_are_self_declared_and_say_where_they_come_from(session, staged, maria):
    rows = [[*FIGURES, "数据来源"], [NAME, CODE, 2025, "1,200.5", None, -3, 12, "审计报告"]]

    write(session, staged({"企业台账": [ENTERPRISES, [NAME, CODE]], "经营指标": rows}), by=maria)

    figures = session.scalars(select(YearlyFigures)).one()
    assert (figures.revenue, figures.revenue_grade) == (12005 * FEN_IN_WAN // 10, Grade.SELF_DECLARED)
    assert (figures.rd_expense, figures.rd_expense_grade) == (None, None)
    changes = session.scalars(select(FigureChange).order_by(FigureChange.id)).all()
    assert [(change.field, change.old, change.new) for change in changes] == [
        ("revenue", None, 12005 * FEN_IN_WAN // 10),
        ("net_profit", None, -3 * FEN_IN_WAN),
        ("employees", None, 12),
    ]
    assert changes[0].source == "登记册导入：register.xlsx：审计报告"


def test_a_changed_figure_keeps_what_was_there_and_a_blank_erases_nothing(session, staged, maria):
    first = {"企业台账": [ENTERPRISES, [NAME, CODE]], "经营指标": [FIGURES, [NAME, CODE, 2025, 5, 6]]}
    write(session, staged(first), by=maria)

    written = write(session, staged({"经营指标": [FIGURES, [NAME, CODE, 2025, 7, None]]}), by=maria)

    figures = session.scalars(select(YearlyFigures)).one()
    assert (figures.revenue, figures.rd_expense) == (7 * FEN_IN_WAN, 6 * FEN_IN_WAN)
    assert written.counts["sheets"]["经营指标"] == {"new": 0, "changed": 1, "same": 0}
    last = session.scalars(select(FigureChange).order_by(FigureChange.id.desc())).first()
    assert (last.old, last.new) == (5 * FEN_IN_WAN, 7 * FEN_IN_WAN)


def test_an_audited_figure_is_not_overwritten_by_a_register(session, staged, maria):
    book = {"企业台账": [ENTERPRISES, [NAME, CODE]], "经营指标": [FIGURES, [NAME, CODE, 2025, 5]]}
    write(session, staged(book), by=maria)
    session.scalars(select(YearlyFigures)).one().revenue_grade = Grade.AUDITED

    written = write(session, staged({"经营指标": [FIGURES, [NAME, CODE, 2025, 7]]}), by=maria)

    assert session.scalars(select(YearlyFigures)).one().revenue == 5 * FEN_IN_WAN
    assert [finding.reason for finding in of(written.staged, FindingKind.KEPT)] == ["figure_kept"]


def test_a_street_of_another_district_is_kept_with_a_warning(session, staged, maria):
    book = {"企业台账": [ENTERPRISES, [NAME, CODE, "古城街道"], ["北京星博有限公司", OTHER_CODE, "中关村街道"]]}

    written = write(session, staged(book), by=maria)

    assert [(one.row, one.reason) for one in of(written.staged, FindingKind.WARNING)] == [(3, "street_unknown")]
    assert set(session.scalars(select(Enterprise.street))) == {"古城", "中关村"}


def test_a_renamed_enterprise_keeps_its_former_name(session, staged, maria):
    write(session, staged({"企业台账": [ENTERPRISES, [NAME, CODE, "古城"]]}), by=maria)

    write(session, staged({"企业台账": [ENTERPRISES, ["北京蓝星有限公司", CODE, None, "新材料"]]}), by=maria)

    enterprise = session.scalars(select(Enterprise)).one()
    assert (enterprise.name, enterprise.street, enterprise.main_product) == ("北京蓝星有限公司", "古城", "新材料")
    assert session.scalars(select(FormerName.name)).all() == [NAME]
    index_touched(session)
    assert session.scalars(select(Enterprise.id).where(matching(NAME))).all() == [enterprise.id]
    assert set(session.scalars(select(EnterpriseChange.field))) == {"name", "main_product"}


def test_facts_and_contacts_are_dated_rows_with_their_evidence(session, staged, maria):
    row = [NAME, CODE, "古城", "新材料", None, None, "张芳", "总经理", 13887825707, "2019年10月", "√"]

    write(session, staged({"企业台账": [WITH_CONTACT, row]}), by=maria)

    facts = {fact.fact: fact for fact in session.scalars(select(EnterpriseFact))}
    assert {name: fact.value for name, fact in facts.items()} == {
        "niche_started_on": '"2019-10-01"',
        "strategic_emerging": "true",
    }
    assert (facts["strategic_emerging"].recorded_by, facts["strategic_emerging"].from_date) == (maria.id, TODAY)
    contact = session.scalars(select(Contact)).one()
    assert (contact.name, contact.mobile_last4, contact.telephone, contact.is_primary) == ("张芳", "5707", None, True)
    assert unseal(contact.mobile_sealed, key=FIELD_KEY, place=MOBILE_PLACE) == "13887825707"


def test_a_fact_that_changes_ends_the_row_that_was(session, staged, maria):
    row = [NAME, CODE, None, None, None, None, None, None, None, None]
    write(session, staged({"企业台账": [WITH_CONTACT, [*row, "是"]]}), by=maria)

    write(session, staged({"企业台账": [WITH_CONTACT, [*row, "否"]]}), by=maria, on=TODAY + timedelta(days=1))

    facts = session.scalars(select(EnterpriseFact).order_by(EnterpriseFact.id)).all()
    assert [(fact.value, fact.replaced_on) for fact in facts] == [
        ("true", TODAY + timedelta(days=1)),
        ("false", None),
    ]


def test_cleanness_is_recorded_with_person_and_date_and_overrides_nothing(session, staged, maria):
    book = staged({"企业台账": [ENTERPRISES, [NAME, CODE]]})
    write(session, book, by=maria)
    enterprise = session.scalars(select(Enterprise)).one()
    listed = EnterpriseFact(
        enterprise_id=enterprise.id, fact="compliance.abnormal_list", value="true", from_date=TODAY
    )
    listed.recorded_on = TODAY
    session.add(listed)
    session.flush()

    write(session, book, by=maria, options=Options(attest_clean=True))

    facts = {fact.fact: fact for fact in session.scalars(select(EnterpriseFact))}
    assert facts["compliance.abnormal_list"].value == "true"
    assert facts["compliance.serious_incident"].value == "false"
    assert facts["compliance.serious_incident"].recorded_by == maria.id
    assert len(facts) == 4


@pytest.mark.parametrize(
    ("complete", "known"),
    [
        (("称号",), {(CODE, "recognitions"), (OTHER_CODE, "recognitions")}),
        ((), set()),
        (
            ("称号", "知识产权"),
            {(code, kind) for code in (CODE, OTHER_CODE) for kind in ("recognitions", "intellectual_property")},
        ),
    ],
)
def test_only_a_sheet_declared_complete_says_that_nothing_is_missing(session, staged, maria, complete, known):
    book = {
        "企业台账": [ENTERPRISES, [NAME, CODE], ["北京星博有限公司", OTHER_CODE]],
        "称号": [TITLES, [NAME, CODE, "创新型", "2024-03-15", None]],
        "知识产权": [PROPERTY, [OTHER_CODE, "Ⅰ", "一种装置", "是"]],
    }

    write(session, staged(book), by=maria, options=Options(complete=complete))

    lists = select(Enterprise.credit_code, FactList.kind).join(FactList, FactList.enterprise_id == Enterprise.id)
    assert {(row.credit_code, row.kind.value) for row in session.execute(lists)} == known


def test_a_title_is_written_with_its_grant_and_its_recorded_end_stays(session, staged, maria):
    book = {"企业台账": [ENTERPRISES, [NAME, CODE]], "称号": [TITLES, [NAME, CODE, "小巨人", "2023-03-15", None]]}
    write(session, staged(book), by=maria)
    title = session.scalars(select(Title)).one()
    title.expires_on = date(2029, 3, 14)

    written = write(session, replace(staged(book), hidden_sheets=["x"]), by=maria)

    assert session.scalars(select(Title.expires_on)).one() == date(2029, 3, 14)
    assert [finding.reason for finding in of(written.staged, FindingKind.KEPT)] == ["title_end_kept"]
    event = session.scalars(select(TitleEvent)).one()
    assert (event.kind, event.happened_on) == ("granted", date(2023, 3, 15))


def test_rows_of_an_enterprise_nobody_knows_are_rejected(session, staged, maria):
    written = write(session, staged({"经营指标": [FIGURES, [NAME, CODE, 2025, 5]]}), by=maria)

    assert count(session, YearlyFigures) == 0
    assert [finding.reason for finding in of(written.staged, FindingKind.REJECTED)] == ["enterprise_unknown"]


def test_an_import_without_a_person_stands_under_the_command_line(session, staged):
    write(session, staged({"企业台账": [ENTERPRISES, [NAME, CODE]]}))

    account = session.scalars(select(User)).one()
    assert (account.staff_number, account.state) == ("import", UserState.DISABLED)
    assert session.scalars(select(PoolEntry.admitted_by)).one() == account.id


def test_a_batch_that_was_previewed_is_taken_once(session, staged, maria):
    batch = batches.receive(session, "a.xlsx", "0" * 64, 1, by=maria.id, at=NOW)
    batch.state = BatchState.PREVIEWED
    session.flush()

    batches.claim(session, batch.id, Options(), by=maria.id, at=NOW)

    assert queries.get(session, batch.id).state is BatchState.APPLYING
    with pytest.raises(CrmError, match="import_not_open"):
        batches.claim(session, batch.id, Options(), by=maria.id, at=NOW)


def test_every_fact_an_import_writes_is_one_the_engine_reads(session, register, maria):
    write(session, register, by=maria, options=Options(attest_clean=True))

    facts = session.execute(select(EnterpriseFact.fact, EnterpriseFact.value).distinct())
    for fact, value in facts:
        assert fact_values.write_value(fact, fact_values.read_value(value)) == value
