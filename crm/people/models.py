"""Users, departments, role grants, sessions and sign-in attempts."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, String, text
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


class UserState(StrEnum):
    """A candidate is known by name only and cannot sign in until an administrator activates the account."""

    CANDIDATE = "candidate"
    ACTIVE = "active"
    DISABLED = "disabled"


class Department(Base):
    """A responsible unit (责任单位)."""

    __tablename__ = "departments"

    id: Mapped[key]
    name: Mapped[short_text] = mapped_column(unique=True)


class User(Base):
    """A member of staff, known by a staff number that is unique whatever its case and width."""

    __tablename__ = "users"

    id: Mapped[key]
    staff_number: Mapped[code_text]
    staff_key: Mapped[code_text] = mapped_column(unique=True)
    name: Mapped[short_text]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), index=True)
    state: Mapped[UserState]
    password_hash: Mapped[str | None] = mapped_column(String(255))
    password_set_at: Mapped[datetime | None]
    password_expires_at: Mapped[datetime | None]
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=False)
    created_on: Mapped[date]


class RoleGrant(Base):
    """A role given to a user, from a day, until it is ended."""

    __tablename__ = "roles"
    __table_args__ = (
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
            sqlite_where=text("ended_on IS NULL AND role IN ('system_admin', 'security_admin', 'auditor')"),
            postgresql_where=text("ended_on IS NULL AND role IN ('system_admin', 'security_admin', 'auditor')"),
        ),
    )

    id: Mapped[key]
    user_id: Mapped[user_key]
    role: Mapped[Role]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    granted_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


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
    """A try to sign in, counted before the password is looked at."""

    __tablename__ = "login_attempts"
    __table_args__ = (Index(None, "account", "at"), Index(None, "address", "at"))

    id: Mapped[key]
    at: Mapped[datetime]
    account: Mapped[code_text]
    address: Mapped[code_text]
    succeeded: Mapped[bool] = mapped_column(Boolean, default=False)
