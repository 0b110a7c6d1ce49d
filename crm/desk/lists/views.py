"""The manager's list of all enterprises: searched, filtered, sorted, and taken along as a file."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.cultivation.titles.queries import certificates_held
from crm.db import BRIEF_PATIENCE_MS, reading, transaction
from crm.desk.lists import list_queries
from crm.desk.lists.filter_page import offer_places, word_rung
from crm.desk.lists.list_queries import IN_POOL, NO_STEWARD, OUTSIDE, SORTS, ListedEnterprise, ListFilter
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.people.signing.exports import record_export
from crm.standings.counts import read_cells
from crm.standings.rungs import PLACES
from crm.web.downloads.answer import file_answer
from crm.web.downloads.asking import MOST_ROWS, filters_to_record
from crm.web.paging import asked_choice, asked_page, asked_text, refuse_unread
from crm.web.words import word

_ASKED = {"q", "tier", "street", "steward", "industry", "pool", "sort"}
_SECTIONS = "ABCDEFGHIJKLMNOPQRST"


@requires(Role.MANAGER)
def enterprises() -> ResponseReturnValue:
    """Every enterprise the person may see."""
    page, on = asked_page(), clock.today()
    with reading() as session:
        cells = read_cells(session, scope())
        stewards = list_queries.stewards_in_list(session, cells)
        rows, total = list_queries.enterprises(
            session, scope(), read_list_filter(stewards), cells, offset=page.offset, limit=page.size
        )
    return render_template(
        "desk/enterprises.html",
        rows=rows,
        paging=page.of(total),
        filters=filters(stewards),
        on=on,
        most=MOST_ROWS,
        shown={name: text for name, text in request.args.items() if name in _ASKED},
    )


@requires(Role.MANAGER)
def export_enterprises(kind: str) -> ResponseReturnValue:
    """What is on the screen, all its pages, as a file; that it was taken is recorded."""
    on = clock.today()
    with reading() as session:
        cells = read_cells(session, scope())
        stewards = list_queries.stewards_in_list(session, cells)
        rows, total = list_queries.enterprises(session, scope(), read_list_filter(stewards), cells, limit=MOST_ROWS)
        certificates = certificates_held(session, [row.id for row in rows], on)
    refuse_unread()
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        asked = filters_to_record()
        record_export(session, me().id, "enterprises", kind, len(rows), total=total, filters=asked, at=clock.now())
    heads, cells = _heads(), [_cells(row, certificates.get((row.id, row.tier.tier), "")) for row in rows]
    return file_answer(kind, "enterprises", _("企业名单-%(day)s", day=on.isoformat()), heads, cells)


def read_list_filter(stewards: list[tuple[str, str]]) -> ListFilter:
    """The filters in the URL; a value that is not offered is refused."""
    steward = asked_choice("steward", [NO_STEWARD, *(key for key, _name in stewards)])
    return ListFilter(
        text=asked_text("q"),
        tier=asked_choice("tier", PLACES) or None,
        street=asked_choice("street", service_rules().streets) or None,
        steward=int(steward) if steward.isdigit() else steward or None,
        section=asked_choice("industry", _SECTIONS) or None,
        pool=asked_choice("pool", (IN_POOL, OUTSIDE)) or None,
        sort=asked_choice("sort", [*SORTS, *(f"-{sort}" for sort in SORTS)], "name"),
    )


def filters(stewards: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The filters as the filter bar draws them."""
    every = {
        "tier": (_("层级"), offer_places()),
        "street": (_("街道"), [(street, street) for street in service_rules().streets]),
        "steward": (_("管家"), [(NO_STEWARD, _("待分派")), *stewards]),
        "industry": (_("行业门类"), [(letter, word(letter, "industry_section")) for letter in _SECTIONS]),
        "pool": (_("培育库"), [(IN_POOL, _("在库")), (OUTSIDE, _("不在库"))]),
    }
    return [{"name": name, "label": label, "choices": choices} for name, (label, choices) in every.items()]


def _heads() -> list[str]:
    return [
        _("企业名称"),
        _("统一社会信用代码"),
        _("层级"),
        _("街道"),
        _("行业代码"),
        _("管家"),
        _("最近联系"),
        _("培育库"),
        _("注销日期"),
        _("证书编号"),
    ]


def _cells(row: ListedEnterprise, certificate: str) -> list[str]:
    return [
        row.name,
        row.credit_code,
        word_rung(row.tier),
        row.street or "",
        row.industry or "",
        row.steward or (_("待分派") if row.is_in_pool else "—"),
        row.last_on.isoformat() if row.last_on else "",
        _("在库") if row.is_in_pool else _("不在库"),
        row.deregistered_on.isoformat() if row.deregistered_on else "",
        certificate,
    ]
