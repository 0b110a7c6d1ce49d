"""The words registers use for fixed choices, each with the value it stands for."""
