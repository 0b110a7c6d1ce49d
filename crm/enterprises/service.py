"""Registering an enterprise and correcting its identity; contacts, figures and facts have files of their own."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.enterprises import queries
from crm.enterprises.facts.values import check_values
from crm.enterprises.identity.credit_codes import read_code
from crm.enterprises.identity.labels import FIELDS
from crm.enterprises.models import Enterprise, EnterpriseChange, FormerName
from crm.errors import CrmError
from crm.people import queries as people


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an enterprise is, beside its credit code; None is not known."""

    name: str
    registered_on: date | None = None
    industry: str | None = None
    street: str | None = None
    address: str | None = None
    main_product: str | None = None
    remark: str | None = None
    deregistered_on: date | None = None


def register(session: Session, credit_code: str, identity: Identity, *, by: int | None, on: date) -> Enterprise:
    """Write down an enterprise nobody knew; raises CrmError with its name when the code is known already."""
    code = read_code(credit_code)
    serialise(session, f"enterprise {code}")
    known = queries.by_code(session, code)
    if known is not None:
        raise CrmError("credit_code_taken", name=known.name)
    _check(identity, on)
    enterprise = Enterprise(credit_code=code, created_on=on, created_by=by, **asdict(identity))
    session.add(enterprise)
    session.flush()
    audit.record(session, by, "enterprise.registered", f"enterprise:{enterprise.id}")
    return enterprise


def change_identity(
    session: Session, enterprise: Enterprise, identity: Identity, *, by: int, on: date, seen: int | None = None
) -> list[EnterpriseChange]:
    """Correct the identity; each field that differs leaves a row with what it was, an old name stays findable.

    `seen` is the version the person looked at; when somebody saved a newer one, nothing is written.
    """
    serialise(session, f"identity of {enterprise.id}")
    session.refresh(enterprise)
    _check_version(session, enterprise, seen)
    _check(identity, on)
    changes = [
        EnterpriseChange(
            enterprise_id=enterprise.id,
            field=field,
            old=_text(getattr(enterprise, field)),
            new=_text(value),
            changed_by=by,
            changed_on=on,
        )
        for field, value in asdict(identity).items()
        if getattr(enterprise, field) != value
    ]
    if not changes:
        return []
    if enterprise.name != identity.name:
        _keep_name(session, enterprise, by=by, on=on)
    for field, value in asdict(identity).items():
        setattr(enterprise, field, value)
    session.add_all(changes)
    session.flush()
    fields = [change.field for change in changes]
    audit.record(session, by, "enterprise.changed", f"enterprise:{enterprise.id}", fields=fields)
    return changes


def _keep_name(session: Session, enterprise: Enterprise, *, by: int, on: date) -> None:
    """The present name becomes a former one, by which the enterprise is still found."""
    session.add(FormerName(enterprise_id=enterprise.id, name=enterprise.name, until=on, recorded_by=by))


def _check(identity: Identity, on: date) -> None:
    """The fields make sense alone and together."""
    check_values(name=identity.name, industry=identity.industry)
    begun, ended = identity.registered_on, identity.deregistered_on
    if any(day is not None and day > on for day in (begun, ended)):
        raise CrmError("day_ahead", day=max(day for day in (begun, ended) if day is not None))
    if begun and ended and ended < begun:
        raise CrmError("ends_before_it_begins")


def _check_version(session: Session, enterprise: Enterprise, seen: int | None) -> None:
    if seen is None or seen == enterprise.version:
        return
    last = queries.last_change(session, enterprise.id)
    if last is None:
        raise CrmError("changed_meanwhile")
    who = people.names(session, {last.changed_by})[last.changed_by]
    raise CrmError(
        "identity_changed_meanwhile", who=who, day=last.changed_on, field=FIELDS[last.field], new=last.new or "—"
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
