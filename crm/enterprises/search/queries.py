"""Searching: the condition for being meant by some words, answered by the beginnings in `SearchTerm`."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, false, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from crm.enterprises.models import Enterprise
from crm.enterprises.search.models import SearchTerm
from crm.enterprises.search.terms import words_of

_AFTER_EVERYTHING = "\U0010ffff"


class begins_with(FunctionElement[bool]):  # noqa: N801  (written like the functions of SQL)
    """A column begins with a word without signs, said so that the database answers from the column's index.

    Its arguments are the column, the word, the pattern, and what comes after all that begin with the word.
    """

    type = Boolean()
    inherit_cache = True


@compiles(begins_with, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    column, _, pattern, _ = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} LIKE {pattern}"


@compiles(begins_with, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    column, word, _, after = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({column} >= {word} AND {column} < {after})"


def matching(text: str) -> ColumnElement[bool]:
    """The condition on `Enterprise` for being meant by all words of the text; to be put beside the scope."""
    words = words_of(text)
    if not words:
        return false()
    return and_(*(Enterprise.id.in_(select(SearchTerm.enterprise_id).where(_begins(word))) for word in words))


def _begins(word: str) -> ColumnElement[bool]:
    columns: list[Any] = [SearchTerm.text]
    if word.isascii() and word.isalpha():
        columns += [SearchTerm.initials, SearchTerm.pinyin]
    return or_(*(begins_with(column, word, f"{word}%", word + _AFTER_EVERYTHING) for column in columns))
