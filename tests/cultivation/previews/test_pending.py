"""A new version of the rules is seen before a night judges by it: for whom it changes what, and nothing is written."""

from datetime import date

import pytest
from sqlalchemy import func, select

from crm.commands.rules import preview_command
from crm.cultivation.models import Evaluation, RulebookText
from crm.cultivation.pool.columns import read_pool
from crm.cultivation.previews.pending import find_pending_changes
from crm.db import reading
from crm.jobs.registry import standards
from crm.rules import Purpose, Verdict
from tests.cultivation.nights import EVERYBODY, evaluate
from tests.cultivation.srdi import make_candidate
from tests.makers import TODAY, make_title, writing

REVOKED = date(2025, 5, 20)


@pytest.fixture
def barred(app, cast):
    """Two candidates judged by rules that did not yet know the bar; one of them lost a title last year."""
    with writing(app) as session:
        lost = make_candidate(session, "北京旧账科技有限公司")
        make_candidate(session, "北京清白科技有限公司")
        make_title(session, lost, "srdi", date(2022, 3, 1), date(2025, 6, 30)).revoked_on = REVOKED
        evaluate(session)
        for kept in session.scalars(select(RulebookText)):
            begin, _, rest = kept.text.partition("  - id: gate.bar\n")
            kept.text = begin + rest[rest.index("--- # sizing.yaml") :]
            new = "0" * 64 if kept.rulebook == "srdi-2026" else f"{len(kept.rulebook):064d}"
            digest, kept.digest = kept.digest, new
            for one in session.scalars(select(Evaluation).where(Evaluation.rulebook_digest == digest)):
                one.rulebook_digest = new
        return lost.id


def pending(app):
    with app.app_context(), reading() as session:
        pool = read_pool(session, EVERYBODY, TODAY)
        found = list(find_pending_changes(session, pool, standards(), on=TODAY))
    return [one for one in found if one.after.target == "srdi"]


def count_of(app, table):
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_a_clause_that_is_new_is_named_with_whom_it_stops(app, barred):
    [change] = pending(app)

    assert (change.after.id, change.purpose) == ("srdi-2026", Purpose.NEW)
    [move] = change.moves.moves
    assert (move.enterprise_id, move.before, move.after) == (barred, Verdict.ELIGIBLE, Verdict.FAR)
    assert move.because == ("gate.bar",)


def test_nothing_is_stored_by_looking(app, barred):
    before = [count_of(app, table) for table in (Evaluation, RulebookText)]

    assert pending(app)

    assert [count_of(app, table) for table in (Evaluation, RulebookText)] == before


def test_the_command_says_it_in_words(app, barred):
    said = app.test_cli_runner().invoke(preview_command).output

    assert "专精特新认定，srdi-2026" in said
    assert "共 2 家，上升 0 家，下降 1 家" in said
    assert "下降 北京旧账科技有限公司：已符合 → 尚远，因为 近三年未被撤销过优质中小企业称号" in said
    assert "北京清白" not in said


def test_with_the_rules_of_the_last_night_there_is_nothing_to_say(app, cast):
    with writing(app) as session:
        make_candidate(session)
        evaluate(session)

    assert "没有待生效的变化" in app.test_cli_runner().invoke(preview_command).output


def test_kept_rules_that_cannot_be_read_are_named(app, barred):
    with writing(app) as session:
        for kept in session.scalars(select(RulebookText)):
            kept.text = "不再是规则"

    result = app.test_cli_runner().invoke(preview_command)

    assert result.exit_code == 1
    assert "无法比较" in result.output
