"""Pages of the lists, from intellectual property to platform scores, and whether they are complete."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from crm import clock
from crm.db import reading, transaction
from crm.enterprises import queries
from crm.enterprises.facts import queries as fact_queries
from crm.enterprises.facts.forms import CompleteForm, field_of, item_form, item_values, label_of
from crm.enterprises.facts.lists import service as listed_facts
from crm.enterprises.facts.lists.listings import LISTINGS, Item, Listing, listing_of
from crm.enterprises.facts.lists.property_kinds import property_kinds
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import FactList, Grade
from crm.enterprises.heading import heading, names_of, writers
from crm.errors import CrmError
from crm.money import wan
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.rules.law.catalogue import FIELDS
from crm.web.pages import form_page


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list: how many rows it has, and whether somebody said that these are all."""

    id: str
    label: str
    count: int
    can_be_complete: bool
    complete_as_of: date | None
    who: str | None
    evidence: str | None

    @property
    def is_known(self) -> bool:
        """A list with rows is known; without rows only when it was declared complete."""
        return self.count > 0 or self.complete_as_of is not None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One row of a list in words."""

    id: int
    words: list[Any]
    grade: str
    source: str | None
    who: str
    recorded_on: date
    removed_on: date | None
    remover: str | None


@requires(Role.STEWARD, Role.MANAGER)
def lists(enterprise_id: int) -> ResponseReturnValue:
    """All lists: how many rows each has and whether it is complete."""
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        counts = fact_queries.counts(session, enterprise_id)
        declared = fact_queries.declarations(session, enterprise_id)
        names = writers(session, list(declared.values()), "recorded_by")
    found = [_list_line(one, counts[one.id], declared.get(one.id), names) for one in LISTINGS.values()]
    return render_template("enterprises/lists.html", head=head, lists=found)


@requires(Role.STEWARD, Role.MANAGER)
def one_list(enterprise_id: int, listing: str) -> ResponseReturnValue:
    """The rows of a list, those that ended, and the declaration that these are all."""
    wanted = listing_of(listing)
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        rows = fact_queries.items(session, enterprise_id, wanted)
        ended = fact_queries.ended_items(session, enterprise_id, wanted)
        declared = fact_queries.declarations(session, enterprise_id).get(listing)
        writers_of = [row.recorded_by for row in (*rows, *ended)] + [row.removed_by for row in ended]
        names = names_of(session, [*writers_of, declared.recorded_by if declared else None])
    page = form_page(
        "enterprises/list.html",
        CompleteForm(),
        head=head,
        listing=wanted,
        line=_list_line(wanted, len(rows), declared, names),
        columns=_columns(wanted),
        rows=[_item_line(wanted, row, names) for row in rows],
        ended=[_item_line(wanted, row, names) for row in ended],
    )
    if not page.is_submitted():
        return page.show()
    _declare(enterprise_id, wanted, page.form.evidence.data)
    flash(_("已声明“%(label)s”完整。", label=FIELDS[listing].zh), "saved")
    return redirect(url_for("enterprises.one_list", enterprise_id=enterprise_id, listing=listing))


@requires(Role.STEWARD, Role.MANAGER)
def reopen_list(enterprise_id: int, listing: str) -> ResponseReturnValue:
    """The list may lack something after all."""
    wanted = listing_of(listing)
    if wanted.kind is None:
        raise CrmError("not_found")
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        listed_facts.withdraw_declaration(session, enterprise_id, wanted.kind, by=me().id, on=clock.today())
    flash(_("已撤回“%(label)s”的完整声明。", label=FIELDS[listing].zh), "saved")
    return redirect(url_for("enterprises.one_list", enterprise_id=enterprise_id, listing=listing))


@requires(Role.STEWARD, Role.MANAGER)
def add_item(enterprise_id: int, listing: str) -> ResponseReturnValue:
    """Write down one more row."""
    wanted = listing_of(listing)
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
    form = item_form(wanted)
    page = form_page(
        "enterprises/item.html",
        form,
        head=head,
        listing=wanted,
        label=FIELDS[listing].zh,
        line=None,
        inputs=_inputs(wanted, form),
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        listed_facts.add_item(
            session, enterprise_id, wanted, item_values(wanted, form), _evidence(form), by=me().id, on=clock.today()
        )
    flash(_("已登记一条“%(label)s”。", label=FIELDS[listing].zh), "saved")
    return redirect(url_for("enterprises.one_list", enterprise_id=enterprise_id, listing=listing))


@requires(Role.STEWARD, Role.MANAGER)
def edit_item(enterprise_id: int, listing: str, item_id: int) -> ResponseReturnValue:
    """Correct a row; what it says now stands beside the form."""
    wanted = listing_of(listing)
    with reading() as session:
        head = heading(queries.get(session, enterprise_id, scope()))
        row = fact_queries.item(session, enterprise_id, wanted, item_id)
        names = names_of(session, [row.recorded_by, row.removed_by])
    form = item_form(wanted, wanted.values(row), grade=row.grade.value, source=row.source)
    page = form_page(
        "enterprises/item.html",
        form,
        head=head,
        listing=wanted,
        label=FIELDS[listing].zh,
        line=_item_line(wanted, row, names),
        columns=_columns(wanted),
        inputs=_inputs(wanted, form),
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        _corrected(session, enterprise_id, wanted, item_id, form)
    flash(_("已更正一条“%(label)s”，原来的一条仍保留。", label=FIELDS[listing].zh), "saved")
    return redirect(url_for("enterprises.one_list", enterprise_id=enterprise_id, listing=listing))


@requires(Role.STEWARD, Role.MANAGER)
def remove_item(enterprise_id: int, listing: str, item_id: int) -> ResponseReturnValue:
    """Take a row out; it stays in the record."""
    wanted = listing_of(listing)
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        row = fact_queries.item(session, enterprise_id, wanted, item_id)
        listed_facts.remove_item(session, row, wanted, by=me().id, on=clock.today())
    flash(_("已移除一条“%(label)s”，列在清单下方，可以恢复。", label=FIELDS[listing].zh), "saved")
    return redirect(url_for("enterprises.one_list", enterprise_id=enterprise_id, listing=listing))


@requires(Role.STEWARD, Role.MANAGER)
def restore_item(enterprise_id: int, listing: str, item_id: int) -> ResponseReturnValue:
    """Put a removed row back on the list."""
    wanted = listing_of(listing)
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        row = fact_queries.item(session, enterprise_id, wanted, item_id)
        listed_facts.restore_item(session, row, wanted, by=me().id, on=clock.today())
    flash(_("已恢复一条“%(label)s”。", label=FIELDS[listing].zh), "saved")
    return redirect(url_for("enterprises.one_list", enterprise_id=enterprise_id, listing=listing))


def _declare(enterprise_id: int, listing: Listing, evidence: str) -> None:
    if listing.kind is None:
        raise CrmError("not_found")
    with transaction() as session:
        queries.get(session, enterprise_id, scope())
        listed_facts.declare_complete(
            session, enterprise_id, listing.kind, evidence=evidence, by=me().id, on=clock.today()
        )


def _corrected(session: Session, enterprise_id: int, listing: Listing, item_id: int, form: Any) -> None:
    queries.get(session, enterprise_id, scope())
    row = fact_queries.item(session, enterprise_id, listing, item_id)
    listed_facts.correct_item(
        session, row, listing, item_values(listing, form), _evidence(form), by=me().id, on=clock.today()
    )


def _evidence(form: Any) -> Evidence:
    return Evidence(form.source.data, Grade(form.grade.data))


def _inputs(listing: Listing, form: Any) -> list[tuple[Any, Any]]:
    """Each input of an item with its unit, what people read first."""
    names = [*listing.extras, *listing.fields]
    return [(form[f"f_{name}"], _("万元") if name == "amount" else None) for name in names]


def _columns(listing: Listing) -> list[Any]:
    return [str(label_of(listing, name)) for name in (*listing.extras, *listing.fields)]


def _list_line(listing: Listing, count: int, declared: FactList | None, names: dict[int | None, str]) -> ListLine:
    return ListLine(
        listing.id,
        FIELDS[listing.id].zh,
        count,
        listing.kind is not None,
        declared.complete_as_of if declared else None,
        names[declared.recorded_by] if declared else None,
        declared.evidence if declared else None,
    )


def _item_line(listing: Listing, row: Item, names: dict[int | None, str]) -> ItemLine:
    values = listing.values(row)
    said = [word_of(listing, name, values[name]) for name in (*listing.extras, *listing.fields)]
    return ItemLine(
        row.id,
        said,
        row.grade,
        row.source,
        names[row.recorded_by],
        row.recorded_on,
        row.removed_on,
        names[row.removed_by] if row.removed_by else None,
    )


def word_of(listing: Listing, name: str, value: Any) -> Any:
    """One value of an item in words."""
    if value is None:
        return None
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name == "amount":
        return _("%(amount)s 万元", amount=wan(value))
    if name == "kind" and name in listing.extras:
        kind = property_kinds().get(value)
        return kind.text.zh if kind else value
    if name in listing.fields:
        choices = {one.value: one.zh for one in field_of(listing, name).choices}
        return choices.get(value, value)
    return value
