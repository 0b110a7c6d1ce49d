"""The person who acts: a value detached from the database, made anew for every request."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from flask_login import UserMixin

from crm.people.models import Role


@dataclass(frozen=True, slots=True)
class Person(UserMixin):  # type: ignore[misc]
    """Who is signed in, with the roles of this moment; `token` is the cookie's secret, not an id."""

    id: int
    name: str
    staff_number: str
    roles: frozenset[Role]
    department_id: int | None
    must_change_password: bool
    session_id: int
    seen_at: datetime
    token: str

    def get_id(self) -> str:
        """What the cookie holds: the random token of the session, never the user's id."""
        return self.token

    @property
    def initial(self) -> str:
        """The character for the person's disc."""
        return self.name[:1]

    @property
    def draft_key(self) -> str:
        """An opaque name under which a browser keeps this person's drafts apart from others'."""
        return sha256(f"draft:{self.id}:{self.staff_number}".encode()).hexdigest()[:16]

    def has(self, *roles: Role) -> bool:
        """Holds one of these roles."""
        return not self.roles.isdisjoint(roles)
