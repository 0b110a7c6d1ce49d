"""How far a window's applications are, steward by steward; who is listed and what each lacks."""

from __future__ import annotations

from sqlalchemy import true

from crm.cultivation.windows.models import WindowCandidate
from crm.desk.windows.window_queries import rows_of_window, states_by_steward
from crm.standings import upkeep
from tests.cultivation.applications.making import AUTUMN, act_on, begin, submit
from tests.cultivation.srdi import make_candidate
from tests.makers import TODAY


def test_applications_are_counted_by_steward_and_stage_and_those_that_are_gone_are_not(session):
    submit(session, begin(session))
    begin(session, make_candidate(session, "北京准备科技有限公司", steward="lina"))
    act_on(
        session,
        begin(session, make_candidate(session, "北京撤回科技有限公司", steward="lina")),
        "withdraw",
        who="lina",
    )
    listed = make_candidate(session, "北京摸底科技有限公司", steward="lina")
    session.add(WindowCandidate(window_id=AUTUMN.id, enterprise_id=listed.id, kind="near", listed_on=TODAY))
    upkeep.refresh_touched(session, on=TODAY)

    counts = {name: dict(stages) for (_, name), stages in states_by_steward(session, true())[AUTUMN.id].items()}

    assert counts == {"Stefan": {"submitted": 1}, "Lina": {"prepared": 1, "gone": 1, "invited": 1}}


def test_a_window_lists_whom_its_list_names_and_who_applies_with_what_is_missing(session):
    application = begin(session, make_candidate(session, "北京乙科技有限公司"))
    listed = make_candidate(session, "北京甲科技有限公司")
    session.add(WindowCandidate(window_id=AUTUMN.id, enterprise_id=listed.id, kind="near", listed_on=TODAY))
    make_candidate(session, "北京旁的科技有限公司")
    upkeep.refresh_touched(session, on=TODAY)

    rows, total = rows_of_window(session, AUTUMN, true(), offset=0, limit=50)

    assert total == 2
    by_name = {row.name: (row.kind, row.application and row.application.id, len(row.missing)) for row in rows}
    assert by_name == {"北京乙科技有限公司": (None, application.id, 3), "北京甲科技有限公司": ("near", None, 0)}
