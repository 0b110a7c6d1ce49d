"""临近晋级: the open flags of the scope, with what is lacking, who looks after it, and what would be at stake."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.indicative import AwardGround
from crm.awards.installed_page import installed_measures
from crm.awards.measures import FIRST_AWARD
from crm.awards.payments.queries import title_awards_paid
from crm.config.policies import library
from crm.config.service_rules import service_rules
from crm.cultivation.facts import dossiers_of
from crm.cultivation.flags.opened import FLAG_KINDS
from crm.cultivation.models import LADDER
from crm.cultivation.windows.queries import library_now
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.desk.prospects import near_queries
from crm.desk.prospects.near_queries import GAPS, SORTS, NearFilter
from crm.desk.prospects.near_rows import NearRow, lines_of
from crm.jobs.nights import last_night
from crm.money import wan_to_type
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.models import Role, User
from crm.people.scopes import scope
from crm.people.signing.exports import record_export
from crm.rules import Purpose
from crm.web.downloads.answer import file_answer
from crm.web.downloads.asking import MOST_ROWS, file_links, filters_to_record
from crm.web.flag_words import FLAG_WORDS, FLAGS
from crm.web.paging import asked_choice, asked_number, asked_page, refuse_unread
from crm.web.words import PURPOSES_OF_EVALUATION, SHORT_TIERS, word

TARGETS = tuple(tier.value for tier in LADDER[1:])


@requires(Role.STEWARD, Role.MANAGER)
def near() -> ResponseReturnValue:
    """Eligible, near, worth asking: each line leads to its clauses."""
    on, page = clock.today(), asked_page()
    with reading() as session:
        night = last_night(session)
        since = night.slot if night else on
        stewards = people.active_with(session, Role.STEWARD) if me().has(Role.MANAGER) else ()
        wanted = _asked(since)
        flags = near_queries.list_near(session, scope(), wanted, on=on, offset=page.offset, limit=page.size)
        counts = near_queries.counts(session, scope(), wanted, on=on)
        ids = {flag.enterprise_id for flag in flags}
        dossiers, paid = dossiers_of(session, ids), title_awards_paid(session, ids)
        measures, rules = installed_measures(session), library_now(session, library())
    lines = lines_of(flags, dossiers, rules, AwardGround(measures, paid), on=on, night=since)
    measure = measures.latest_for(FIRST_AWARD, on)
    return render_template(
        "desk/near.html",
        rows=[_shown(line) for line in lines],
        tallies=_tallies(counts),
        paging=page.of(near_queries.total_of(counts, wanted)),
        filters=_filters(stewards),
        export_urls=file_links("desk.export_near"),
        most=MOST_ROWS,
        expired_basis=None if measure is None or measure.in_force(on) else _("金额依据已到期，仅供测算"),
        assign_url=url_for("desk.assign") if me().has(Role.MANAGER) else None,
    )


@requires(Role.STEWARD, Role.MANAGER)
def export_near(kind: str) -> ResponseReturnValue:
    """What is on the screen, all its pages, as a file; that it was taken is recorded."""
    on = clock.today()
    with reading() as session:
        night = last_night(session)
        since = night.slot if night else on
        wanted = _asked(since)
        flags = near_queries.list_near(session, scope(), wanted, on=on, limit=MOST_ROWS)
        total = near_queries.total_of(near_queries.counts(session, scope(), wanted, on=on), wanted)
        ids = {flag.enterprise_id for flag in flags}
        dossiers, paid = dossiers_of(session, ids), title_awards_paid(session, ids)
        measures, rules = installed_measures(session), library_now(session, library())
    refuse_unread()
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        asked = filters_to_record()
        record_export(session, me().id, "near", kind, len(flags), total=total, filters=asked, at=clock.now())
    lines = lines_of(flags, dossiers, rules, AwardGround(measures, paid), on=on, night=since)
    heads = [
        _("企业名称"),
        _("统一社会信用代码"),
        _("目标"),
        _("事项"),
        _("标记"),
        _("还差什么"),
        _("何时"),
        _("管家"),
        _("测算奖励（万元）"),
        _("奖励说明"),
    ]
    name = _("临近晋级-%(day)s", day=on.isoformat())
    return file_answer(kind, "near", name, heads, [_cells(line) for line in lines])


def _cells(line: NearRow) -> list[str]:
    return [
        line.name,
        line.credit_code,
        word(line.target, "tier"),
        word(line.purpose, "evaluation_purpose"),
        word(line.kind, "flag"),
        "；".join(one.text for one in line.states),
        line.when,
        line.steward or _("未分派"),
        wan_to_type(line.award_fen) if line.award_fen else "",
        line.award_note,
    ]


def _asked(since: Any) -> NearFilter:
    changed = asked_choice("changed", ["night"])
    return NearFilter(
        kind=asked_choice("flag", FLAG_KINDS),
        target=asked_choice("target", TARGETS),
        street=asked_choice("street", service_rules().streets),
        purpose=asked_choice("purpose", PURPOSES_OF_EVALUATION, Purpose.NEW.value),
        steward_id=asked_number("steward", 0),
        opened_since=since if changed else None,
        gap=asked_choice("gap", GAPS),
        sort=asked_choice("sort", [*SORTS, *(f"-{sort}" for sort in SORTS)]),
    )


def _tallies(counts: dict[str, int]) -> list[tuple[str, str]]:
    """A link to the flags of each kind, with how many there are."""
    arguments: dict[str, Any] = {name: value for name, value in request.args.items() if name not in ("flag", "page")}
    return [
        (url_for("desk.near", **arguments, flag=kind.value), str(words.tally) % {"count": counts[kind]})
        for kind, words in FLAG_WORDS.items()
    ]


def _shown(line: NearRow) -> dict[str, Any]:
    url = url_for("desk.gap", enterprise_id=line.id, target=line.target, purpose=line.purpose)
    return {
        "id": line.id,
        "name": line.name,
        "url": url,
        "place": line.place,
        "target": line.target,
        "review": line.purpose == "review",
        "states": line.states,
        "when": line.when,
        "steward": line.steward,
        "award_fen": line.award_fen,
        "formula": line.formula,
        "change": _("昨夜新增") if line.is_new else "",
        "change_tone": "good",
        "verdict_note": line.verdict_note,
    }


def _filters(stewards: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": "flag", "label": _("标记"), "choices": list(FLAGS.items())},
        {"name": "target", "label": _("目标"), "choices": [(tier, SHORT_TIERS[tier]) for tier in TARGETS]},
        {"name": "purpose", "label": _("事项"), "choices": list(PURPOSES_OF_EVALUATION.items()), "every": _("认定")},
        {
            "name": "gap",
            "label": _("差距"),
            "choices": [("none", _("无不满足项")), ("one", _("差 1 项")), ("more", _("差 2 项以上"))],
        },
        {"name": "street", "label": _("街道"), "choices": [(one, one) for one in service_rules().streets]},
    ]
    users: list[User] = list(stewards)
    if users:
        found.append({"name": "steward", "label": _("管家"), "choices": [(user.id, user.name) for user in users]})
    return [*found, {"name": "changed", "label": _("变化"), "choices": [("night", _("昨夜新增"))]}]
