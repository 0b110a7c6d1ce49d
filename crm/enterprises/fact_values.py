"""What a fact may say: the dossier file's own readers decide, so that a stored fact is always one the engine reads."""

import json
from typing import Any

from crm.enterprises.credit_codes import made_up_code
from crm.errors import CrmError
from crm.rules.catalogue import FIELDS, Field, Kind
from crm.rules.dossier_json import dossier_from
from crm.rules.problems import DossierError

IDENTITY = "identity"
QUALITY = "quality"
_STOOD_IN = {"uscc": made_up_code(0), "name": "—"}


def single_facts() -> tuple[Field, ...]:
    """The one-valued facts and judgements that are recorded with date and evidence, in the catalogue's order."""
    return tuple(
        field for field in FIELDS.values()
        if not field.yearly and field.group != IDENTITY and (field.id == QUALITY or _stands_alone(field))
    )


def _stands_alone(field: Field) -> bool:
    """Neither a list, nor a column of one."""
    listed = FIELDS.get(field.group)
    return field.kind is not Kind.LIST and (listed is None or listed.kind is not Kind.LIST)


def field_of(fact: str) -> Field:
    """The field of a one-valued fact; CrmError not_found for anything else."""
    for field in single_facts():
        if field.id == fact:
            return field
    raise CrmError("not_found")


def written(fact: str, value: object) -> str:
    """The JSON text to store; raises CrmError when a dossier could not say it. None is written as null."""
    return json.dumps(checked(**{fact: value})[fact], ensure_ascii=False, sort_keys=True)


def read(text: str) -> Any:
    """The value of a stored JSON text."""
    return json.loads(text)


def checked(**values: object) -> dict[str, object]:
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
    plain = "".join(part.partition("[")[0] + part.partition("]")[2] for part in [where])
    field = FIELDS.get(plain) or FIELDS.get(plain.split(".")[-1]) or FIELDS.get(plain.split(".")[0])
    return field.zh if field else where
