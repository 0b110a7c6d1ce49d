"""Users, departments, role grants, sessions and sign-in attempts."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Computed, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, key, short_text, user_key


class Role(StrEnum):
    """What a person may do. The last three are the administrators (三员), whose powers exclude each other."""

    STEWARD = "steward"
    MANAGER = "manager"
    HANDLER = "handler"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
_OF_ADMINISTRATORS = "role IN ('system_admin', 'security_admin', 'auditor')"


class Side(StrEnum):
    """Whoever administers does no business, and the other way round."""

    ADMINISTRATION = "administration"
    BUSINESS = "business"


def side_of(role: Role) -> Side:
    """The side a role is on."""
    return Side.ADMINISTRATION if role in ADMINISTRATORS else Side.BUSINESS


class UserState(StrEnum):
    """A candidate is known by name only and cannot sign in until an administrator activates the account."""

    CANDIDATE = "candidate"
    ACTIVE = "active"
    DISABLED = "disabled"


class Department(Base):
    """A responsible unit (责任单位); configuration names it by its code, nothing goes to it after `ended_on`."""

    __tablename__ = "departments"

    id: Mapped[key]
    code: Mapped[code_text] = mapped_column(unique=True)
    name: Mapped[short_text] = mapped_column(unique=True)
    ended_on: Mapped[date | None]


class User(Base):
    """A member of staff, known by a staff number that is unique whatever its case and width."""

    __tablename__ = "users"
    __table_args__ = (Index("uq_users_id_side", "id", "side", unique=True),)

    id: Mapped[key]
    staff_number: Mapped[code_text]
    staff_key: Mapped[code_text] = mapped_column(unique=True)
    name: Mapped[short_text]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), index=True)
    state: Mapped[UserState]
    side: Mapped[str | None] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    password_set_at: Mapped[datetime | None]
    password_expires_at: Mapped[datetime | None]
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=False)
    created_on: Mapped[date]


class RoleGrant(Base):
    """A role given to a user, from a day, until it is ended.

    As long as it is open its `side` must be the user's, so that nobody ever holds roles of both.
    """

    __tablename__ = "roles"
    __table_args__ = (
        ForeignKeyConstraint(["user_id", "side"], ["users.id", "users.side"], name="fk_roles_user_id_side"),
        Index(
            "uq_roles_open",
            "user_id",
            "role",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index(
            "uq_roles_one_administrator",
            "user_id",
            unique=True,
            sqlite_where=text(f"ended_on IS NULL AND {_OF_ADMINISTRATORS}"),
            postgresql_where=text(f"ended_on IS NULL AND {_OF_ADMINISTRATORS}"),
        ),
    )

    id: Mapped[key]
    user_id: Mapped[user_key]
    role: Mapped[Role]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    granted_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    side: Mapped[str | None] = mapped_column(
        String(20),
        Computed(
            f"CASE WHEN ended_on IS NOT NULL THEN NULL WHEN {_OF_ADMINISTRATORS} THEN 'administration' "
            "ELSE 'business' END",
            persisted=True,
        ),
    )


class FormerPassword(Base):
    """A password a user had, so that it is not taken again."""

    __tablename__ = "former_passwords"

    id: Mapped[key]
    user_id: Mapped[user_key]
    password_hash: Mapped[str] = mapped_column(String(255))
    replaced_at: Mapped[datetime]


class PasswordReset(Base):
    """An administrator's password is reset by two: one asks, another agrees; then the one-time password is given."""

    __tablename__ = "password_resets"
    __table_args__ = (
        Index(
            "uq_password_resets_open",
            "user_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[key]
    user_id: Mapped[user_key]
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    agreed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class SignInSession(Base):
    """One sign-in; the cookie holds a random token, this row only its hash."""

    __tablename__ = "sessions"

    id: Mapped[key]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_id: Mapped[user_key]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[code_text]


class LoginAttempt(Base):
    """A try to sign in, counted before the password is looked at; `device` where the account is known on it."""

    __tablename__ = "login_attempts"
    __table_args__ = (Index(None, "account", "at"), Index(None, "address", "at"))

    id: Mapped[key]
    at: Mapped[datetime]
    account: Mapped[code_text]
    address: Mapped[code_text]
    device: Mapped[code_text | None]
    succeeded: Mapped[bool] = mapped_column(Boolean, default=False)
