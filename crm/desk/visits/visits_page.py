"""The ledger as a page: what is asked in the address, what the filters offer, and a line as cells of a file."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from crm.desk.visits.queries import CORRECTED, EVERY, SORTS, STANDING, STATES, WITHDRAWN, VisitFilter
from crm.interactions.models import Channel, ContactPurpose
from crm.web.paging import asked_choice, asked_text
from crm.web.words import word

ASKED = ("q", "period", "channel", "purpose", "author", "cause", "state", "sort")
_PERIODS = ("month", "last_month", "year", "last_year", "ever")
_YES, _NO, _ABOVE = "asked", "own", "above"


def asked_visits(authors: Sequence[tuple[str, str]], on: date) -> VisitFilter:
    """The filters in the address; a value that is not offered is refused. Without a period it is this year."""
    since, until = _days(asked_choice("period", _PERIODS, "year"), on)
    channel, purpose = asked_choice("channel", tuple(Channel)), asked_choice("purpose", tuple(ContactPurpose))
    author = asked_choice("author", [key for key, _name in authors])
    cause = asked_choice("cause", (_YES, _NO, _ABOVE))
    return VisitFilter(
        text=asked_text("q"),
        since=since,
        until=until,
        channel=Channel(channel) if channel else None,
        purpose=ContactPurpose(purpose) if purpose else None,
        author_id=int(author) if author else None,
        asked_for={_YES: True, _NO: False}.get(cause),
        above_ceiling=cause == _ABOVE,
        state=asked_choice("state", STATES, STANDING),
        sort=asked_choice("sort", [*SORTS, *(f"-{sort}" for sort in SORTS)], "-day"),
    )


def offer_visit_filters(authors: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """The filters as the filter bar draws them."""
    periods = (_("本月"), _("上月"), _("今年"), _("去年"), _("全部时间"))
    every = {
        "period": (_("时间"), list(zip(_PERIODS, periods, strict=True))),
        "channel": (_("方式"), [(each.value, word(each, "channel")) for each in Channel]),
        "purpose": (_("事由"), [(each.value, word(each, "purpose")) for each in ContactPurpose]),
        "author": (_("记录人"), list(authors)),
        "cause": (_("缘由"), [(_YES, _("企业主动要求")), (_NO, _("主动联系")), (_ABOVE, _("超上限"))]),
        "state": (_("记录"), [(CORRECTED, _("已更正")), (WITHDRAWN, _("已撤回")), (EVERY, _("全部"))]),
    }
    words = {"period": _("时间：今年"), "state": _("记录：有效")}
    return [
        {"name": name, "label": label, "choices": choices, "every": words.get(name)}
        for name, (label, choices) in every.items()
    ]


def heads() -> list[str]:
    """The headings of a file."""
    return [
        _("日期"),
        _("企业名称"),
        _("统一社会信用代码"),
        _("方式"),
        _("事由"),
        _("内容"),
        _("接下来"),
        _("下次联系"),
        _("见了谁"),
        _("企业主动要求"),
        _("超上限原因"),
        _("记录人"),
        _("单位"),
        _("记录状态"),
    ]


def cells(row: Any) -> list[str]:
    """A record as the cells of a file."""
    return [
        row.held_on.isoformat(),
        row.enterprise,
        row.credit_code,
        word(row.channel, "channel"),
        word(row.purpose, "purpose"),
        row.summary,
        row.follow_up or "",
        row.next_contact_on.isoformat() if row.next_contact_on else "",
        row.met or "",
        _("是") if row.asked_for else "",
        row.ceiling_why or "",
        row.author,
        row.department or "",
        state_words(row) or _("有效"),
    ]


def state_words(row: Any) -> str:
    """What became of a record; nothing for one that stands."""
    if row.state == CORRECTED:
        return str(_("已更正"))
    return str(_("已撤回：%(why)s", why=row.withdrawn_why or "—")) if row.state == WITHDRAWN else ""


def _days(period: str, on: date) -> tuple[date, date]:
    first = on.replace(day=1)
    before = first - timedelta(days=1)
    return {
        "month": (first, date.max),
        "last_month": (before.replace(day=1), before),
        "year": (date(on.year, 1, 1), date.max),
        "last_year": (date(on.year - 1, 1, 1), date(on.year - 1, 12, 31)),
        "ever": (date.min, date.max),
    }[period]
