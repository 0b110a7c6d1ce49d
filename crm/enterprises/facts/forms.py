"""Forms of facts and of list items, built from the catalogue of fields instead of being written out again."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from crm.enterprises.facts.fields import UNKNOWN, input_for, typed_from, value_in
from crm.enterprises.facts.lists.listings import Listing
from crm.enterprises.facts.lists.property_kinds import property_kinds
from crm.enterprises.facts.values import QUALITY
from crm.rules.law.catalogue import FIELDS, Field
from crm.web.fields import DayField, DeskForm, LineField, WholeField, must_fill
from crm.web.words import choices, option

KNOWN = "known"
# As many characters as the columns take.
LONGEST_NUMBER, LONGEST_NAME = 64, 200
# What a dossier must say of an item, beside which everything may stay unknown.
NEEDED = {
    "intellectual_property": {"class"},
    "equity_financing": {"paid_on", "amount"},
    "science_awards": {"level", "awarded_on"},
    "maker_in_china": {"list", "year"},
    "certificates": {"kind", "valid_from", "valid_to"},
    "platform_scores": {"year", "score"},
}
EXTRAS = {"title": _l("名称"), "number": _l("编号"), "investor": _l("投资机构")}


class EvidenceForm(DeskForm):
    """On what a fact rests."""

    grade = RadioField(_l("依据等级"), [must_fill()], choices=choices("grade"), default="self_declared")
    source = LineField(_l("依据"), needed=True, description=_l("文件名称、编号或向谁核实。"))


class CompleteForm(DeskForm):
    """Declares that a list holds everything there is."""

    evidence = LineField(_l("依据"), needed=True, description=_l("如：企业于今日逐项确认。"))


def fact_form(field: Field, value: Any) -> Any:
    """The form of a one-valued fact, showing a known value."""
    inputs: dict[str, Any] = {
        "value": input_for(field),
        "from_date": DayField(_l("自何日起")),
        "version": WholeField(_l("版本")),
    }
    if field.id == QUALITY:
        inputs["known"] = RadioField(
            _l("是否核实"),
            default=UNKNOWN,
            choices=[option(KNOWN, _l("已逐项核实，未勾选的即没有")), option(UNKNOWN, _l("未知"))],
        )
    form = type("FactForm", (EvidenceForm,), inputs)
    start = {"value": typed_from(field, value)}
    return form(**start, **({"known": KNOWN} if value is not None and field.id == QUALITY else {}))


def fact_value(field: Field, form: Any) -> Any:
    """What the form says, as the dossier writes it."""
    if field.id == QUALITY:
        return sorted(form.value.data or []) if form.known.data == KNOWN else None
    return answer_in(field, form.value)


def answer_in(field: Field, typed: Any) -> Any:
    """What one input says, as the dossier writes it; None where nothing was said."""
    value = value_in(field, typed)
    return value.isoformat() if hasattr(value, "isoformat") else value


def item_form(listing: Listing, values: Mapping[str, Any] | None = None, **evidence: Any) -> Any:
    """The form of one item of a list, showing what is known of it."""
    inputs = {
        f"f_{name}": input_for(field_of(listing, name), needed=name in NEEDED[listing.id]) for name in listing.fields
    }
    inputs |= {f"f_{name}": _extra(listing, name) for name in listing.extras}
    start = {
        f"f_{name}": typed_from(field_of(listing, name), value) if name in listing.fields else value
        for name, value in (values or {}).items()
    }
    return type("ItemForm", (EvidenceForm,), inputs)(**start, **evidence)


def item_values(listing: Listing, form: Any) -> dict[str, Any]:
    """What the form says, by field of the list."""
    said = {name: value_in(field_of(listing, name), form[f"f_{name}"]) for name in listing.fields}
    return said | {name: form[f"f_{name}"].data or None for name in listing.extras}


def field_of(listing: Listing, name: str) -> Field:
    """The catalogue's field of an item; a list's year is called like any other year."""
    return FIELDS.get(f"{listing.id}.{name}") or FIELDS["maker_in_china.year"]


def label_of(listing: Listing, name: str) -> Any:
    """What a field of an item is called."""
    if name in listing.fields:
        return field_of(listing, name).zh
    return _l("种类") if name == "kind" else EXTRAS[name]


def _extra(listing: Listing, name: str) -> Any:
    """What only people read: a name, a number, and the kind of a property."""
    if listing.id == "intellectual_property" and name == "kind":
        offered = [option(kind.id, kind.text.zh) for kind in property_kinds().values()]
        return SelectField(_l("种类"), choices=[option(UNKNOWN, _l("未知")), *offered], default=UNKNOWN)
    return LineField(EXTRAS[name], longest=LONGEST_NUMBER if name == "number" else LONGEST_NAME)
