"""The policy read a second time, in exact fractions, to judge the engine by; no code is shared with it."""

from tests.rules.reference.gates import rulebook_for
from tests.rules.reference.sizing import size_class
from tests.rules.reference.verdict import Outcome, judge

__all__ = ["Outcome", "judge", "rulebook_for", "size_class"]
