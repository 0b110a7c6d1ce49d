"""总览: the manager's first page; every number opens the rows it counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from crm import clock
from crm.awards.installed_page import installed_measures
from crm.awards.measures import FIRST_AWARD, Measures
from crm.config.service_rules import service_rules
from crm.cultivation.models import LADDER, Tier
from crm.cultivation.pool.balance import turn_of_year
from crm.dashboards import overview, sets
from crm.dashboards import picture_page as pictures
from crm.dashboards.changes import changes_since
from crm.dashboards.sets import Bounds, SetFilter
from crm.db import reading
from crm.desk.assigning.loads import loads
from crm.desk.lists import queries as desk
from crm.desk.prospects import near_queries
from crm.jobs.nights import NightRun, last_night
from crm.people.access import requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.rules import Purpose
from crm.sql.bundles import read_bundle
from crm.standings.counts import read_cells, without_care
from crm.standings.queries import of_standings
from crm.standings.rungs import AWAITED, PLACES
from crm.web.flag_words import FLAGS
from crm.web.paging import asked_choice, asked_number, asked_page
from crm.web.words import word

_CHANGES_SHOWN = 6
_TITLES = (Tier.LITTLE_GIANT, Tier.SRDI)
AWAITING, REVIEWED = SetFilter(awaiting="1"), SetFilter(tier=AWAITED)
WAITING, ENDING, UNREADY = SetFilter(waiting="1"), SetFilter(ending="all"), SetFilter(ending="unready")


@requires(Role.MANAGER)
def overview_page() -> ResponseReturnValue:
    """Funnel, targets, flags since yesterday, coverage, loads, awards at stake."""
    on, rules = clock.today(), service_rules()
    with reading() as session:
        measures = installed_measures(session)
        night = last_night(session)
        bounds = bounds_of(on, night)
        within, begin = scope(), turn_of_year(on)
        cells = read_cells(session, within)
        rows = read_bundle(
            session,
            {
                **sets.selects_of_numbers(within, _counted(), bounds),
                "coverage": overview.select_coverage(within, bounds),
                "paid": overview.select_paid_stakes(within),
                "deciding": overview.select_deciding(),
                "titles_held": overview.select_titles_held(within, _TITLES, begin),
            },
        )
        numbers = sets.number_sets(_counted(), cells, rows)
        coverage = overview.coverage(cells, rows["coverage"], bounds)
        carried = loads(session, cells, rules.stewards.weights, on)
        changes = changes_since(session, within, bounds.night, limit=_CHANGES_SHOWN)
        page = {
            "night": _night(night, on),
            "tiles": _tiles(bounds, numbers, _near(session, on, bounds), rows["titles_held"]),
            "flow": pictures.flow_picture(overview.ladder(coverage)),
            "moved": pictures.describe_movement(numbers),
            "changes": [pictures.change_line(change) for change in changes],
            "coverage": pictures.coverage_map(coverage, bounds),
            "loads": pictures.load_lines(carried, rules.stewards.load_cap),
            "left": sum(load.count for load in carried if load.has_left),
            "awaiting": numbers[AWAITING],
            "deciding": rows["deciding"][0].number,
            "reviewed": pictures.describe_reviewed(numbers[REVIEWED], REVIEWED),
            "unassigned": numbers[WAITING],
            "broken": _broken(night, without_care(cells)),
            "awards": pictures.stakes_picture(overview.stakes(cells, rows["paid"]), measures, on),
        }
    return render_template("dashboards/overview.html", expired_basis=expired_basis(measures, on), **page)


@requires(Role.MANAGER)
def rows() -> ResponseReturnValue:
    """The enterprises behind a number of the overview."""
    on, page, chosen = clock.today(), asked_page(), asked_set()
    with reading() as session:
        bounds = bounds_of(on, last_night(session))
        within = of_standings(scope()) & sets.condition(chosen, bounds)
        found, total = desk.least_recent(
            session, within, desk.CareFilter(), on=on, shown=chosen.flag, offset=page.offset, limit=page.size
        )
    what = pictures.describe_set(chosen, bounds)
    return render_template("dashboards/rows.html", rows=found, paging=page.of(total), what=what)


def asked_set() -> SetFilter:
    """The set in the URL; anything that is not offered is refused."""
    tiers = [tier.value for tier in LADDER]
    return SetFilter(
        title=asked_choice("title", tiers),
        tier=asked_choice("tier", PLACES),
        flag=asked_choice("flag", FLAGS),
        target=asked_choice("target", tiers),
        opened=asked_choice("opened", ["night"]),
        granted=asked_choice("granted", tiers),
        ending=asked_choice("ending", ["all", "unready"]),
        waiting=asked_choice("waiting", ["1"]),
        admitted=asked_choice("admitted", ["quarter"]),
        awaiting=asked_choice("awaiting", ["1"]),
        band=asked_number("band", 0, highest=len(service_rules().overview.coverage_days) + 1),
    )


def bounds_of(on: date, night: NightRun | None) -> Bounds:
    """The days that the overview's words mean today."""
    rules = service_rules()
    quarter, ends = overview.quarter_begins(on), rules.reminders.title_ends_days
    return Bounds(on, night.slot if night else on, quarter, rules.overview.coverage_days, ends)


def expired_basis(measures: Measures, on: date) -> dict[str, str] | None:
    """Said once on top of a page while no district measure is in force."""
    measure = measures.latest_for(FIRST_AWARD, on)
    if measure is None or measure.in_force(on):
        return None
    sentence = _(
        "%(document)s 已于 %(day)s 到期，尚未录入接续政策：下列奖励金额仅供测算，不构成兑现依据。",
        document=measure.document,
        day=measure.valid.until,
    )
    return {"sentence": sentence, "url": url_for("awards.measures"), "link": _("录入接续政策")}


def _night(night: NightRun | None, on: date) -> dict[str, Any] | None:
    if night is None:
        return None
    local = clock.local(night.ended_at)
    is_today = local.date() == on
    return {
        "finished_at": local.strftime("%H:%M" if is_today else "%Y-%m-%d %H:%M"),
        "today": is_today,
        "evaluated": night.counts.get("evaluated", 0),
        "seconds": f"{night.seconds:.1f}",
        "report_url": url_for("jobs.reports") if "jobs.reports" in current_app.view_functions else "",
    }


def _near(session: Session, on: date, bounds: Bounds) -> dict[str, Any]:
    """临近晋级 itself: the tile counts what that page lists, and opens it."""
    asked = near_queries.NearFilter(purpose=Purpose.NEW.value)
    kinds, opened = near_queries.counts_since(session, scope(), asked, since=bounds.night, on=on)
    return {
        "label": _("临近晋级"),
        "number": kinds["near"],
        "unit": _("项"),
        "url": url_for("desk.near", flag="near"),
        "notes": [
            {
                "text": _("已符合 %(count)s", count=kinds["eligible"]),
                "url": url_for("desk.near", flag="eligible"),
                "tone": "good" if kinds["eligible"] else "",
            },
            {
                "text": _("昨夜新增标记 %(count)s", count=opened),
                "url": url_for("desk.near", changed="night"),
                "tone": "",
            },
        ],
    }


def _counted() -> list[SetFilter]:
    """Every set whose number stands on the page."""
    return [*map(_holders, _TITLES), WAITING, ENDING, UNREADY, AWAITING, REVIEWED, *pictures.MOVED]


def _holders(tier: Tier) -> SetFilter:
    return SetFilter(title=tier)


def _tiles(
    bounds: Bounds, numbers: dict[SetFilter, int], near: dict[str, Any], held: Sequence[Any]
) -> list[dict[str, Any]]:
    """The tiles; `held` has how many held each title when the year began."""
    targets, before = service_rules().targets, {row.tier: row.number for row in held}

    def tile(label: str, chosen: SetFilter, unit: str, notes: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        url = pictures.rows_url(chosen)
        return {"label": label, "number": numbers[chosen], "unit": unit, "url": url, "notes": notes, **more}

    def note(text: str, chosen: SetFilter, tone: str = "") -> dict[str, Any]:
        number = numbers[chosen]
        return {"text": f"{text} {number}", "url": pictures.rows_url(chosen), "tone": tone if number else ""}

    titles = []
    for tier in _TITLES:
        since = [{"difference": numbers[_holders(tier)] - before.get(tier, 0), "since": _("较年初")}]
        titles.append(tile(word(tier, "tier"), _holders(tier), "", since, target=targets[tier], tone=tier.value))
    assign = [{"text": _("去分派"), "url": url_for("desk.queue"), "tone": ""}]
    return [
        *titles,
        near,
        tile(_("等待分派"), WAITING, _("家"), assign),
        tile(
            _("%(days)s 天内有称号到期", days=bounds.ending),
            ENDING,
            _("家"),
            [note(_("其中复核条件未齐"), UNREADY, "bad")],
        ),
    ]


def _broken(night: NightRun | None, alone: int) -> int:
    """Nobody can have several stewards by any page; a hand in the database could, and the night counts it."""
    return alone + (night.counts.get("several_stewards", 0) if night else 0)
