"""从何时起、接下来: since when a verdict stands and why, and what the calendar will do to it, in words."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from crm.cultivation.gap import Gap
from crm.cultivation.night.queries import Spell
from crm.cultivation.reasons.coming import ComingDay
from crm.cultivation.reasons.words import word_of, word_reasons
from crm.rules import Purpose, Verdict
from crm.rules.law.days.calendar import CalendarMoment
from crm.web.words import word


@dataclass(frozen=True, slots=True)
class Course:
    """Since when and why, and one line for each day ahead; either may be empty."""

    since: str
    coming: tuple[str, ...]
    history_url: str


def word_course(enterprise_id: int, gap: Gap, today: date) -> Course | None:
    """Of today and of days ahead; what was said before stands in 历次判断."""
    if gap.as_of < today:
        return None
    since = word_spell(gap.spell, gap.verdict) if gap.spell and gap.as_of == today else ""
    lines = []
    verdict: str | None = gap.verdict
    for one in gap.coming:
        lines.append(word_coming_day(one, verdict, gap.purpose))
        verdict = one.verdict
    if not since and not lines:
        return None
    return Course(since, tuple(lines), url_for("desk.evaluations", enterprise_id=enterprise_id))


def word_spell(spell: Spell, verdict: str) -> str:
    """From when on the night has said this and why, or that it has not yet seen what has been entered since."""
    said = word(spell.verdict, "verdict")
    if spell.verdict != verdict:
        day = spell.moved_on.isoformat()
        return str(_("%(day)s 起夜间判断为“%(verdict)s”，此后资料有变动，今夜重新判断。", day=day, verdict=said))
    text = _(
        "%(day)s 起为“%(verdict)s”，原因：%(because)s。",
        day=spell.since.isoformat(),
        verdict=said,
        because=word_reasons(spell.because),
    )
    if spell.moved_on > spell.since:
        day, because = spell.moved_on.isoformat(), word_reasons(spell.moved_because)
        text += _("%(day)s 又有变化：%(because)s，结论未变。", day=day, because=because)
    return str(text)


def word_coming_day(one: ComingDay, verdict: str | None, purpose: str) -> str:
    """The day, what happens on it, and what that makes of the verdict."""
    happens = [word_of(reason) for reason in one.reasons]
    if one.begins is not None:
        happens.append(str(_("改按%(document)s判断", document=one.begins.document)))
    return str(
        _(
            "%(day)s：%(happens)s，%(then)s。",
            day=one.day.isoformat(),
            happens="、".join(dict.fromkeys(happens)),
            then=_then(one, verdict, purpose),
        )
    )


def _then(one: ComingDay, verdict: str | None, purpose: str) -> str:
    if one.verdict is None:
        return str(_("此后不能再复核") if purpose == Purpose.REVIEW else _("此后没有生效的认定标准"))
    if one.verdict == verdict:
        return str(_("结论不变"))
    said = word(one.verdict, "verdict")
    year = next((reason["year"] for reason in one.reasons if reason["code"] == CalendarMoment.NEW_YEAR), None)
    if year is not None and one.verdict == Verdict.INCOMPLETE:
        return str(_("录入 %(year)s 年数据之前为“%(verdict)s”", year=year, verdict=said))
    return str(_("按现有资料变为“%(verdict)s”", verdict=said))
