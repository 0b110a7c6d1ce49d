"""Finding an enterprise by what people remember of it: a name, a code, a contact, four digits, pinyin initials."""

from sqlalchemy import ColumnElement, or_, select

from crm.enterprises.models import Contact, Enterprise
from crm.enterprises.names import fold

_DIGITS_KEPT = 4
_SHORTEST_CODE = 4


def matching(text: str) -> ColumnElement[bool]:
    """The condition on `Enterprise` for being meant by the text; to be put beside the scope, never in its place."""
    folded = fold(text)
    conditions: list[ColumnElement[bool]] = [
        Enterprise.search_key.contains(folded, autoescape=True),
        Enterprise.id.in_(
            select(Contact.enterprise_id).where(
                Contact.left_on.is_(None), Contact.name.contains(text.strip(), autoescape=True)
            )
        ),
    ]
    if folded.isascii() and folded.isalpha():
        conditions.append(Enterprise.initials.contains(folded, autoescape=True))
    if folded.isascii() and folded.isalnum() and len(folded) >= _SHORTEST_CODE:
        conditions.append(Enterprise.credit_code.contains(folded.upper(), autoescape=True))
    if folded.isascii() and folded.isdigit() and len(folded) == _DIGITS_KEPT:
        conditions.append(
            Enterprise.id.in_(
                select(Contact.enterprise_id).where(Contact.left_on.is_(None), Contact.mobile_last4 == folded)
            )
        )
    return or_(*conditions)
