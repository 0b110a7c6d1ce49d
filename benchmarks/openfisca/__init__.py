"""The 2022 SRDI rulebook as users of OpenFisca-core would write it; it shares nothing with the engine."""
