"""The flags of an enterprise read as a story: when and why each was raised, what was done, how it ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.cultivation.flags.story import FlagStory
from crm.cultivation.reasons.words import word_reasons
from crm.desk.enterprise.timeline_page import EntryWords, gap_of
from crm.web.words import word


@dataclass(frozen=True, slots=True)
class StoryWords:
    """An episode in words; `acts` are offered while it is open: label and address."""

    kind: str
    about: str
    gap: str
    gap_url: str
    opened_on: date
    state: str
    entries: list[EntryWords]
    acts: tuple[tuple[str, str], ...]
    seen_url: str | None


def word_stories(stories: Iterable[FlagStory], enterprise_id: int, on: date) -> list[StoryWords]:
    """All of them, in their order."""
    return [_story(story, enterprise_id, on) for story in stories]


def _story(story: FlagStory, enterprise_id: int, on: date) -> StoryWords:
    flag = story.flag
    asked = {"target": flag.target.value, "purpose": flag.purpose}
    at: dict[str, Any] = {"enterprise_id": enterprise_id, "flag_id": flag.id}
    acts = (
        (str(_("准备申报")), url_for("desk.open_application", enterprise_id=enterprise_id, flag=flag.id)),
        (str(_("已处理")), url_for("desk.act_on_flag", **at)),
        (str(_("暂缓")), url_for("desk.snooze_flag", **at)),
        (str(_("不再跟进")), url_for("desk.dismiss_flag", **at)),
    )
    is_open, is_new = flag.closed_on is None, not any(act.act == "seen" for act in story.done)
    return StoryWords(
        kind=flag.kind,
        about=f"{word(flag.target, 'short_tier')}{word(flag.purpose, 'evaluation_purpose')}",
        gap=gap_of(flag),
        gap_url=url_for("desk.gap", enterprise_id=enterprise_id, **asked),
        opened_on=flag.opened_on,
        state=_state(story, on),
        entries=list(_entries(story)),
        acts=acts if is_open else (),
        seen_url=url_for("desk.see_flag", **at) if is_open and is_new else None,
    )


def _state(story: FlagStory, on: date) -> str:
    flag, until = story.flag, story.is_put_off_until
    if flag.closed_on is not None:
        return str(_("%(day)s 关闭", day=flag.closed_on.isoformat()))
    if until is not None and until > on:
        return str(_("暂缓到 %(day)s", day=until.isoformat()))
    return str(_("待%(year)s 年报", year=flag.awaiting_year)) if flag.awaiting_year else str(_("进行中"))


def _entries(story: FlagStory) -> Iterator[EntryWords]:
    """Said and done in the order of their days; what the night said comes before what was done on that day."""
    said = [(one.as_of, 0, place, _said(one, first=not place)) for place, one in enumerate(story.verdicts)]
    done = [(one.happened_on, 1, one.number, _done(one)) for one in story.done]
    yield from (words for *_order, words in sorted(said + done, key=lambda entry: entry[:3]))
    flag = story.flag
    if flag.closed_on is not None and not any(act.act == "dismissed" for act in story.done):
        because = word_reasons((flag.closed_why or {}).get("because", ()))
        yield EntryWords(flag.closed_on.isoformat(), str(_("关闭")), because, "")


def _said(said: Any, *, first: bool) -> EntryWords:
    kind = word(said.flag_kind, "flag")
    what = _("标为%(kind)s", kind=kind) if first else _("改为%(kind)s", kind=kind)
    return EntryWords(said.as_of.isoformat(), str(what), word_reasons((said.reasons or {}).get("because", ())), "")


def _done(act: Any) -> EntryWords:
    by = act.who or _("经手人未留存")
    who = by if act.as_carer else _("%(who)s（主管）", who=by)
    until = _("到 %(day)s", day=act.until.isoformat()) if act.until else ""
    what = " ".join(part for part in (word(act.act, "flag_act"), until) if part)
    texts = [word(act.cause, "dismissal"), act.why or "", str(who)]
    tone = "bad" if act.act == "dismissed" else ""
    return EntryWords(act.happened_on.isoformat(), what, "", " · ".join(text for text in texts if text), tone)
