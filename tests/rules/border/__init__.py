"""Dossiers whose facts lie on, just under and just over the limits of a rulebook; it judges none of them."""

from tests.rules.border.limits import BORDERS
from tests.rules.border.rows import AS_OF_DATES, Rows, border_dossiers

__all__ = ["AS_OF_DATES", "BORDERS", "Rows", "border_dossiers"]
