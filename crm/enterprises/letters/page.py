"""Letters as they are read: their kinds with their words, and how somebody can have been told.

A kind is registered by the site with its words, as kinds of notices are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.enterprises.letters.models import LetterState, LetterWay
from crm.notifications.channels.models import DeliveryState
from crm.notifications.channels.page import word_trouble
from crm.web.words import moment

WAYS = {LetterWay.VISIT: _l("当面"), LetterWay.CALL: _l("电话"), LetterWay.MESSAGE: _l("微信或短信")}
BY_MAIL = _l("邮件")
LISTS = {LetterState.WAITING: _l("待告知"), LetterState.PASSED_ON: _l("已告知")}
_KINDS = "letter_kinds"


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter: its heading, and its words, given the values and the name of the enterprise."""

    name: str
    heading: Any
    words: Callable[[Mapping[str, Any], str], str]


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in words: what to tell whom at which enterprise; `told` says how, by whom and when it was.

    `mailing` says why a mail did not arrive.
    """

    id: int
    enterprise_id: int
    enterprise: str
    heading: str
    contact: str
    preference: str | None
    text: str
    written_at: datetime
    way: str
    told_by: str
    told_at: datetime | None
    mailing: str = ""


def register_letter_kind(app: Flask, kind: LetterKind) -> None:
    """Let letters of a kind be read; a second registration is refused."""
    known = app.extensions.setdefault(_KINDS, {})
    if kind.name in known:
        raise ValueError(f"{kind.name} is registered already")
    known[kind.name] = kind


def word_letters(rows: Iterable[Any]) -> list[LetterLine]:
    """Rows of letters in words."""
    kinds = cast(dict[str, LetterKind], current_app.extensions[_KINDS])
    return [_word(row, kinds[row.kind]) for row in rows]


def word_kind(kind: str, values: Mapping[str, Any], enterprise: str) -> tuple[str, str]:
    """The heading of a letter and what the contact is to be told."""
    known = cast(dict[str, LetterKind], current_app.extensions[_KINDS])[kind]
    return str(known.heading), known.words(values, enterprise)


def letter_heads() -> list[str]:
    """The columns of the list as a file."""
    return [
        _("企业"),
        _("事项"),
        _("告知对象"),
        _("联系偏好"),
        _("告知什么"),
        _("写入时间"),
        _("告知方式"),
        _("告知人"),
        _("告知时间"),
    ]


def letter_cells(line: LetterLine) -> list[str]:
    """A letter in the columns of the file."""
    moments = [moment(line.written_at), line.way, line.told_by, moment(line.told_at) if line.told_at else ""]
    return [line.enterprise, line.heading, line.contact, line.preference or "", line.text, *moments]


def _word(row: Any, kind: LetterKind) -> LetterLine:
    contact = " ".join(part for part in (row.contact, row.position) if part)
    said = kind.words(row.values, row.enterprise)
    return LetterLine(
        id=row.id,
        enterprise_id=row.enterprise_id,
        enterprise=row.enterprise,
        heading=str(kind.heading),
        contact=contact,
        preference=row.preference,
        text=_("%(who)s您好：%(text)s", who=contact, text=said),
        written_at=row.written_at,
        way=_word_way(row.way),
        told_by=row.passed_on_by_name or (_("管家台") if row.way else ""),
        told_at=row.passed_on_at,
        mailing=_word_mailing(row),
    )


def _word_way(way: LetterWay | None) -> str:
    if way is None:
        return ""
    return str(BY_MAIL if way is LetterWay.MAIL else WAYS[way])


def _word_mailing(row: Any) -> str:
    """Why a letter that waits could not be mailed, and what happens next."""
    if row.trouble is None:
        return ""
    why = word_trouble(row.trouble, row.detail)
    if row.mailing is DeliveryState.FAILED:
        return str(_("邮件试了 %(count)s 次没有送达：%(why)s请当面或电话告知。", count=row.tries, why=why))
    return str(_("邮件还没有送达：%(why)s稍后自动再试。", why=why))
