"""Titles on a page: what each is now, and what happened to it, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.config.policies import library
from crm.config.service_rules import service_rules
from crm.cultivation.forms import STEPS
from crm.cultivation.models import Tier, Title, TitleEvent, TitleEventKind
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles.bars import find_bar
from crm.cultivation.titles.ending import is_awaiting_result
from crm.cultivation.titles.tiers import rank_of
from crm.web.words import word

EVENTS = {
    **STEPS,
    "granted": _l("认定"),
    "corrected": _l("更正登记"),
    "removed": _l("移除登记"),
    "expired": _l("到期"),
    "review_awaited": _l("到期，复核结果待公布"),
}


@dataclass(frozen=True, slots=True)
class TitleLine:
    """One title as pages show it; `state` is valid, failed, awaited, ended, revoked or removed.

    `failed` counts until its last day, which no review has moved; `awaited` waits for the list of its review.
    """

    id: int
    tier: Tier
    granted_on: date
    expires_on: date
    revoked_on: date | None
    document: str | None
    batch: str | None
    certificate: str | None
    state: str
    who: str
    recorded_on: date
    removed_on: date | None
    remover: str | None


class Lives:
    """All titles of an enterprise with what happened to them."""

    def __init__(self, titles: Sequence[Title], events: Iterable[TitleEvent]) -> None:
        self.titles = titles
        ends = {title.id: title.expires_on for title in titles}
        failed = TitleEventKind.REVIEW_FAILED
        self.failed = {
            event.title_id
            for event in events
            if event.kind == failed and event.expires_before == ends.get(event.title_id, date.max)
        }

    def is_awaiting(self, title: Title, on: date) -> bool:
        """Whether the result of its review is waited for."""
        days = service_rules().titles.review_result_days
        is_barred = find_bar(self.titles, on, library().ladder) is not None
        return not is_barred and is_awaiting_result(title, self.titles, self.failed, on, days)

    def awaited_above(self, tier: Tier, on: date) -> Tier | None:
        """The highest title above a tier whose review awaits its result: neither valid nor lost, so shown beside it."""
        awaited = (title.tier for title in self.titles if self.is_awaiting(title, on))
        return max((each for each in awaited if rank_of(each) > rank_of(tier)), key=rank_of, default=None)


def title_line(title: Title, lives: Lives | None, names: dict[int | None, str], on: date) -> TitleLine:
    """One title; without the lives of the others a title whose end is past has simply ended."""
    return TitleLine(
        title.id,
        title.tier,
        title.granted_on,
        title.expires_on,
        title.revoked_on,
        title.document,
        title.batch,
        title.certificate,
        _state(title, lives, on),
        names[title.recorded_by],
        title.recorded_on,
        title.removed_on,
        names[title.removed_by] if title.removed_by else None,
    )


def _state(title: Title, lives: Lives | None, on: date) -> str:
    if title.removed_on is not None:
        return "removed"
    if title.revoked_on is not None and title.revoked_on <= on:
        return "revoked"
    if lives is not None and lives.is_awaiting(title, on):
        return "awaited"
    if not title_queries.is_valid(title, on):
        return "ended"
    return "failed" if lives is not None and title.id in lives.failed else "valid"


def word_event(event: TitleEvent, tiers: dict[int, Tier], names: dict[int | None, str]) -> dict[str, Any]:
    """An event as components/timeline.html draws it."""
    detail = event.detail
    told = [word(detail.get("cause"), "revocation"), detail.get("why"), names[event.recorded_by]]
    if detail.get("certificate_before"):
        told.insert(0, _("原证书编号 %(number)s", number=detail["certificate_before"]))
    if detail.get("certificate"):
        told.insert(0, _("证书编号 %(number)s", number=detail["certificate"]))
    if event.expires_before and event.expires_after:
        told.insert(0, _("有效期 %(old)s → %(new)s", old=event.expires_before, new=event.expires_after))
    return {
        "day": event.happened_on.isoformat(),
        "kind": EVENTS.get(event.kind, event.kind),
        "title": word(tiers[event.title_id], "short_tier"),
        "text": " · ".join(str(one) for one in told if one),
        "tone": "bad" if event.kind in ("revoked", "review_failed", "removed") else "",
        "url": None,
    }


def people_named(held: Any, removed: Any, events: Any, entries: Any) -> list[int | None]:
    """Everybody whose name stands on the page."""
    wrote = [one.recorded_by for one in (*held, *removed, *events)]
    return [
        *wrote,
        *(one.removed_by for one in removed),
        *(one.admitted_by for one in entries),
        *(one.left_by for one in entries),
    ]
