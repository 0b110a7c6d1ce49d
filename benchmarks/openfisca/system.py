"""The rules and parameters put together, and one simulation over a pool of columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.openfisca import conditions, facts, score

Columns = Mapping[tuple[str, int], Any]


class SrdiSystem(TaxBenefitSystem):
    def __init__(self) -> None:
        super().__init__([facts.Enterprise])
        self.load_parameters(str(Path(__file__).parent / "parameters"))
        self.add_variables(*facts.inputs(), *score.variables(), *conditions.variables())


def evaluate(system: SrdiSystem, columns: Columns, year: int) -> tuple[Any, Any, Any]:
    """Verdict, lowest and highest score of each enterprise; `columns` holds arrays by variable and year."""
    count = len(next(iter(columns.values())))
    simulation = SimulationBuilder().build_default_simulation(system, count=count)
    for (name, when), values in columns.items():
        simulation.set_input(name, str(when), values)
    return tuple(simulation.calculate(name, str(year)) for name in ("verdict", "score_low", "score_high"))
