"""The pool on one page: where it stood on a day, what moved, where it stands; each number opens its rows."""

from datetime import date
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.policies import library
from crm.cultivation.models import LADDER
from crm.cultivation.pool import balance
from crm.cultivation.pool.balance import OUTSIDE
from crm.db import reading
from crm.errors import CrmError
from crm.people.access import requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.paging import asked_choice, asked_day, asked_page
from crm.web.words import word

_PLACES = ("outside", *(tier.value for tier in LADDER))


@requires(Role.MANAGER)
def pool_balance() -> ResponseReturnValue:
    """From the last day of the year before, or another day, until today."""
    last = clock.today()
    first = _first_day(last)
    with reading() as session:
        counted = balance.moves(session, scope(), first, last)
        holders = balance.title_holders(session, scope(), first, last)
        awaited = balance.awaited_members(session, scope(), last, ladder=library().ladder)
    rows = balance.balance(counted)
    return render_template(
        "cultivation/balance.html",
        rows=rows,
        total={name: sum(getattr(row, name) for row in rows) for name in ("before", "entered", "left", "now")},
        moves=[_move(pair, number, first) for pair, number in sorted(counted.items()) if pair[0] != pair[1]],
        holders=holders,
        awaited=len(awaited),
        first=first,
        last=last,
    )


@requires(Role.MANAGER)
def pool_moves() -> ResponseReturnValue:
    """The enterprises behind one number; which number was not said is chosen from all of them."""
    last, page = clock.today(), asked_page()
    first = _first_day(last)
    before, now = (asked_choice(name, _PLACES, "outside") for name in ("before", "now"))
    chosen = _rank(before), _rank(now)
    if chosen == (OUTSIDE, OUTSIDE):
        return redirect(url_for("cultivation.pool_balance", since=first.isoformat()))
    with reading() as session:
        counted = balance.moves(session, scope(), first, last)
        days = first, last
        rows = balance.list_moved(session, scope(), days, chosen, offset=page.offset, limit=page.size)
        awaited = balance.awaited_members(session, scope(), last, ladder=library().ladder)
    return render_template(
        "cultivation/moves.html",
        rows=rows,
        awaited=awaited,
        paging=page.of(counted[chosen]),
        heading=_words(chosen),
        first=first,
        last=last,
    )


def _first_day(last: date) -> date:
    """The day that is compared with the last one; what is still to come cannot be."""
    first = asked_day("since", balance.turn_of_year(last))
    if first > last:
        raise CrmError("bad_request")
    return first


def _move(pair: tuple[int, int], number: int, first: date) -> dict[str, Any]:
    before, now = (_PLACES[rank + 1] for rank in pair)
    url = url_for("cultivation.pool_moves", before=before, now=now, since=first.isoformat())
    return {"words": _words(pair), "number": number, "url": url, "is_loss": pair[1] < pair[0]}


def _words(pair: tuple[int, int]) -> str:
    before, now = (_("库外") if rank == OUTSIDE else word(LADDER[rank], "short_tier") for rank in pair)
    return f"{before} → {now}"


def _rank(place: str) -> int:
    return _PLACES.index(place) - 1
