"""A rulebook that is not in the library yet, read from its text by the same strict loader in a folder of its own."""

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from crm.rules import Rulebook
from crm.rules.law.problems import RulebookError
from crm.rules.reading.rulebooks import load_rulebook

_ID = re.compile(r"^id:[ \t]*([a-z0-9][a-z0-9-]{0,60})[ \t]*(?:#.*)?$", re.MULTILINE)
DRAFT = "draft.yaml"


def read_draft(text: str, policies: Path) -> Rulebook:
    """The rulebook; what it includes comes from the library's folder. Raises RulebookError with file and line."""
    named = _ID.search(text)
    if named is None:
        raise RulebookError(f"{DRAFT}:1", "no line says id: and a name of small letters, digits and hyphens")
    with TemporaryDirectory() as name:
        folder = Path(name)
        for shared in policies.glob("*.yaml"):
            shutil.copy(shared, folder / shared.name)
        (folder / "rulebooks").mkdir()
        file = folder / "rulebooks" / f"{named[1]}.yaml"
        file.write_text(text, encoding="utf-8")
        try:
            return load_rulebook(file, folder)
        except RecursionError as error:
            raise RulebookError(f"{file.name}:1", "is nested too deeply") from error
