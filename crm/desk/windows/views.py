"""申报窗口 for managers: each window with its working days, whom it could bring forward, and how far they are."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from crm import clock
from crm.config.policies import library
from crm.cultivation.flags.opened import FLAG_KINDS
from crm.cultivation.windows.conditions import find_window
from crm.cultivation.windows.queries import entered_windows, ladder_now
from crm.cultivation.windows.texts import read_window_text
from crm.db import reading
from crm.desk.applications.material_page import word_source
from crm.desk.windows.board import Steward, WindowBoard, window_boards
from crm.desk.windows.entry_page import state_of, window_days
from crm.desk.windows.window_queries import rows_of_window, states_by_steward
from crm.people.access import requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.paging import asked_page

STAGES = ("invited", "prepared", "submitted")


@requires(Role.MANAGER)
def windows() -> ResponseReturnValue:
    """This year's windows and those announced for later, and those that wait for a second manager."""
    on = clock.today()
    with reading() as session:
        boards = window_boards(session, ladder_now(session, library().ladder).windows, scope(), on)
        stages = states_by_steward(session, scope())
        entered = entered_windows(session)
    return render_template(
        "desk/windows/board.html",
        boards=[(board, _rows(board, stages.get(board.window.id, {}))) for board in boards],
        kinds=FLAG_KINDS,
        stages=STAGES,
        entered=[(kept, read_window_text(kept.text)[0], *state_of(kept)) for kept in entered],
    )


@requires(Role.STEWARD, Role.MANAGER)
def window(window_id: str) -> ResponseReturnValue:
    """One window enterprise by enterprise: who was listed, who applies, what is missing."""
    page = asked_page()
    with reading() as session:
        shown = find_window(ladder_now(session, library().ladder), window_id)
        rows, total = rows_of_window(session, shown, scope(), offset=page.offset, limit=page.size)
    return render_template(
        "desk/windows/window.html",
        window=shown,
        days=window_days(shown),
        rows=rows,
        source=word_source(shown.tier, shown.purpose),
        paging=page.of(total),
    )


def _rows(board: WindowBoard, stages: Mapping[Steward, Counter[str]]) -> list[dict[str, Any]]:
    """A line a steward and the sum; every number of flags opens them."""
    flags = dict(board.lines)
    stewards = sorted({*flags, *stages}, key=lambda steward: (steward[1] is None, steward[1] or ""))
    lines = [
        {
            "name": steward[1],
            "cells": _cells(board, flags.get(steward, Counter()), steward[0]),
            "stages": _stages(stages.get(steward)),
        }
        for steward in stewards
    ]
    whole = sum(stages.values(), Counter())
    return [*lines, {"name": "", "cells": _cells(board, board.total, 0), "stages": _stages(whole)}]


def _stages(counts: Counter[str] | None) -> list[int]:
    return [(counts or Counter())[stage] for stage in STAGES]


def _cells(board: WindowBoard, counts: Counter[str], steward_id: int | None) -> list[tuple[int, str | None]]:
    """A number and an address for each kind of flag; 0 stands for all stewards, None for nobody's enterprises."""
    asked: dict[str, Any] = {"target": board.window.tier, "purpose": board.window.purpose.value}
    if steward_id:
        asked = {"steward": steward_id, **asked}
    is_listed = steward_id is not None
    return [(counts[kind], url_for("desk.near", flag=kind, **asked) if is_listed else None) for kind in FLAG_KINDS]
