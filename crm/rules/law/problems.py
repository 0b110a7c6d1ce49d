"""What the engine complains about; the wording for people in other parts of the house is not here."""

from __future__ import annotations

from datetime import date


class RulesError(Exception):
    """Anything the engine refuses."""


class DossierError(RulesError):
    """A dossier breaks its format; `where` is the path inside it, such as `figures[0].revenue`."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}：{why}" if where else why)
        self.where = where
        self.why = why


class RulebookError(RulesError):
    """A policy file is not fully understood; the message names the file and the line."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


class NoRulebookInForce(RulesError):
    """No rulebook answers for this tier, purpose and date."""

    def __init__(self, target: str, purpose: str, on: date) -> None:
        super().__init__(f"{on.isoformat()} 没有适用于“{target}”（{purpose}）的现行认定标准")
        self.target = target
        self.purpose = purpose
        self.on = on
