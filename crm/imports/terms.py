"""How long a title of each tier lasts, read from the policy file; nothing here decides who holds one."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, PositiveInt
from ruamel.yaml import YAML

FILE = "terms.yaml"


class Terms(BaseModel):
    """The years of validity by tier, with the document they come from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    innovative: PositiveInt
    tech_sme: PositiveInt
    srdi: PositiveInt
    little_giant: PositiveInt

    def by_tier(self) -> dict[str, int]:
        return self.model_dump(exclude={"source"})


def load_terms(policies: Path) -> Terms:
    """The terms in force; a file that is not understood stops the program with pydantic's account of it."""
    return Terms.model_validate(YAML(typ="safe", pure=True).load(policies / FILE))
