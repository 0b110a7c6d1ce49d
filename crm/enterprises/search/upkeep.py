"""Keeping search terms as the names, codes and contacts are: for what a transaction touched, at its end."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import polars as pl
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crm.enterprises.models import Contact, Enterprise, FormerName
from crm.enterprises.search.models import SearchTerm
from crm.enterprises.search.terms import IndexTerm, terms_of
from crm.sql import columns
from crm.touched import find_touched

_AT_ONCE = 1000


def index_touched(session: Session) -> None:
    """Write the terms of every enterprise whose names, code or contacts the transaction touched."""
    session.flush()
    index(session, find_touched(session, Enterprise, FormerName, Contact))


def index(session: Session, ids: Collection[int]) -> None:
    """Bring the terms of these enterprises up to date; what is right already is not written again."""
    ordered = sorted(ids)
    for begin in range(0, len(ordered), _AT_ONCE):
        _index_some(session, ordered[begin : begin + _AT_ONCE])


def unlike(session: Session, ids: Sequence[int]) -> dict[int, set[IndexTerm]]:
    """Of these enterprises, those whose terms are not what they should be, with what they should be."""
    table = SearchTerm.__table__.c
    known: dict[int, set[IndexTerm]] = defaultdict(set)
    kept = select(table.enterprise_id, table.text, table.initials, table.pinyin).where(table.enterprise_id.in_(ids))
    for enterprise_id, *term in session.execute(kept):
        known[enterprise_id].add(IndexTerm(*term))
    right = _terms(session, ids)
    return {key: terms for key, terms in right.items() if terms != known[key]}


def _index_some(session: Session, ids: Sequence[int]) -> None:
    wrong = unlike(session, ids)
    if not wrong:
        return
    session.execute(delete(SearchTerm).where(SearchTerm.enterprise_id.in_(wrong)))
    rows = [(key, *term) for key, terms in wrong.items() for term in sorted(terms, key=_place)]
    schema = {"enterprise_id": pl.Int64, "text": pl.String, "initials": pl.String, "pinyin": pl.String}
    columns.append(session, SearchTerm, pl.DataFrame(rows, schema=schema, orient="row"))


def _place(term: IndexTerm) -> tuple[str, ...]:
    return tuple(text or "" for text in term)


def _terms(session: Session, ids: Sequence[int]) -> dict[int, set[IndexTerm]]:
    names: dict[int, list[str]] = defaultdict(list)
    for key, name in session.execute(
        select(FormerName.enterprise_id, FormerName.name).where(FormerName.enterprise_id.in_(ids))
    ):
        names[key].append(name)
    people: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    staying = Contact.enterprise_id.in_(ids), Contact.left_on.is_(None)
    for key, name, digits in session.execute(
        select(Contact.enterprise_id, Contact.name, Contact.mobile_last4).where(*staying)
    ):
        people[key].append((name, digits))
    rows = session.execute(
        select(Enterprise.id, Enterprise.name, Enterprise.credit_code).where(Enterprise.id.in_(ids))
    )
    return {key: terms_of([name, *names[key]], code, people[key]) for key, name, code in rows}
