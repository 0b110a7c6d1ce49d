"""Only the room that owns a table writes it: here stand all tables with their owners, and everybody else asks a verb.

Looks at what the code says, and, while a whole register is imported, at which file sets a column of a row.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import event

from crm.db import Base
from crm.imports.batches.options import Options
from tests.architecture.sources import CRM, ROOT, Source, application
from tests.cast import make_person
from tests.imports.books import SHORT, stage, write

OWNERS = {
    "application_events": "cultivation/applications",
    "application_materials": "cultivation/applications/materials",
    "material_attachments": "cultivation/applications/materials",
    "application_judgements": "cultivation/applications",
    "applications": "cultivation/applications",
    "assignments": "stewards",
    "attachments": "attachments",
    "audit_events": "audit",
    "batch_writes": "imports/undo",
    "beneficiaries": "awards",
    "calendar_feeds": "desk/calendar",
    "award_accounts": "awards",
    "certificates": "enterprises",
    "budgets": "awards",
    "claim_attachments": "awards",
    "claim_events": "awards",
    "claim_evidence": "awards",
    "claims": "awards",
    "payment_batch_lines": "awards",
    "payment_batches": "awards",
    "column_maps": "imports/columns",
    "contacts": "enterprises",
    "contest_entries": "enterprises",
    "demand_attachments": "demands",
    "demand_departments": "demands",
    "demand_events": "demands",
    "demand_reminders": "demands",
    "demands": "demands",
    "rechecks": "demands",
    "joint_matters": "demands",
    "joint_matter_demands": "demands",
    "joint_meetings": "demands",
    "joint_agenda_items": "demands",
    "joint_resolutions": "demands",
    "resolution_reminders": "demands",
    "departments": "people",
    "current_facts": "enterprises",
    "enterprise_changes": "enterprises",
    "enterprise_facts": "enterprises",
    "enterprise_letters": "enterprises/letters",
    "letter_mailings": "enterprises/letters",
    "enterprises": "enterprises",
    "equity_rounds": "enterprises",
    "evaluations": "cultivation/night",
    "judging_marks": "cultivation/night",
    "judging_days": "cultivation/night",
    "judged_nights": "cultivation/night",
    "fact_attachments": "enterprises",
    "fact_lists": "enterprises",
    "figure_changes": "enterprises",
    "flags": "cultivation/flags",
    "flag_events": "cultivation/flags",
    "former_names": "enterprises",
    "former_passwords": "people",
    "handover_events": "desk/handover",
    "service_plan_item_events": "interactions",
    "service_plan_items": "interactions",
    "service_plans": "interactions",
    "service_team_members": "interactions",
    "handover_items": "desk/handover",
    "handovers": "desk/handover",
    "import_batches": "imports/batches",
    "intellectual_property": "enterprises",
    "interaction_photos": "interactions",
    "interaction_participants": "interactions",
    "interactions": "interactions",
    "job_chunks": "jobs",
    "job_runs": "jobs",
    "leave_cover_events": "stewards",
    "leave_covers": "stewards",
    "login_attempts": "people",
    "measure_texts": "awards",
    "notice_choices": "notifications",
    "notice_channels": "notifications/channels",
    "deliveries": "notifications",
    "outbox": "notifications",
    "password_resets": "people",
    "briefing_enterprises": "interactions",
    "briefings": "interactions",
    "quiet_periods": "interactions",
    "planned_contact_events": "interactions",
    "planned_contacts": "interactions",
    "payment_declarations": "awards",
    "payments": "awards",
    "platform_scores": "enterprises",
    "pool_entries": "cultivation/pool",
    "pool_proposals": "cultivation/pool",
    "pool_terms": "cultivation/pool",
    "pool_snapshots": "cultivation/night",
    "queue_entries": "stewards",
    "recognition_lines": "cultivation/recognitions",
    "recognition_lists": "cultivation/recognitions",
    "referrals": "awards",
    "roles": "people",
    "rulebook_texts": "cultivation/night",
    "science_awards": "enterprises",
    "search_terms": "enterprises/search",
    "sessions": "people",
    "standing_counts": "standings",
    "standing_days": "standings",
    "standings": "standings",
    "title_attachments": "cultivation/titles",
    "title_duties": "cultivation/duties",
    "title_events": "cultivation/titles",
    "titles": "cultivation/titles",
    "told_episodes": "cultivation/reminders",
    "users": "people",
    "window_candidates": "cultivation/windows",
    "window_openings": "cultivation/windows",
    "window_texts": "cultivation/windows",
    "yearly_figures": "enterprises",
}
# Functions that write the table they are given.
WRITING = {"insert", "update", "delete", "insert_once", "add_rows", "append", "stamp"}


def tables() -> dict[str, str]:
    """The table of each mapped class, by the class's name and module: names alone occur twice."""
    return {
        f"{each.class_.__module__}.{each.class_.__name__}": str(each.local_table) for each in Base.registry.mappers
    }


def names_of_models(tree: ast.AST) -> dict[str, str]:
    """What each name of a file stands for, where it is a mapped class."""
    known = tables()
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                table = known.get(f"{node.module}.{alias.name}")
                if table:
                    names[alias.asname or alias.name] = table
    return names


def writes_of(source: Source) -> Iterator[tuple[int, str]]:
    """Line and table of every row a file makes and every statement by which it changes a table."""
    models = names_of_models(source.tree)
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in models:
            yield node.lineno, models[node.func.id]
        if ast.unparse(node.func).rsplit(".", 1)[-1] in WRITING:
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                if isinstance(argument, ast.Name) and argument.id in models:
                    yield node.lineno, models[argument.id]


def strangers(source: Source) -> list[str]:
    """The writes of a file to tables that are not its room's."""
    return [
        f"{source.name}:{line} writes {table}, which is for {OWNERS[table]}"
        for line, table in writes_of(source)
        if not source.path.is_relative_to(CRM / OWNERS[table])
    ]


def test_every_table_has_one_owner():
    assert set(Base.metadata.tables) == set(OWNERS)
    assert [room for room in OWNERS.values() if not (CRM / room).is_dir()] == []


def test_nobody_writes_the_tables_of_another_room():
    assert [write for source in application() for write in strangers(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        "from crm.cultivation.models import Title\n\nsession.add(Title(tier='srdi'))\n",
        "from crm.cultivation.models import Title as Other\n\nsession.execute(insert(Other), rows)\n",
        "from crm.stewards.models import QueueEntry\n\nupdate(QueueEntry).where().values(left_on=None)\n",
        "from crm.enterprises.models import Contact\nfrom sqlalchemy import sql\n\nsql.delete(Contact)\n",
        "from crm.people.models import User\nfrom crm.db import add_rows\n\nadd_rows(session, User, rows)\n",
        "from crm.cultivation.models import Flag\nfrom crm.sql import columns\n\ncolumns.stamp(session, Flag, ids)\n",
    ],
)
def test_the_law_bites(text: str):
    assert strangers(Source(CRM / "imports/record/broken.py", text))


def test_the_law_knows_two_things_of_one_name_apart():
    text = "from crm.rules.law.dossier import Certificate\n\nCertificate('qms', None)\n"

    assert strangers(Source(CRM / "imports/record/fine.py", text)) == []


def writer_of(attribute: str) -> str:
    """The file of the application that is setting a column at this moment."""
    frame = sys._getframe(1)
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(str(CRM)) and not path.endswith(("crm/db.py", "crm/sql/columns.py")):
            return path
        frame = frame.f_back
    return attribute


@pytest.fixture
def columns_set():
    """Which file set which table's column while the test ran."""
    seen: set[tuple[str, str]] = set()
    listening = []
    for mapper in Base.registry.mappers:
        table = str(mapper.local_table)

        def note(target: object, value: object, old: object, initiator: object, table: str = table) -> None:
            seen.add((writer_of(table).removeprefix(f"{ROOT}/"), table))

        for column in mapper.column_attrs:
            attribute = getattr(mapper.class_, column.key)
            event.listen(attribute, "set", note)
            listening.append((attribute, note))
    yield seen
    for attribute, note in listening:
        event.remove(attribute, "set", note)


def test_an_import_sets_no_column_of_another_room(session, columns_set):
    maria = make_person(session, "maria")
    options = Options(create_stewards=True, attest_clean=True)
    staged = stage(SHORT)
    write(session, staged, by=maria, options=options, file="first.xlsx")
    columns_set.clear()

    for enterprise in staged.enterprises:
        object.__setattr__(enterprise, "name", f"{enterprise.name}新")
    write(session, staged, by=maria, options=options, file="second.xlsx")

    strange = {(path, table) for path, table in columns_set if not path.startswith(f"crm/{OWNERS[table]}/")}
    assert ("crm/enterprises/wholesale.py", "enterprises") in columns_set
    assert {(path, table) for path, table in strange if path.startswith("crm/")} == set()
