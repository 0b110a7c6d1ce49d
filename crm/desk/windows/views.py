"""申报窗口 for managers: each window with its working days and the enterprises it could bring forward."""

from collections import Counter
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from crm import clock
from crm.config.policies import library
from crm.cultivation.flags.opened import FLAG_KINDS
from crm.db import reading
from crm.desk.windows.board import WindowBoard, window_boards
from crm.people.access import requires
from crm.people.models import Role
from crm.people.scopes import scope


@requires(Role.MANAGER)
def windows() -> ResponseReturnValue:
    """This year's windows and those announced for later."""
    on = clock.today()
    with reading() as session:
        boards = window_boards(session, library().ladder.windows, scope(), on)
    return render_template("desk/windows.html", boards=[(board, _rows(board)) for board in boards], kinds=FLAG_KINDS)


def _rows(board: WindowBoard) -> list[dict[str, Any]]:
    """A line a steward and the sum; every number of somebody opens its flags."""
    lines = [{"name": name, "cells": _cells(board, counts, steward_id)} for (steward_id, name), counts in board.lines]
    return [*lines, {"name": "", "cells": _cells(board, board.total, 0)}]


def _cells(board: WindowBoard, counts: Counter[str], steward_id: int | None) -> list[tuple[int, str | None]]:
    """A number and an address for each kind of flag; 0 stands for all stewards, None for nobody's enterprises."""
    asked: dict[str, Any] = {"target": board.window.tier, "purpose": board.window.purpose.value}
    if steward_id:
        asked = {"steward": steward_id, **asked}
    is_listed = steward_id is not None
    return [(counts[kind], url_for("desk.near", flag=kind, **asked) if is_listed else None) for kind in FLAG_KINDS]
