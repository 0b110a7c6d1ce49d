"""Passwords: hashing with argon2id, one-time passwords, and what a new one must be."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from crm.config.service_rules import PasswordRules
from crm.errors import CrmError
from crm.people.signing.common_passwords import is_common

_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_PUNCTUATION = "-+=@#%"
hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)


@cache
def _nobodys() -> str:
    """A hash that no password has; made when first needed, because every command would wait for it."""
    return hasher.hash(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; takes as long when there is none, so that nobody learns who exists."""
    try:
        hasher.verify(stored or _nobodys(), password)
    except (Argon2Error, InvalidHashError):
        return False
    return stored is not None


def one_time_password() -> str:
    """A random password easy to read out, of all four character classes."""
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(3)]
    return secrets.choice(_PUNCTUATION).join(groups) + secrets.choice("23456789") + "aZ"


@dataclass(frozen=True, slots=True)
class Demands:
    """What this installation asks of a new password, and for how many days it is good (None: for good)."""

    shortest: int
    longest_bytes: int
    banned_words: tuple[str, ...]
    classes: int
    days: int | None
    remembered: int

    @classmethod
    def of(cls, rules: PasswordRules, profile: str) -> "Demands":
        """The rules in one of their profiles."""
        chosen = rules.profiles[profile]
        banned = tuple(rules.banned_words)
        return cls(rules.shortest, rules.longest_bytes, banned, chosen.classes, chosen.days, chosen.remembered)

    def is_outdated(self, set_at: datetime | None, *, at: datetime) -> bool:
        """Whether a password set at a moment must be changed by now."""
        return self.days is not None and set_at is not None and set_at + timedelta(days=self.days) <= at


def check_new(password: str, *, staff_number: str, rules: Demands) -> None:
    """Raise CrmError when a new password is too short, too long, too simple or too easily guessed."""
    if len(password) < rules.shortest:
        raise CrmError("password_too_short", shortest=rules.shortest)
    if len(password.encode()) > rules.longest_bytes:
        raise CrmError("password_too_long")
    if _classes(password) < rules.classes:
        raise CrmError("password_too_simple", classes=rules.classes)
    folded = unicodedata.normalize("NFKC", password).casefold()
    words = [*rules.banned_words, staff_number]
    if any(word.casefold() in folded for word in words):
        raise CrmError("password_guessable")
    if is_common(password):
        raise CrmError("password_common")


def _classes(password: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit, lambda mark: not mark.isalnum())
    return sum(any(test(mark) for mark in password) for test in tests)
