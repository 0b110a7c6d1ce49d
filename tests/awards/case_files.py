"""The cases of tests/fixtures/awards: what a policy officer would write down for each clause."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from crm.money import fen_from_wan

FOLDER = Path(__file__).parents[1] / "fixtures" / "awards"
TIERS = {
    "创新型中小企业": "innovative",
    "科技型中小企业": "tech_sme",
    "专精特新中小企业": "srdi",
    "“小巨人”企业": "little_giant",
}


@dataclass(frozen=True)
class AwardCase:
    """One case with its clause."""

    clause: str
    benefit: str
    name: str
    words: dict[str, Any]

    def fen(self, word: str) -> int:
        """An amount of the case."""
        return fen_of(self.words[word])

    @property
    def stages(self) -> list[int]:
        """The sums of a case in stages."""
        return [fen_of(each) for each in self.words["各期"]]


def fen_of(text: str) -> int:
    """`3 万元` in fen."""
    number, unit = text.split()
    assert unit == "万元"
    return fen_from_wan(number)


def award_cases() -> Iterator[AwardCase]:
    """All cases of all clauses."""
    for file in sorted(FOLDER.glob("clause-*.yaml")):
        written = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        for words in written["cases"]:
            yield AwardCase(written["clause"], words["事项"], words["情形"], words)
