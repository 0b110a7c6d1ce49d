"""The one way a workbook as a whole is refused; what single rows and cells lack is a finding, not a refusal."""

from typing import Any


class Refusal(Exception):
    """Nothing of this workbook can be used. Carries a code and values, never a text of a library or a path.

    `excerpts` has the first rows of its sheets where they could be read: a person may say what the columns are.
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values
        self.excerpts: list[Any] = []
