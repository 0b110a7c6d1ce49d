"""What a fact may say: the dossier file's own readers decide, so that a stored fact is always one the engine reads."""

import json
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from crm.enterprises.identity.credit_codes import made_up_code
from crm.errors import CrmError
from crm.rules.files.dossier_json import dossier_from
from crm.rules.law.catalogue import FIELDS, FactKind, Field
from crm.rules.law.fields import SINGLES, words
from crm.rules.law.problems import DossierError

IDENTITY = "identity"
QUALITY = "quality"
UNKNOWN = "null"
"""The JSON text of a fact that is not known any more."""
_UNKNOWN, _YES, _NO, _NONE = _l("未知"), _l("是"), _l("否"), _l("均无")
_STOOD_IN = {"uscc": made_up_code(0), "name": "—"}


def single_facts() -> tuple[Field, ...]:
    """The one-valued facts and judgements that are recorded with date and evidence, in the catalogue's order."""
    return (*(field for field in SINGLES if field.group != IDENTITY), FIELDS[QUALITY])


def field_of(fact: str) -> Field:
    """The field of a one-valued fact; CrmError not_found for anything else."""
    for field in single_facts():
        if field.id == fact:
            return field
    raise CrmError("not_found")


def write_value(fact: str, value: object) -> str:
    """The JSON text to store; raises CrmError when a dossier could not say it. None is written as null."""
    return json.dumps(check_values(**{fact: value})[fact], ensure_ascii=False, sort_keys=True)


def read_value(text: str) -> Any:
    """The value of a stored JSON text."""
    return json.loads(text)


def show_value(fact: str, text: str) -> str:
    """A stored value in Chinese words."""
    value, field = read_value(text), field_of(fact)
    if value is None:
        return str(_UNKNOWN)
    if isinstance(value, bool):
        return str(_YES if value else _NO)
    if isinstance(value, list):
        return "、".join(words(fact, one) for one in value) or str(_NONE)
    if field.kind is FactKind.RATIO:
        return f"{percent(value)}%"
    return words(fact, value) if field.choices else str(value)


def percent(share: str) -> str:
    """A part of one as a percentage, exactly: 0.125 is 12.5."""
    hundredfold = Decimal(share) * 100
    return f"{hundredfold:f}".rstrip("0").rstrip(".") if "." in f"{hundredfold:f}" else f"{hundredfold:f}"


def check_values(**values: object) -> dict[str, object]:
    """The same values, when each is one a dossier may hold; names with a dot stand inside their group."""
    dossier: dict[str, Any] = dict(_STOOD_IN)
    for name, value in values.items():
        group, dot, part = name.partition(".")
        if dot:
            dossier.setdefault(group, {})[part] = value
        else:
            dossier[name] = value
    try:
        dossier_from(dossier)
    except DossierError as error:
        raise CrmError("value_refused", label=label_of(error.where), why=error.why) from error
    return dict(values)


def label_of(where: str) -> str:
    """The Chinese name of the place a complaint is about."""
    plain = where.partition("[")[0] + where.partition("]")[2]
    field = FIELDS.get(plain) or FIELDS.get(plain.split(".")[-1]) or FIELDS.get(plain.split(".")[0])
    return field.zh if field else where
